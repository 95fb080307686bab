import { DRAW_KINDS, type DrawSpec } from "../twins/lib/draw.ts";
import { exp2Table } from "../twins/lib/fixed.ts";
import { powersOf, totalDegrees } from "../twins/lib/generate.ts";
import { DrawWord, Flag, HEAD_WORDS, Head, LINK_WORDS, Link, linkAt, POPULATION_WORDS, PopulationWord, RULES } from "../twins/lib/links.ts";
import { normalTable } from "../twins/lib/normal.ts";
import { keyOf, Stream, streamOf } from "../twins/lib/philox.ts";
import { formatOf, type SynapseFormat } from "./format.ts";
import type { ResolvedNetwork, ResolvedProjection, ResolvedRule } from "./resolved.ts";
import { barsSelf } from "./rule.ts";
import { delaySpec, drawSpec } from "./rules/draw.ts";

/**
 * All projections as words, for the kernels that draw synapses (src/twins/lib/links.ts has the layout). Given arrays and edges are in
 * them. Out-degrees of fixed_total_number have their place, but are 0: they are drawn by `drawDegrees` here or on the device.
 * @param scales weight quanta per unit of each target population
 */
export function linksOf(network: ResolvedNetwork, scales: Float64Array): Uint32Array {
  const { projections, populations } = network;
  const format = formatOf(network);
  const writer = new Writer(wordsOf(network));
  const { words } = writer;
  writer.skip(HEAD_WORDS);
  const [low, high] = keyOf(network.seed);
  const head: Record<keyof typeof Head, number> = {
    links: projections.length,
    key_low: low,
    key_high: high,
    neurons: network.neurons,
    cell_bits: format.cellBits,
    class_bits: format.classBits,
    normal_at: writer.put(normalTable),
    exp2_at: writer.put(exp2Table),
    populations: populations.length,
    populations_at: writer.skip(POPULATION_WORDS * populations.length),
    links_at: writer.skip(LINK_WORDS * projections.length),
  };
  for (const [name, value] of Object.entries(head)) words[Head[name as keyof typeof Head]] = value;
  populations.forEach(({ first, size }, p) => {
    const outgoing = projections.flatMap(({ source }, index) => (source === p ? [linkAt(words, index)] : []));
    const at = head.populations_at + POPULATION_WORDS * p;
    words[at + PopulationWord.first] = first;
    words[at + PopulationWord.size] = size;
    words[at + PopulationWord.outgoing] = outgoing.length;
    words[at + PopulationWord.outgoing_at] = writer.put(outgoing);
  });
  let rows = 0;
  projections.forEach((projection, index) => {
    const link = linkAt(words, index);
    writeLink(writer, link, network, projection, index, format);
    words[link + Link.rows_at] = rows;
    rows += words[link + Link.sources];
    writeDraw(writer, link + Link.weight, drawSpec(projection.weight, scales[projection.target]));
    writeDraw(writer, link + Link.delay, delaySpec(projection.delay, network.dt));
  });
  return words;
}

/** Words that `linksOf` will fill. */
export function wordsOf({ populations, projections }: ResolvedNetwork): number {
  const fixed = HEAD_WORDS + normalTable.length + exp2Table.length + POPULATION_WORDS * populations.length;
  return projections.reduce((sum, { rule, source, target, weight, delay }) => {
    const given = [weight, delay].reduce((total: number, v) => total + (v instanceof Float64Array ? v.length : 0), 0);
    const own = rule.kind === "edges" ? 2 * rule.source.length : rule.kind === "fixed_total_number" ? populations[source].size : 0;
    const powers = rule.kind === "pairwise_bernoulli" ? 32 - Math.clz32(populations[target].size) : 0;
    return sum + LINK_WORDS + 1 + given + own + powers;
  }, fixed);
}

