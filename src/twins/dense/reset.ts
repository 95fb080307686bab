import none from "../../../shaders/dense/reset/none.wgsl";
import subtract from "../../../shaders/dense/reset/subtract.wgsl";
import zero from "../../../shaders/dense/reset/zero.wgsl";
import type { ShaderSource } from "../../gpu/source.ts";

/** What a spike takes from a membrane; twin of shaders/dense/reset. */
export interface Reset {
  readonly wgsl: ShaderSource;
  /** Thresholds taken off. */
  readonly taken: number;
  /** 1: what else is there goes. */
  readonly cleared: number;
}

export const RESETS = {
  subtract: { wgsl: subtract, taken: 1, cleared: 0 },
  zero: { wgsl: zero, taken: 0, cleared: 1 },
  none: { wgsl: none, taken: 0, cleared: 0 },
} satisfies Record<string, Reset>;

export type ResetName = keyof typeof RESETS;
