import source from "../../../shaders/cell/gradient_record.wgsl";
import type { Stage } from "../../plan/program.ts";
import { type GradientRecordShape, gradient_record as twin } from "../../twins/cell/gradient_record.ts";

/** Host binding of shaders/cell/gradient_record.wgsl. */
export function gradientRecord(
  label: string,
  shape: GradientRecordShape,
  buffers: {
    readonly clock: string;
    readonly squares: string;
    readonly strength: string;
    readonly kept: string;
  },
): Stage {
  const { clock, squares, strength, kept } = buffers;
  return {
    label,
    kernel: { source, twin },
    shape: { ...shape },
    bindings: { clock, squares, strength, kept },
    workgroups: 1,
  };
}
