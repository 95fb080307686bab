import { gap, type Row, RUN, type SynapseDraw } from "./draw.ts";
import { mulhi, philox4x32 } from "./philox.ts";
import { type RandomWords, randomWords } from "./random-words.ts";

/** The connectivity rules as they are drawn: what the host's rows, the twins of shaders/synapse/connect_*.wgsl and rows made on the fly share. */

/** One projection's rows: appends the synapses of one source neuron (index in its population). */
export interface RowRule {
  row(source: number, row: Row): void;
}

/** What drawing needs to know of a projection. */
export interface RowContext {
  readonly key: readonly [number, number];
  /** Number of its stream of the kind `rows`. */
  readonly stream: number;
  readonly sources: number;
  readonly targets: number;
  /** No neuron may connect to itself: source and target are one population and autapses are barred. */
  readonly barSelf: boolean;
  readonly synapses: SynapseDraw;
}

/** Words of the runs that rules draw, one after another: they are used up before the next run. */
let words: RandomWords | undefined;
function runWords(): RandomWords {
  words ??= randomWords(RUN);
  return words;
}

export function allToAll(c: RowContext): RowRule {
  const random = runWords();
  const targets = new Int32Array(RUN);
  const [key0, key1] = c.key;
  /** Targets [from, to). */
  const stretch = (row: Row, source: number, from: number, to: number, ordinal: number) => {
    for (let at = from; at < to; at += RUN) {
      const n = Math.min(RUN, to - at);
      if (!c.synapses.fixed) random.blocks(key0, key1, source, at, c.stream, 0, n);
      for (let k = 0; k < n; k++) targets[k] = at + k;
      c.synapses.addRun(row, targets, n, random.words, source, at, ordinal + at - from);
    }
  };
  return {
    row(source, row) {
      row.reserve(c.targets);
      const first = source * (c.barSelf ? c.targets - 1 : c.targets);
      if (!c.barSelf) {
        stretch(row, source, 0, c.targets, first);
        return;
      }
      stretch(row, source, 0, source, first);
      stretch(row, source, source + 1, c.targets, first + source);
    },
  };
}

export function oneToOne(c: RowContext): RowRule {
  const words = new Int32Array(4);
  return {
    row(source, row) {
      row.reserve(1);
      philox4x32(c.key[0], c.key[1], source, 0, c.stream, 0, words);
      c.synapses.add(row, source, words[1], words[2], source, 0, source);
    },
  };
}

/**
 * Rows of a known length whose targets are drawn one by one: fixed_outdegree, and fixed_total_number once its sources are drawn.
 * `distinct`: no target twice; 4 bytes a target.
 */
export function drawnRows(c: RowContext, degree: (source: number) => number, distinct: boolean): RowRule {
  const random = runWords();
  const again = new Int32Array(4);
  const targets = new Int32Array(RUN);
  const { stream, barSelf } = c;
  const [key0, key1] = c.key;
  const taken = distinct ? new Int32Array(c.targets).fill(-1) : undefined;
  const refused = (source: number, target: number) => (barSelf && target === source) || (taken !== undefined && taken[target] === source);
  const picky = barSelf || taken !== undefined;
  return {
    row(source, row) {
      const n = degree(source);
      row.reserve(n);
      for (let at = 0; at < n; at += RUN) {
        const run = Math.min(RUN, n - at);
        random.blocks(key0, key1, source, at, stream, 0, run);
        for (let k = 0; k < run; k++) {
          let target = mulhi(random.words[4 * k], c.targets);
          for (let attempt = 1; picky && refused(source, target); attempt++) {
            philox4x32(key0, key1, source, at + k, stream, attempt, again);
            target = mulhi(again[0], c.targets);
          }
          if (taken) taken[target] = source;
          targets[k] = target;
        }
        c.synapses.addRun(row, targets, run, random.words, source, at, 0);
      }
    },
  };
}

/** Powers of 1 - p that `gap` reads, for so many targets. */
export function powersOf(p: number, targets: number): Float64Array {
  const bits = 32 - Math.clz32(targets);
  return Float64Array.from({ length: bits }, (_, i) => Math.floor((1 - p) ** (2 ** i) * 2 ** 32));
}

/** Rows of pairwise_bernoulli: jumps from target to target by geometric gaps, found bit by bit. No powers: no synapses. */
export function jumps(c: RowContext, powers: Float64Array): RowRule {
  const words = new Int32Array(4);
  const { stream, barSelf } = c;
  return {
    row(source, row) {
      if (powers.length === 0) return;
      let target = -1;
      for (let j = 0; ; j++) {
        philox4x32(c.key[0], c.key[1], source, j, stream, 0, words);
        target += 1 + gap(words[0] >>> 0, powers);
        if (target >= c.targets) return;
        if (barSelf && target === source) continue;
        row.reserve(1);
        c.synapses.add(row, target, words[1], words[2], source, j, 0);
      }
    },
  };
}

/** Draws the `degree` sources of one target of fixed_indegree into `drawn`, from `at` on. */
type Column = (target: number, drawn: Uint32Array, at: number) => void;

/** fixed_indegree. `distinct`: no source twice; 4 bytes a source. */
export function columns(c: Omit<RowContext, "synapses">, degree: number, distinct: boolean): Column {
  const words = new Int32Array(4);
  const { stream, barSelf } = c;
  const [key0, key1] = c.key;
  const taken = distinct ? new Int32Array(c.sources).fill(-1) : undefined;
  return (target, drawn, at) => {
    for (let j = 0; j < degree; j++) {
      let source = 0;
      for (let attempt = 0; ; attempt++) {
        philox4x32(key0, key1, target, j, stream, attempt, words);
        source = mulhi(words[0], c.sources);
        if (barSelf && source === target) continue;
        if (taken === undefined || taken[source] !== target) break;
      }
      if (taken) taken[source] = target;
      drawn[at + j] = source;
    }
  };
}

/** Adds the sources of draws [from, to) of fixed_total_number with multapses to `degrees`; `from` is a multiple of 4. */
export function drawSources(c: Omit<RowContext, "synapses">, from: number, to: number, degrees: Uint32Array): void {
  const random = runWords();
  const [key0, key1] = c.key;
  for (let m = from; m < to; m += 4 * RUN) {
    const n = Math.min(4 * RUN, to - m);
    random.items(key0, key1, m / 4, 0, c.stream, 0, Math.ceil(n / 4));
    for (let k = 0; k < n; k++) degrees[mulhi(random.words[k], c.sources)]++;
  }
}

/**
 * Out-degrees of fixed_total_number: the histogram of `n` drawn sources, from `stream` of the kind `sources`. Distinct pairs: a source
 * is accepted with the share of its targets still free, which makes every set of distinct pairs equally likely.
 */
export function totalDegrees(c: Omit<RowContext, "synapses">, n: number, distinct: boolean): Uint32Array {
  const degrees = new Uint32Array(c.sources);
  if (!distinct) {
    drawSources(c, 0, n, degrees);
    return degrees;
  }
  const words = new Int32Array(4);
  const room = c.targets - (c.barSelf ? 1 : 0);
  for (let m = 0; m < n; m++) {
    for (let attempt = 0; ; attempt++) {
      philox4x32(c.key[0], c.key[1], m, 1, c.stream, attempt, words);
      const source = mulhi(words[0], c.sources);
      if (mulhi(words[1], room) >= room - degrees[source]) continue;
      degrees[source]++;
      break;
    }
  }
  return degrees;
}
