import { HopfieldNetwork } from "../../src/memory/hopfield.ts";
import type { Bench } from "../example.ts";
import * as p from "./parameters.ts";

/** Mean overlap with the cued pattern, and its standard error over all recalls. */
export interface Quality {
  readonly mean: number;
  readonly error: number;
  /** Where. */
  readonly ran: Pick<HopfieldNetwork, "adapter" | "adapterKind">;
}

/** Overlaps after recall without noise from cues of which a share is turned round; every replica is shown another pattern. */
export async function recalled(
  order: number,
  patterns: number,
  { networks, replicas }: { readonly networks: number; readonly replicas: number },
  seed: number,
  { adapter, signal }: Pick<Bench, "adapter" | "signal">,
): Promise<Quality> {
  const all: number[] = [];
  const ran: Quality["ran"][] = [];
  for (let n = 0; n < networks; n++) {
    const spec = { units: p.UNITS, order, patterns: { random: patterns }, replicas, seed: seed * 1000 + n };
    const network = await HopfieldNetwork.create(spec, { adapter });
    try {
      const cues = Array.from({ length: replicas }, (_, r) => network.cue(r % patterns, p.NOISE, r));
      const { overlaps } = await network.relax(cues, p.SWEEPS, { signal });
      for (let r = 0; r < replicas; r++) all.push(overlaps[r * patterns + (r % patterns)]!);
      ran.push({ adapter: network.adapter, adapterKind: network.adapterKind });
    } finally {
      network.destroy();
    }
  }
  const mean = all.reduce((sum, m) => sum + m, 0) / all.length;
  const variance = all.reduce((sum, m) => sum + (m - mean) ** 2, 0) / Math.max(1, all.length - 1);
  return { mean, error: Math.sqrt(variance / all.length), ran: ran[0]! };
}
