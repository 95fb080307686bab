import source from "../../../shaders/dense/encode_latency.wgsl";
import type { Stage } from "../../plan/program.ts";
import { type EncodeLatencyShape, encode_latency as twin } from "../../twins/dense/encode_latency.ts";
import type { EncoderBuffers } from "./encode_bernoulli.ts";

/** Host binding of shaders/dense/encode_latency.wgsl. */
export function encodeLatency(label: string, shape: EncodeLatencyShape, buffers: EncoderBuffers): Stage {
  const { clock, order, pixels, levels, outputs } = buffers;
  return {
    label,
    kernel: { source, twin },
    shape: { ...shape },
    bindings: { clock, order, pixels, levels, outputs },
    workgroups: Math.ceil((shape.batch * shape.features) / 64),
  };
}
