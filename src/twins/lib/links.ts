import { DRAW_KINDS, type DrawSpec, SpecDraw, SynapseDraw } from "./draw.ts";
import type { RowContext } from "./generate.ts";

/**
 * The projections of a network as u32 words, `tables` of every kernel that draws synapses: a header, the tables of deviates and powers,
 * the populations, a *link* a projection, and what those point to. Twin of the constants in shaders/lib/draw.wgsl; made by
 * src/network/links.ts.
 */
export const Head = {
  links: 0,
  key_low: 1,
  key_high: 2,
  neurons: 3,
  cell_bits: 4,
  class_bits: 5,
  normal_at: 6,
  exp2_at: 7,
  populations: 8,
  populations_at: 9,
  links_at: 10,
} as const;
export const HEAD_WORDS = 12;

/** Of each population: first neuron, size, and the list of the places of its outgoing links, in the order of the description. */
export const PopulationWord = { first: 0, size: 1, outgoing_at: 2, outgoing: 3 } as const;
export const POPULATION_WORDS = 4;

/** Words of a link. */
export const Link = {
  rule: 0,
  flags: 1,
  sources: 2,
  targets: 3,
  /** Synapses a source (fixed_indegree: a target) where that is one number; the place of out-degrees, one a source, else. */
  degree: 4,
  degrees_at: 5,
  /** pairwise_bernoulli: powers of 1 - p in units of 2^-32; none where there is no synapse. */
  powers: 6,
  powers_at: 7,
  /** Numbers of its streams of the kinds `rows` and `sources`. */
  stream: 8,
  sources_stream: 9,
  /** Synapses of fixed_total_number and edges. */
  total: 10,
  /** edges: all sources, then all targets. */
  edges_at: 11,
  /** Cells of target 0 for weights of 0 or more, and below. */
  first_cell: 12,
  last_cell: 13,
  /** Class of the weight in synapses of one word. */
  class: 14,
  /** Global index of source 0. */
  first_source: 15,
  /** Place of source 0 among the rows of all links, one after the other. */
  rows_at: 16,
  weight: 17,
  delay: 25,
} as const;
export const LINK_WORDS = 33;

/** Words of a draw in a link; a and b have two, low first. */
export const DrawWord = { kind: 0, a: 1, b: 3, min: 5, max: 6, at: 7 } as const;

export const Flag = {
  /** No neuron may connect to itself. */
  bar_self: 1,
  /** No partner twice. */
  distinct: 2,
  /** A weight below 0 becomes its size. */
  magnitude: 4,
  /** Neither weight nor delay looks at random words. */
  fixed: 8,
} as const;

/** Their places are the rules' numbers in a link. */
export const RULES = [
  "all_to_all",
  "one_to_one",
  "fixed_indegree",
  "fixed_outdegree",
  "fixed_total_number",
  "pairwise_bernoulli",
  "edges",
] as const;

/** Place of link `index`. */
export function linkAt(tables: Uint32Array, index: number): number {
  return tables[Head.links_at] + LINK_WORDS * index;
}

function hasFlag(tables: Uint32Array, link: number, flag: number): boolean {
  return (tables[link + Link.flags] & flag) !== 0;
}

/** What drawing the synapses of the link at `link` needs. */
export function contextOf(tables: Uint32Array, link: number): RowContext {
  const key = [tables[Head.key_low] | 0, tables[Head.key_high] | 0] as const;
  const stream = tables[link + Link.stream];
  const drawOf = (at: number, word: number) => new SpecDraw(specOf(tables, link + at), { key, stream, word });
  return {
    key,
    stream,
    sources: tables[link + Link.sources],
    targets: tables[link + Link.targets],
    barSelf: hasFlag(tables, link, Flag.bar_self),
    synapses: new SynapseDraw(
      drawOf(Link.weight, 1),
      drawOf(Link.delay, 2),
      tables[link + Link.first_cell],
      tables[link + Link.last_cell],
      hasFlag(tables, link, Flag.magnitude),
    ),
  };
}

/** Synapses of a source of a rule whose rows are drawn one by one. */
export function degreeOf(tables: Uint32Array, link: number, source: number): number {
  const at = tables[link + Link.degrees_at];
  return at === 0 ? tables[link + Link.degree] : tables[at + source];
}

/** Powers of 1 - p, for `gap`. */
export function powersAt(tables: Uint32Array, link: number): Float64Array {
  const at = tables[link + Link.powers_at];
  return Float64Array.from(tables.subarray(at, at + tables[link + Link.powers]));
}

function specOf(tables: Uint32Array, at: number): DrawSpec {
  const wide = (place: number) => tables[place] + 2 ** 32 * (tables[place + 1] | 0);
  return {
    kind: DRAW_KINDS[tables[at + DrawWord.kind]],
    a: wide(at + DrawWord.a),
    b: wide(at + DrawWord.b),
    min: tables[at + DrawWord.min] | 0,
    max: tables[at + DrawWord.max] | 0,
    array: new Int32Array(tables.buffer, tables.byteOffset + 4 * tables[at + DrawWord.at]),
  };
}
