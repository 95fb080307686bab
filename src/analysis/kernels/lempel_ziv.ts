import source from "../../../shaders/analysis/lempel_ziv.wgsl";
import type { Stage } from "../../plan/program.ts";
import { type LempelZivShape, lempel_ziv as twin } from "../../twins/analysis/lempel_ziv.ts";

/** Host binding of shaders/analysis/lempel_ziv.wgsl. */
export function lempelZiv(label: string, shape: LempelZivShape, buffers: { readonly symbols: string; readonly progress: string }): Stage {
  const { symbols, progress } = buffers;
  return {
    label,
    kernel: { source, twin },
    shape: { ...shape },
    bindings: { symbols, progress },
    workgroups: Math.ceil(shape.sequences / 64),
  };
}
