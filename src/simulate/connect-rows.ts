import { GalvaniError } from "../errors.ts";
import type { ResolvedNetwork } from "../network/resolved.ts";
import { Link, linkAt } from "../twins/lib/links.ts";
import type { PageSpan } from "./connect-jobs.ts";

/** Where rows of known lengths go. */
export interface RowPlaces {
  /** First place of each source's synapses of each link, in the order of the links. */
  readonly places: Uint32Array;
  /** First synapse and end of each neuron's row. */
  readonly extents: Uint32Array;
  readonly synapses: number;
  /** One past the last place. */
  readonly end: number;
  readonly spans: readonly PageSpan[];
  /** Of a row. */
  readonly longest: number;
}

/** Fills in the lengths of rows that were not counted: those the description says, and out-degrees that are in the tables. */
export function knownLengths(network: ResolvedNetwork, tables: Uint32Array, lengths: Uint32Array): void {
  network.projections.forEach(({ rule }, index) => {
    const link = linkAt(tables, index);
    const at = tables[link + Link.rows_at];
    const sources = tables[link + Link.sources];
    if (rule.kind === "all_to_all" || rule.kind === "one_to_one" || rule.kind === "fixed_outdegree")
      lengths.fill(tables[link + Link.degree], at, at + sources);
    else if (rule.kind === "fixed_total_number" && !rule.multapses) {
      const degrees = tables[link + Link.degrees_at];
      lengths.set(tables.subarray(degrees, degrees + sources), at);
    }
  });
}

/**
 * Rows one behind the other, those of a neuron in the order of the links. A row that fits a page does not cross into the next one:
 * what is left of the page stays empty.
 * @throws GalvaniError beyond 2^32 - 1 places
 */
export function placeRows(network: ResolvedNetwork, tables: Uint32Array, lengths: Uint32Array, pageSynapses: number): RowPlaces {
  const places = new Uint32Array(lengths.length);
  const extents = new Uint32Array(2 * network.neurons);
  const pages: { from: number; to: number }[] = [];
  let [next, synapses, longest] = [0, 0, 0];
  for (const [p, { first, size }] of network.populations.entries()) {
    const rows = network.projections.flatMap(({ source }, index) => (source === p ? [tables[linkAt(tables, index) + Link.rows_at]] : []));
    for (let i = 0; i < size; i++) {
      let length = 0;
      for (const at of rows) length += lengths[at + i];
      const left = pageSynapses - (next % pageSynapses);
      if (length > left && length <= pageSynapses) next += left;
      extents[2 * (first + i)] = next;
      for (const at of rows) {
        places[at + i] = next;
        next += lengths[at + i];
      }
      extents[2 * (first + i) + 1] = next;
      synapses += length;
      longest = Math.max(longest, length);
      if (next > 2 ** 32 - 1) throw new GalvaniError("more than 4,294,967,295 synapses; use fewer");
      for (let page = Math.floor((next - length) / pageSynapses); length > 0 && page * pageSynapses < next; page++) {
        pages[page] ??= { from: first + i, to: 0 };
        pages[page].to = first + i + 1;
      }
    }
  }
  const spans = pages.map(({ from, to }, k) => ({
    from,
    to,
    base: k * pageSynapses,
    room: Math.min(pageSynapses, next - k * pageSynapses),
  }));
  return { places, extents, synapses, end: next, spans, longest };
}
