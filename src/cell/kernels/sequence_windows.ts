import source from "../../../shaders/cell/sequence_windows.wgsl";
import type { Stage } from "../../plan/program.ts";
import { type SequenceWindowsShape, sequence_windows as twin } from "../../twins/cell/sequence_windows.ts";

/** Host binding of shaders/cell/sequence_windows.wgsl. */
export function sequenceWindows(
  label: string,
  shape: SequenceWindowsShape,
  buffers: {
    readonly clock: string;
    readonly series: string;
    readonly windows: string;
  },
): Stage {
  const { clock, series, windows } = buffers;
  return {
    label,
    kernel: { source, twin },
    shape: { ...shape },
    bindings: { clock, series, windows },
    workgroups: Math.ceil((shape.rows * shape.batch * shape.columns) / 64),
  };
}
