import source from "../../../shaders/analysis/shift.wgsl";
import type { Stage } from "../../plan/program.ts";
import { type ShiftShape, shift as twin } from "../../twins/analysis/shift.ts";

/** Host binding of shaders/analysis/shift.wgsl. */
export function shift(
  label: string,
  shape: ShiftShape,
  buffers: {
    readonly input: string;
    readonly origin: string;
    readonly sums: string;
    readonly counts: string;
    readonly shifted: string;
  },
): Stage {
  const { input, origin, sums, counts, shifted } = buffers;
  return {
    label,
    kernel: { source, twin },
    shape: { ...shape },
    bindings: { input, origin, sums, counts, shifted },
    workgroups: Math.ceil(shape.channels / 64),
  };
}
