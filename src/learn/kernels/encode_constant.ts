import source from "../../../shaders/dense/encode_constant.wgsl";
import type { Stage } from "../../plan/program.ts";
import { type EncodeConstantShape, encode_constant as twin } from "../../twins/dense/encode_constant.ts";

/** Host binding of shaders/dense/encode_constant.wgsl. */
export function encodeConstant(
  label: string,
  shape: EncodeConstantShape,
  buffers: { readonly clock: string; readonly order: string; readonly pixels: string; readonly levels: string; readonly outputs: string },
): Stage {
  const { clock, order, pixels, levels, outputs } = buffers;
  return {
    label,
    kernel: { source, twin },
    shape: { ...shape },
    bindings: { clock, order, pixels, levels, outputs },
    workgroups: Math.ceil((shape.batch * shape.features) / 64),
  };
}
