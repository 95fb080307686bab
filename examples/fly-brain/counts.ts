import type { Release } from "./groups.ts";

/** What is known of a connectivity file. */
export interface Counts {
  readonly neurons: number;
  readonly connections: number;
  /** Sum of |weight|. */
  readonly synapses: number;
  /** Connections by the sign of their weight. */
  readonly positive: number;
  readonly negative: number;
}

/** The files' names in github.com/philshiu/Drosophila_brain_model, and counts that several public repositories report alike. */
export const releases: Readonly<Record<Release, Counts & { readonly file: string }>> = {
  v630: {
    file: "2023_03_23_connectivity_630_final.parquet",
    neurons: 127_400,
    connections: 14_687_178,
    synapses: 52_793_639,
    positive: 8_800_532,
    negative: 5_886_646,
  },
  v783: {
    file: "Connectivity_783.parquet",
    neurons: 138_639,
    connections: 15_091_983,
    synapses: 54_492_922,
    positive: 9_059_302,
    negative: 6_032_681,
  },
};

/** More of v783, for the stand-in. */
export const histogram = {
  /** Connections of 1 to 6 synapses. */
  few: [7_496_016, 2_679_736, 1_379_004, 836_714, 558_356, 393_867],
  /** Synapses of the strongest connection. */
  most: 2405,
  /** Neurons with a connection to another. */
  withOutput: 138_005,
} as const;
