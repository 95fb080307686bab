import type { SynapseRule } from "./rule.ts";
import { stdp_pl_synapse_hom } from "./stdp_pl_synapse_hom.ts";
import { stdp_synapse } from "./stdp_synapse.ts";

/** The built-in plasticity rules by name. */
export const rules: Readonly<Record<string, SynapseRule>> = Object.fromEntries(
  [stdp_synapse, stdp_pl_synapse_hom].map((rule) => [rule.name, rule]),
);
