import { geluOf, geluSlope } from "./gelu.ts";
import { logistic, squash } from "./squash.ts";

/** Twin of shaders/lib/activation.wgsl: activations by name, in the order of their numbers. */
export const ACTIVATIONS = ["relu", "tanh", "lecun", "silu", "gelu"] as const;

export type Activation = (typeof ACTIVATIONS)[number];

const LECUN_GAIN = 1.7159;
const LECUN_SLOPE = 0.666;

interface Pair {
  /** Names in the WGSL text. */
  readonly wgsl: readonly [forward: string, back: string];
  of(x: number): number;
  /** The gradient of what goes in. */
  back(x: number, y: number, grad: number): number;
}

export const activations: Readonly<Record<Activation, Pair>> = {
  relu: { wgsl: ["relu", "relu_back"], of: (x) => Math.max(x, 0), back: (x, _, grad) => (x > 0 ? grad : 0) },
  tanh: { wgsl: ["squash", "squash_back"], of: squash, back: (_, y, grad) => grad * (1 - y * y) },
  lecun: {
    wgsl: ["lecun", "lecun_back"],
    of: (x) => LECUN_GAIN * squash(LECUN_SLOPE * x),
    back: (x, _, grad) => grad * LECUN_GAIN * LECUN_SLOPE * (1 - squash(LECUN_SLOPE * x) ** 2),
  },
  silu: {
    wgsl: ["silu", "silu_back"],
    of: (x) => x * logistic(x),
    back: (x, y, grad) => grad * (logistic(x) + y * (1 - logistic(x))),
  },
  gelu: { wgsl: ["gelu", "gelu_back"], of: geluOf, back: (x, _, grad) => grad * geluSlope(x) },
};
