import type { Network } from "../../src/network/network.ts";

/** Connections from row `source[k]` to row `target[k]` of the completeness list: `weight[k]` synapses, negative where they inhibit. */
export interface Wiring {
  readonly neurons: number;
  readonly source: Uint32Array;
  readonly target: Uint32Array;
  readonly weight: Int32Array;
}

/** A population of neurons named by their rows. */
export interface Group {
  readonly name: string;
  readonly rows: readonly number[];
}

/** Where each row's neuron is: `population[row]` 0 for the rest of the brain, else 1 + its group's place; `index[row]` in there. */
interface Places {
  readonly population: Uint8Array;
  readonly index: Uint32Array;
  /** Neurons that are in no group. */
  readonly rest: number;
}

/** Every neuron in its group, in the group's order; all others in the rest, in the order of rows. */
export function placesOf(neurons: number, groups: readonly Group[]): Places {
  const population = new Uint8Array(neurons);
  const index = new Uint32Array(neurons);
  groups.forEach(({ rows }, g) => {
    rows.forEach((row, i) => {
      population[row] = g + 1;
      index[row] = i;
    });
  });
  let rest = 0;
  for (let row = 0; row < neurons; row++) if (population[row] === 0) index[row] = rest++;
  return { population, index, rest };
}

/**
 * Adds a projection for each pair of populations that is connected.
 * @param names of the populations, the rest of the brain first
 * @param silenced rows whose outputs are left out
 */
export function connect(
  net: Network,
  wiring: Wiring,
  places: Places,
  names: readonly string[],
  silenced: readonly number[],
  delay: number,
): void {
  const { source, target, weight } = wiring;
  const { population, index } = places;
  const silent = new Uint8Array(wiring.neurons);
  for (const row of silenced) silent[row] = 1;
  const counts = new Uint32Array(names.length * names.length);
  const pairOf = (k: number) => population[source[k]!]! * names.length + population[target[k]!]!;
  for (let k = 0; k < source.length; k++) if (silent[source[k]!] === 0) counts[pairOf(k)]!++;
  const lists = Array.from(counts, (size) => ({
    source: new Uint32Array(size),
    target: new Uint32Array(size),
    weight: new Int32Array(size),
  }));
  const filled = new Uint32Array(counts.length);
  for (let k = 0; k < source.length; k++) {
    if (silent[source[k]!] === 1) continue;
    const pair = pairOf(k);
    const list = lists[pair]!;
    const n = filled[pair]!++;
    list.source[n] = index[source[k]!]!;
    list.target[n] = index[target[k]!]!;
    list.weight[n] = weight[k]!;
  }
  lists.forEach(({ weight: weights, ...edges }, pair) => {
    if (weights.length === 0) return;
    const [from, to] = [names[Math.floor(pair / names.length)]!, names[pair % names.length]!];
    net.connect({ source: from, target: to, receptor: "g", rule: { edges }, weight: weights, delay });
  });
}
