import { bcm_synapse } from "./bcm_synapse.ts";
import { diehl_cook_synapse } from "./diehl_cook_synapse.ts";
import { exponentiated_gradient_synapse } from "./exponentiated_gradient_synapse.ts";
import { hebbian_synapse } from "./hebbian_synapse.ts";
import { nalsm_synapse } from "./nalsm_synapse.ts";
import { oja_synapse } from "./oja_synapse.ts";
import type { SynapseRule } from "./rule.ts";
import { stdp_dopamine_synapse } from "./stdp_dopamine_synapse.ts";
import { stdp_pl_synapse_hom } from "./stdp_pl_synapse_hom.ts";
import { stdp_synapse } from "./stdp_synapse.ts";
import { stdp_triplet_synapse } from "./stdp_triplet_synapse.ts";
import { tsodyks2_synapse } from "./tsodyks2_synapse.ts";
import { vogels_sprekeler_synapse } from "./vogels_sprekeler_synapse.ts";

/** The built-in plasticity rules by name. */
export const rules: Readonly<Record<string, SynapseRule>> = {
  stdp_synapse,
  stdp_pl_synapse_hom,
  stdp_triplet_synapse,
  stdp_dopamine_synapse,
  vogels_sprekeler_synapse,
  tsodyks2_synapse,
  hebbian_synapse,
  oja_synapse,
  bcm_synapse,
  exponentiated_gradient_synapse,
  diehl_cook_synapse,
  nalsm_synapse,
};
