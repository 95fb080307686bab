import { HopfieldNetwork } from "../../src/memory/hopfield.ts";
import type { Bench } from "../example.ts";
import * as p from "./parameters.ts";

export interface RecallSizes {
  readonly units: number;
  /** Networks with patterns of their own. */
  readonly networks: number;
  readonly replicas: number;
  readonly sweeps: number;
}

/** Mean overlaps of one dilution. */
export interface Overlaps {
  /** Of the replica's patterns, the largest first. */
  readonly sorted: readonly number[];
  /** Spread of each over the networks. */
  readonly spread: readonly number[];
  /** Where. */
  readonly ran: Pick<HopfieldNetwork, "adapter" | "adapterKind">;
}

/** Overlaps of networks that were shown their first pattern. */
export async function recalled(
  dilution: number,
  { units, networks, replicas, sweeps }: RecallSizes,
  seed: number,
  { adapter, signal }: Pick<Bench, "adapter" | "signal">,
): Promise<Overlaps> {
  const means: number[][] = [];
  const ran: Overlaps["ran"][] = [];
  for (let n = 0; n < networks; n++) {
    const spec = { units, patterns: { random: p.PATTERNS, dilution }, beta: p.BETA, replicas, seed: seed * 1000 + n };
    const network = await HopfieldNetwork.create(spec, { adapter });
    try {
      const { overlaps } = await network.relax(
        Array.from({ length: replicas }, () => network.pattern(0)),
        sweeps,
        { signal },
      );
      const mean = Array.from({ length: p.PATTERNS }, () => 0);
      for (let r = 0; r < replicas; r++) {
        const own = Array.from(overlaps.subarray(r * p.PATTERNS, (r + 1) * p.PATTERNS), Math.abs).sort((a, b) => b - a);
        own.forEach((overlap, k) => {
          mean[k]! += overlap / replicas;
        });
      }
      means.push(mean);
      ran.push({ adapter: network.adapter, adapterKind: network.adapterKind });
    } finally {
      network.destroy();
    }
  }
  const column = (k: number) => means.map((mean) => mean[k]!);
  const average = (values: readonly number[]) => values.reduce((sum, value) => sum + value, 0) / values.length;
  const ks = Array.from({ length: p.PATTERNS }, (_, k) => k);
  return {
    sorted: ks.map((k) => average(column(k))),
    spread: ks.map((k) => Math.max(...column(k)) - Math.min(...column(k))),
    ran: ran[0]!,
  };
}

/** Overlap of the k-th recalled pattern, from 0, without noise: each takes the units that those before it leave. */
export function hierarchical(dilution: number, k: number): number {
  return (1 - dilution) * dilution ** k;
}

/** The overlap of all three patterns where none leads: a unit follows the majority of its entries, a tie counts for none. */
export function parallel(dilution: number): number {
  const held = 1 - dilution;
  return held * (1 - dilution * held - held ** 2 / 2);
}
