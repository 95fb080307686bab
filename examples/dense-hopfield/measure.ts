import { HopfieldNetwork } from "../../src/memory/hopfield.ts";
import { mean } from "../../src/view/statistics.ts";
import type { Bench } from "../example.ts";
import { seedOf } from "../shared/draw.ts";
import * as p from "./parameters.ts";

interface Size {
  /** Networks with patterns of their own. */
  readonly networks: number;
  readonly replicas: number;
}

/**
 * Mean overlap with the cued pattern after recall without noise from cues of which a share is turned round; every replica is shown another
 * pattern.
 */
export async function recalled(order: number, patterns: number, { networks, replicas }: Size, seed: number, bench: Bench): Promise<number> {
  const all: number[] = [];
  for (let n = 0; n < networks; n++) {
    const spec = { units: p.UNITS, order, patterns: { random: patterns }, replicas, seed: seedOf(seed, n, 1000) };
    const network = await HopfieldNetwork.create(spec, { adapter: bench.adapter });
    try {
      bench.ran(network);
      const cues = Array.from({ length: replicas }, (_, r) => network.cue(r % patterns, p.NOISE, r));
      const { overlaps } = await network.relax(cues, p.SWEEPS, { signal: bench.signal });
      for (let r = 0; r < replicas; r++) all.push(overlaps[r * patterns + (r % patterns)]!);
    } finally {
      network.destroy();
    }
  }
  return mean(all);
}
