import source from "../../../shaders/dense/encode_bernoulli.wgsl";
import type { Stage } from "../../plan/program.ts";
import { type EncodeBernoulliShape, encode_bernoulli as twin } from "../../twins/dense/encode_bernoulli.ts";

/** What every encoder reads, and what it writes. */
export interface EncoderBuffers {
  readonly clock: string;
  readonly order: string;
  readonly pixels: string;
  readonly levels: string;
  readonly outputs: string;
}

/** Host binding of shaders/dense/encode_bernoulli.wgsl. */
export function encodeBernoulli(label: string, shape: EncodeBernoulliShape, buffers: EncoderBuffers): Stage {
  const { clock, order, pixels, levels, outputs } = buffers;
  return {
    label,
    kernel: { source, twin },
    shape: { ...shape },
    bindings: { clock, order, pixels, levels, outputs },
    workgroups: Math.ceil((shape.steps * shape.batch * Math.ceil(shape.features / 4)) / 64),
  };
}
