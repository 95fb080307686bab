import { shuffled, uniforms, Words } from "../shared/draw.ts";
import { CLOSENESS, EXCITATORY, INPUT_DENSITY, LAMBDA, SYNAPTIC_TAUS } from "./parameters.ts";

/** Synapses of one kind of source onto neurons of one synaptic time constant, by rising source, then target. */
export interface Edges {
  readonly source: Uint32Array;
  readonly target: Uint32Array;
}

/** Who reaches whom. Neurons of the liquid: first the excitatory ones, then the inhibitory ones, each in a cell of its own. */
export interface Topology {
  readonly neurons: number;
  readonly excitatory: number;
  readonly inputs: number;
  /** Place of each neuron's time constant in `SYNAPTIC_TAUS`. */
  readonly tau: Uint8Array;
  /** By place of the target's time constant. */
  readonly edges: Readonly<Record<Source, readonly Edges[]>>;
  readonly synapses: number;
}

export const SOURCES = ["input", "excitatory", "inhibitory"] as const;
export type Source = (typeof SOURCES)[number];

/** Streams of random numbers: cells, time constants, connections within the liquid, input connections. */
const Stream = { cells: 0x200, taus: 0x201, liquid: 0x202, input: 0x203 } as const;

/** Cells along each side. */
type Grid = readonly [number, number, number];

/** @param grid a neuron a cell */
export function topologyOf(grid: Grid, inputs: number, seed: number): Topology {
  const neurons = grid[0] * grid[1] * grid[2];
  const excitatory = Math.round(EXCITATORY * neurons);
  const tau = Uint8Array.from(uniforms(seed, Stream.taus, neurons), (u) => Math.floor(u * SYNAPTIC_TAUS.length));
  const connected = liquidPairs(grid, excitatory, seed);
  const words = new Words(seed, Stream.input);
  const onto = {
    input: collect(inputs, 0, neurons, tau, () => words.word() < INPUT_DENSITY * 2 ** 32),
    excitatory: collect(excitatory, 0, neurons, tau, connected),
    inhibitory: collect(neurons, excitatory, neurons, tau, connected),
  };
  const synapses = SOURCES.reduce((sum, kind) => sum + onto[kind].reduce((n, { source }) => n + source.length, 0), 0);
  return { neurons, excitatory, inputs, tau, edges: onto, synapses };
}

/** Asks, in order, whether each pair of sources [from, end) and targets is connected. */
function collect(end: number, from: number, targets: number, tau: Uint8Array, connected: (i: number, j: number) => boolean): Edges[] {
  const found = SYNAPTIC_TAUS.map(() => ({ source: [] as number[], target: [] as number[] }));
  for (let i = from; i < end; i++)
    for (let j = 0; j < targets; j++) {
      if (!connected(i, j)) continue;
      const { source, target } = found[tau[j]!]!;
      source.push(i);
      target.push(j);
    }
  return found.map(({ source, target }) => ({ source: Uint32Array.from(source), target: Uint32Array.from(target) }));
}

/** Draws whether neuron `i` reaches neuron `j`, to be asked once a pair; never itself. */
function liquidPairs([n1, n2, n3]: Grid, excitatory: number, seed: number): (i: number, j: number) => boolean {
  const cells = shuffled(n1 * n2 * n3, new Words(seed, Stream.cells));
  const place = (i: number) => [Math.floor(cells[i]! / (n2 * n3)), Math.floor(cells[i]! / n3) % n2, cells[i]! % n3] as const;
  const places = Array.from(cells, (_, i) => place(i));
  const kind = (i: number) => (i < excitatory ? "E" : "I");
  const words = new Words(seed, Stream.liquid);
  return (i, j) => {
    if (i === j) return false;
    const [a, b] = [places[i]!, places[j]!];
    const square = (a[0] - b[0]) ** 2 + (a[1] - b[1]) ** 2 + (a[2] - b[2]) ** 2;
    return words.word() < CLOSENESS[`${kind(i)}${kind(j)}`] * Math.exp(-square / LAMBDA ** 2) * 2 ** 32;
  };
}
