import source from "../../../shaders/local/ska_entropy.wgsl";
import type { Stage } from "../../plan/program.ts";
import { type SkaEntropyShape, ska_entropy as twin } from "../../twins/local/ska_entropy.ts";

/** Host binding of shaders/local/ska_entropy.wgsl. */
export function skaEntropy(
  label: string,
  shape: SkaEntropyShape,
  buffers: { readonly clock: string; readonly terms: string; readonly history: string },
): Stage {
  const { clock, terms, history } = buffers;
  return { label, kernel: { source, twin }, shape: { ...shape }, bindings: { clock, terms, history }, workgroups: 1 };
}
