import source from "../../../shaders/dense/encode_constant.wgsl";
import type { Stage } from "../../plan/program.ts";
import { type EncodeConstantShape, encode_constant as twin } from "../../twins/dense/encode_constant.ts";
import type { EncoderBuffers } from "./encode_bernoulli.ts";

/** Host binding of shaders/dense/encode_constant.wgsl. */
export function encodeConstant(label: string, shape: EncodeConstantShape, buffers: EncoderBuffers): Stage {
  const { clock, order, pixels, levels, outputs } = buffers;
  return {
    label,
    kernel: { source, twin },
    shape: { ...shape },
    bindings: { clock, order, pixels, levels, outputs },
    workgroups: Math.ceil((shape.batch * shape.features) / 64),
  };
}
