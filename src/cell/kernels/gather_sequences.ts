import source from "../../../shaders/cell/gather_sequences.wgsl";
import type { Stage } from "../../plan/program.ts";
import { type GatherSequencesShape, gather_sequences as twin } from "../../twins/cell/gather_sequences.ts";

/** Host binding of shaders/cell/gather_sequences.wgsl. */
export function gatherSequences(
  label: string,
  shape: GatherSequencesShape,
  buffers: {
    readonly clock: string;
    readonly order: string;
    readonly lengths: string;
    readonly values: string;
    readonly times: string;
    readonly inputs: string;
    readonly elapsed: string;
    readonly live: string;
  },
): Stage {
  const { clock, order, lengths, values, times, inputs, elapsed, live } = buffers;
  return {
    label,
    kernel: { source, twin },
    shape: { ...shape },
    bindings: { clock, order, lengths, values, times, inputs, elapsed, live },
    workgroups: Math.ceil((shape.steps * shape.batch) / 64),
  };
}
