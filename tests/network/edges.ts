import type { NetworkDescription, Numbers } from "../../src/network/description.ts";
import { receptorsOf } from "../../src/network/format.ts";
import { resolve } from "../../src/network/resolve.ts";
import { buildRows, type SynapseRows } from "../../src/network/rows.ts";
import type { Crew } from "../../src/threads/crew.ts";

/** A synapse read back from the rows: global indices, weight in the person's units, delay in steps. */
export interface Edge {
  readonly source: number;
  readonly target: number;
  readonly receptor: number;
  readonly weight: number;
  readonly delay: number;
}

export type Part = Omit<NetworkDescription<Numbers>, "galvani" | "dt" | "seed"> & { readonly dt?: number; readonly seed?: number };

export interface Options {
  readonly pageSynapses?: number;
  readonly inputBound?: readonly number[];
  /** Threads to build on. */
  readonly crew?: Crew;
  /** Parts of a row; default: as many as threads. */
  readonly parts?: number;
}

/** One population, "n". */
export const one = (model = "iaf_psc_exp", size = 70) => [{ name: "n", size, model }];

export async function rowsOf(
  d: Part,
  { pageSynapses = 2 ** 20, inputBound, crew, parts = crew?.count }: Options = {},
): Promise<SynapseRows> {
  const network = resolve({ galvani: 1, dt: 0.1, seed: 1, ...d });
  return buildRows(network, { pageSynapses, crew, parts, inputBound: inputBound ?? network.populations.map(() => 0) });
}

/** All synapses in the order of the rows. `target` is the index in its population where there are two, one onto the other. */
export async function edgesOf(d: Part, options: Options = {}): Promise<Edge[]> {
  const network = resolve({ galvani: 1, dt: 0.1, seed: 1, ...d });
  const rows = await rowsOf(d, options);
  const edges: Edge[] = [];
  const receptors = receptorsOf(network);
  for (let source = 0; source < network.neurons; source++) {
    const last = 2 * rows.parts * source + 2 * rows.parts - 1;
    for (let k = rows.extents[2 * rows.parts * source]; k < rows.extents[last]; k++) {
      const { words, cellBits, classBits } = rows.format;
      const page = rows.pages[Math.floor(k / rows.pageSynapses)];
      const at = words * (k % rows.pageSynapses);
      const cell = page[at] % 2 ** cellBits;
      const weight = words === 2 ? page[at + 1] | 0 : rows.weights[page[at] >>> (32 - classBits)];
      if (cell >= network.neurons * receptors) throw new Error(`cell ${cell}`);
      const global = cell % network.neurons;
      const p = network.populations.findIndex(({ first, size }) => global >= first && global < first + size);
      edges.push({
        source: source - (network.populations.find(({ first, size }) => source >= first && source < first + size)?.first ?? 0),
        target: global - network.populations[p].first,
        receptor: Math.floor(cell / network.neurons),
        weight: weight / rows.scales[p],
        delay: Math.floor((page[at] % 2 ** (32 - classBits)) / 2 ** cellBits),
      });
    }
  }
  return edges;
}