/** Draws the out-degrees of the fixed_total_number projections that `wanted` says into their places. */
export function drawDegrees(words: Uint32Array, network: ResolvedNetwork, wanted: (rule: ResolvedRule) => boolean = () => true): void {
  network.projections.forEach((projection, index) => {
    const { rule, source, target } = projection;
    if (rule.kind !== "fixed_total_number" || !wanted(rule)) return;
    const link = linkAt(words, index);
    const context = {
      key: keyOf(network.seed),
      stream: words[link + Link.sources_stream],
      sources: network.populations[source].size,
      targets: network.populations[target].size,
      barSelf: barsSelf(projection),
    };
    words.set(totalDegrees(context, rule.n, !rule.multapses), words[link + Link.degrees_at]);
  });
}

/** Fills an array of words from its start. */
class Writer {
  readonly words: Uint32Array;
  private next = 0;

  constructor(length: number) {
    this.words = new Uint32Array(length);
  }

  /** Leaves `length` words; returns their place. */
  skip(length: number): number {
    this.next += length;
    return this.next - length;
  }

  put(values: ArrayLike<number>): number {
    const at = this.skip(values.length);
    this.words.set(values, at);
    return at;
  }
}

function writeLink(
  writer: Writer,
  link: number,
  network: ResolvedNetwork,
  projection: ResolvedProjection,
  index: number,
  format: SynapseFormat,
): void {
  const { words } = writer;
  const { rule, receptor } = projection;
  const source = network.populations[projection.source];
  const target = network.populations[projection.target];
  const { receptors, magnitude } = target.model;
  const barSelf = barsSelf(projection);
  const fixed = [projection.weight, projection.delay].every((v) => typeof v === "number" || v instanceof Float64Array);
  const powers = rule.kind === "pairwise_bernoulli" ? powersOf(rule.p, target.size) : new Float64Array(0);
  // Where 1 - p rounds to 1 no row has a synapse.
  const some = powers.length > 0 && powers[0] < 2 ** 32;
  const values: Record<keyof typeof Link, number> = {
    rule: RULES.indexOf(rule.kind),
    flags:
      (barSelf ? Flag.bar_self : 0) |
      ("multapses" in rule && !rule.multapses ? Flag.distinct : 0) |
      (magnitude ? Flag.magnitude : 0) |
      (fixed ? Flag.fixed : 0),
    sources: source.size,
    targets: target.size,
    degree: degreeOf(rule, target.size - (barSelf ? 1 : 0)),
    degrees_at: rule.kind === "fixed_total_number" ? writer.skip(source.size) : 0,
    powers: some ? powers.length : 0,
    powers_at: some ? writer.put(powers) : 0,
    stream: streamOf(Stream.rows, index),
    sources_stream: streamOf(Stream.sources, index),
    total: rule.kind === "fixed_total_number" ? rule.n : rule.kind === "edges" ? rule.source.length : 0,
    edges_at: rule.kind === "edges" ? writer.put(rule.source) : 0,
    first_cell: (receptor ?? 0) * network.neurons + target.first,
    last_cell: (receptor ?? receptors.length - 1) * network.neurons + target.first,
    class: format.classes[index] ?? 0,
    first_source: source.first,
    rows_at: 0,
    weight: 0,
    delay: 0,
  };
  if (rule.kind === "edges") writer.put(rule.target);
  for (const [name, value] of Object.entries(values)) words[link + Link[name as keyof typeof Link]] = value;
}

function degreeOf(rule: ResolvedRule, others: number): number {
  if (rule.kind === "fixed_indegree") return rule.indegree;
  if (rule.kind === "fixed_outdegree") return rule.outdegree;
  return rule.kind === "all_to_all" ? others : rule.kind === "one_to_one" ? 1 : 0;
}

function writeDraw(writer: Writer, at: number, { kind, a, b, min, max, array }: DrawSpec): void {
  const { words } = writer;
  words[at + DrawWord.kind] = DRAW_KINDS.indexOf(kind);
  for (const [place, value] of [
    [DrawWord.a, a],
    [DrawWord.b, b],
  ]) {
    words[at + place] = value;
    words[at + place + 1] = Math.floor(value / 2 ** 32);
  }
  words[at + DrawWord.min] = min;
  words[at + DrawWord.max] = max;
  words[at + DrawWord.at] = array.length > 0 ? writer.put(array) : 0;
}
