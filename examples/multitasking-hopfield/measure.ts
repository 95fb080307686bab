import { HopfieldNetwork } from "../../src/memory/hopfield.ts";
import { mean } from "../../src/view/statistics.ts";
import type { Bench } from "../example.ts";
import { seedOf } from "../shared/draw.ts";
import * as p from "./parameters.ts";

interface Size {
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
}

/** Overlaps of networks that were shown their first pattern. */
export async function recalled(
  dilution: number,
  { units, networks, replicas, sweeps }: Size,
  seed: number,
  bench: Bench,
): Promise<Overlaps> {
  const means: number[][] = [];
  for (let n = 0; n < networks; n++) {
    const spec = { units, patterns: { random: p.PATTERNS, dilution }, beta: p.BETA, replicas, seed: seedOf(seed, n, 1000) };
    const network = await HopfieldNetwork.create(spec, { adapter: bench.adapter });
    try {
      bench.ran(network);
      const { overlaps } = await network.relax(
        Array.from({ length: replicas }, () => network.pattern(0)),
        sweeps,
        { signal: bench.signal },
      );
      const own = new Array<number>(p.PATTERNS).fill(0);
      for (let r = 0; r < replicas; r++) {
        const sorted = Array.from(overlaps.subarray(r * p.PATTERNS, (r + 1) * p.PATTERNS), Math.abs).sort((a, b) => b - a);
        sorted.forEach((overlap, k) => {
          own[k]! += overlap / replicas;
        });
      }
      means.push(own);
    } finally {
      network.destroy();
    }
  }
  const column = (k: number) => means.map((own) => own[k]!);
  const ks = Array.from({ length: p.PATTERNS }, (_, k) => k);
  return {
    sorted: ks.map((k) => mean(column(k))),
    spread: ks.map((k) => Math.max(...column(k)) - Math.min(...column(k))),
  };
}
