import { Head, Link, POPULATION_WORDS, PopulationWord, RULES } from "../lib/links.ts";

/** Synapses of a slice: four rounds of a workgroup. */
const SLICE = 256;

/**
 * How rows made on the fly are cut into work for workgroups: two words a population (place of its list, number of slices), then lists of
 * three words a slice: link, first synapse, end. A row of pairwise_bernoulli is one slice: each jump starts where the last one ended.
 */
export function slicesOf(tables: Uint32Array): { readonly slices: Uint32Array; readonly most: number } {
  const populations = tables[Head.populations];
  const words: number[] = new Array(2 * populations).fill(0);
  let most = 1;
  for (let p = 0; p < populations; p++) {
    const at = tables[Head.populations_at] + POPULATION_WORDS * p;
    words[2 * p] = words.length;
    for (let k = 0; k < tables[at + PopulationWord.outgoing]; k++) {
      const link = tables[tables[at + PopulationWord.outgoing_at] + k];
      const longest = longestRow(tables, link);
      const piece = RULES[tables[link + Link.rule]] === "pairwise_bernoulli" ? Math.max(1, longest) : SLICE;
      for (let from = 0; from < longest; from += piece) words.push(link, from, Math.min(longest, from + piece));
    }
    words[2 * p + 1] = (words.length - words[2 * p]) / 3;
    most = Math.max(most, words[2 * p + 1]);
  }
  return { slices: Uint32Array.from(words), most };
}

/** Synapses of the longest row of a link; for pairwise_bernoulli any number above 0 where there is one at all. */
function longestRow(tables: Uint32Array, link: number): number {
  const rule = RULES[tables[link + Link.rule]];
  if (rule === "pairwise_bernoulli") return Math.min(1, tables[link + Link.powers]);
  const at = tables[link + Link.degrees_at];
  if (at === 0) return tables[link + Link.degree];
  return tables.subarray(at, at + tables[link + Link.sources]).reduce((most, degree) => Math.max(most, degree), 0);
}
