import source from "../../../shaders/rate/recur.wgsl";
import type { Stage } from "../../plan/program.ts";
import { type RecurShape, recur as twin } from "../../twins/rate/recur.ts";

/** Host binding of shaders/rate/recur.wgsl. */
export function recur(
  label: string,
  shape: RecurShape,
  buffers: { readonly couplings: string; readonly signals: string; readonly drive: string },
): Stage {
  const { couplings, signals, drive } = buffers;
  return {
    label,
    kernel: { source, twin },
    shape: { ...shape },
    bindings: { couplings, signals, drive },
    workgroups: Math.ceil(shape.rows / 8) * Math.ceil(shape.vectors / 4) * shape.matrices,
  };
}
