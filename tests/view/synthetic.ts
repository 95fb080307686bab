import type { PopulationSpan, SpikeData } from "../../src/view/data.ts";

/** A small seeded generator (mulberry32): uniform in [0, 1). */
export function generator(seed: number): () => number {
  let a = seed >>> 0;
  return () => {
    a = (a + 0x6d2b79f5) >>> 0;
    let t = Math.imul(a ^ (a >>> 15), a | 1);
    t ^= t + Math.imul(t ^ (t >>> 7), t | 61);
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296;
  };
}

/** Populations one after another in the global index. */
export function spans(sizes: Record<string, number>): PopulationSpan[] {
  let first = 0;
  return Object.entries(sizes).map(([name, size]) => {
    const span = { name, first, size };
    first += size;
    return span;
  });
}

/** Spike data from (step, neuron) pairs in any order. */
export function fromPairs(pairs: [number, number][], populations: PopulationSpan[], steps: number, dt = 0.1): SpikeData {
  pairs.sort((a, b) => a[0] - b[0] || a[1] - b[1]);
  return { step: Uint32Array.from(pairs, (p) => p[0]), neuron: Uint32Array.from(pairs, (p) => p[1]), populations, dt, from: 0, to: steps };
}

/** Independent Bernoulli trains (Poisson in the limit of short steps), `rates` in Hz by population. */
export function poissonSpikes(populations: PopulationSpan[], rates: readonly number[], ms: number, seed = 1, dt = 0.1): SpikeData {
  const random = generator(seed);
  const steps = Math.round(ms / dt);
  const pairs: [number, number][] = [];
  populations.forEach((population, p) => {
    const chance = (rates[p]! * dt) / 1000;
    if (chance === 0) return;
    for (let n = 0; n < population.size; n++) {
      for (
        let k = Math.floor(Math.log(1 - random()) / Math.log(1 - chance));
        k < steps;
        k += 1 + Math.floor(Math.log(1 - random()) / Math.log(1 - chance))
      )
        pairs.push([k, population.first + n]);
    }
  });
  return fromPairs(pairs, populations, steps, dt);
}
