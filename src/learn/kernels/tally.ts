import source from "../../../shaders/dense/tally.wgsl";
import type { Stage } from "../../plan/program.ts";
import { type TallyShape, tally as twin } from "../../twins/dense/tally.ts";

/** Host binding of shaders/dense/tally.wgsl. */
export function tally(
  label: string,
  shape: TallyShape,
  buffers: {
    readonly losses: string;
    readonly hits: string;
    readonly spikes: string;
    readonly sizes: string;
    readonly clock: string;
    readonly history: string;
  },
): Stage {
  const { losses, hits, spikes, sizes, clock, history } = buffers;
  return { label, kernel: { source, twin }, shape: { ...shape }, bindings: { losses, hits, spikes, sizes, clock, history }, workgroups: 1 };
}
