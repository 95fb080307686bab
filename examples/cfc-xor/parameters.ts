/** The parity task and what is trained on it: Hasani et al. (2022), their train_xor.py and tf_cfc.py beside what is chosen here. */
import type { CfcSpec } from "../../src/cell/cell-spec.ts";
import type { OptimiserSpec } from "../../src/learn/optimisers.ts";

export const VARIANTS = ["mixed", "default", "no_gate", "pure"] as const;
export type Variant = (typeof VARIANTS)[number];

/** Accuracy in % that the authors note in their script, trained on 100,000 sequences for 200 epochs: mean and deviation of three. */
export const PUBLISHED: Readonly<Record<Variant, string>> = {
  mixed: "99.72 ± 0.08",
  default: "99.42 ± 0.42",
  no_gate: "96.29 ± 1.61",
  pure: "85.42 ± 2.84",
};

/** Sequences, the test's, and epochs at scale 1. The published size is scale 5. */
export const SEQUENCES = 20_000;
export const TESTED = 10_000;
export const EPOCHS = 50;
export const LARGEST_SCALE = 5;
/** Most that the epochs grow. */
export const MOST_EPOCHS = 4;

/** Bars of the mixed cell's test accuracy in %: at scale 1, and at the published size. */
export const BAR = 97;
export const PUBLISHED_BAR = 99;

/** A time comes in 32nds of the longest stream: a bit is then 1 to the gate. Gates open, at first, one after another over runs of 12 bits. */
const TIME_SCALE = 32;
const FIRST_GATES = { slope: 3, latest: 12 };

/** The authors' sizes and activations of each. */
const SIZES: Readonly<Record<Variant, Omit<CfcSpec, "cell" | "inputs" | "time_scale" | "first_gates">>> = {
  mixed: { mixed_memory: true, units: 64, backbone_units: 128, backbone_activation: "relu" },
  default: { units: 192, backbone_units: 128, backbone_activation: "relu" },
  no_gate: { mode: "no_gate", units: 128, backbone_units: 192, backbone_activation: "silu" },
  pure: { mode: "pure", units: 64, backbone_units: 64, backbone_activation: "silu" },
};

export const cellOf = (variant: Variant): CfcSpec => ({
  cell: "CfC",
  inputs: 1,
  time_scale: TIME_SCALE,
  ...(variant !== "pure" && { first_gates: FIRST_GATES }),
  ...SIZES[variant],
});

/** A quarter of the authors' batch and less than half their rate: there are a twentieth of their examples to learn from in all. */
export const BATCH = 32;
export const OPTIMISER: OptimiserSpec = { optimiser: "RMSprop", lr: 0.002, alpha: 0.9, eps: 1e-7, clip: 0.1 };

/** Sequences whose states are drawn, and units of each. */
export const SHOWN_UNITS = 8;
