import source from "../../../shaders/field/record.wgsl";
import type { Stage } from "../../plan/program.ts";
import { type RecordShape, record as twin } from "../../twins/field/record.ts";

/** Host binding of shaders/field/record.wgsl. */
export function record(
  label: string,
  shape: RecordShape,
  buffers: { readonly clock: string; readonly values: string; readonly kept: string },
): Stage {
  const { clock, values, kept } = buffers;
  return {
    label,
    kernel: { source, twin },
    shape: { ...shape },
    bindings: { clock, values, kept },
    workgroups: Math.ceil(shape.count / 64),
  };
}
