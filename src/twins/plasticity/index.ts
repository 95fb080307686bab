import { diehl_cook_synapse } from "./diehl_cook_synapse.ts";
import { nalsm_synapse } from "./nalsm_synapse.ts";
import type { SynapseRule } from "./rule.ts";
import { stdp_pl_synapse_hom } from "./stdp_pl_synapse_hom.ts";
import { stdp_synapse } from "./stdp_synapse.ts";
import { vogels_sprekeler_synapse } from "./vogels_sprekeler_synapse.ts";

const all: readonly SynapseRule[] = [stdp_synapse, stdp_pl_synapse_hom, vogels_sprekeler_synapse, diehl_cook_synapse, nalsm_synapse];

/** The built-in plasticity rules by name. */
export const rules: Readonly<Record<string, SynapseRule>> = Object.fromEntries(all.map((rule) => [rule.name, rule]));
