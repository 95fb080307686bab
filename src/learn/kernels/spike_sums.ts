import source from "../../../shaders/dense/spike_sums.wgsl";
import type { Stage } from "../../plan/program.ts";
import { type SpikeSumsShape, spike_sums as twin } from "../../twins/dense/spike_sums.ts";

/** Host binding of shaders/dense/spike_sums.wgsl. */
export function spikeSums(label: string, shape: SpikeSumsShape, buffers: { readonly spikes: string; readonly sums: string }): Stage {
  const { spikes, sums } = buffers;
  return { label, kernel: { source, twin }, shape: { ...shape }, bindings: { spikes, sums }, workgroups: shape.batch };
}
