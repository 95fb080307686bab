import { refuseOthers } from "../network/names.ts";
import { need, needSeed, needWhole } from "./check.ts";

/** Patterns drawn at random: each entry is 0 with probability `dilution`, else +1 or -1, as likely as each other. */
export interface RandomPatterns {
  /** How many. */
  readonly random: number;
  /** 0 up to, not including, 1; default 0. */
  readonly dilution?: number;
}

/**
 * What a network learns from instead of the patterns themselves: noisy examples eta = xi chi of each, chi being +1 with probability
 * (1 + quality) / 2, else -1.
 */
export interface NoisyExamples {
  /** Of each pattern. */
  readonly count: number;
  /** 0, pure noise, to 1, no noise. */
  readonly quality: number;
  /** "supervised": it is known which examples belong together, their means are stored (order 2 only); "unsupervised": each example is stored by itself. */
  readonly learning: "supervised" | "unsupervised";
}

/**
 * A Hebbian memory of N units s_i = +-1 and K patterns xi, with the energy
 *
 *     H = -1 / (P N^(P-1)) sum over patterns and ordered choices of P different units of xi_i1 s_i1 ... xi_iP s_iP.
 *
 * P = 2 is Hopfield's network (PNAS 79, 1982; diluted patterns: Agliari et al., arXiv 2308.04106), P = 3 and 4 are dense associative
 * memories (Krotov and Hopfield 2016; arXiv 2212.00606). Of M examples of each pattern: xi is their mean (supervised), or the energy is the
 * mean of those of all examples (unsupervised).
 */
export interface HopfieldSpec {
  /** N. */
  readonly units: number;
  /** P: 2, 3 or 4; default 2. */
  readonly order?: number;
  /** Given ones are lists of N entries, each -1, 0 or 1. */
  readonly patterns: RandomPatterns | readonly ArrayLike<number>[];
  readonly examples?: NoisyExamples;
  /** Inverse temperature, in units of the energy: 0 to 1e9; default Infinity, no noise. */
  readonly beta?: number;
  /** States that move side by side; default 1. */
  readonly replicas?: number;
  /** Default 1. */
  readonly seed?: number;
}

/** A spec that holds. */
export interface CheckedHopfield {
  readonly units: number;
  readonly order: number;
  readonly patterns: Required<RandomPatterns> | readonly ArrayLike<number>[];
  readonly count: number;
  readonly examples: NoisyExamples | undefined;
  readonly beta: number;
  readonly replicas: number;
  readonly seed: number;
}

/** Values that one buffer may hold, and units whose overlaps float32 counts exactly. */
const MOST_VALUES = 2 ** 30;
const MOST_UNITS = 2 ** 24;
/** Beyond it float32 might not hold a field times beta. */
const MOST_BETA = 1e9;

const KEYS: Readonly<Record<keyof HopfieldSpec, true>> = {
  ...{ units: true, order: true, patterns: true, examples: true, beta: true, replicas: true, seed: true },
};

/** @throws InputError naming what is wrong */
export function checkHopfield(spec: HopfieldSpec): CheckedHopfield {
  refuseOthers("", spec, Object.keys(KEYS));
  const { order = 2, beta = Number.POSITIVE_INFINITY, replicas = 1, seed = 1, examples } = spec;
  const units = needWhole("units", spec.units, 2, MOST_UNITS);
  needWhole("order", order, 2, 4);
  need(order <= units, "order", order, `must not be above the number of units (${units})`);
  need(
    typeof beta === "number" && beta >= 0 && (beta <= MOST_BETA || beta === Number.POSITIVE_INFINITY),
    "beta",
    beta,
    `must be 0 to ${MOST_BETA}, or Infinity, no noise`,
  );
  needWhole("replicas", replicas, 1);
  needSeed(seed);
  const { patterns, count } = checkPatterns(spec.patterns, units);
  if (examples !== undefined) checkExamples(examples, order);
  const stored = count * (examples?.count ?? 1);
  const largest = Math.max(2 * units * Math.ceil(stored / 32), stored * replicas, stored * units);
  need(
    largest <= MOST_VALUES,
    "patterns",
    stored,
    `are too many for ${units} units and ${replicas} replicas: ${largest} values of ${MOST_VALUES} at most`,
  );
  return { units, order, patterns, count, examples, beta, replicas, seed };
}

function checkPatterns(patterns: HopfieldSpec["patterns"], units: number): Pick<CheckedHopfield, "patterns" | "count"> {
  if (!Array.isArray(patterns)) {
    need(
      typeof patterns === "object" && patterns !== null && !ArrayBuffer.isView(patterns),
      "patterns",
      patterns,
      "must be {random: how many} or a list of patterns",
    );
    refuseOthers("patterns", patterns, ["random", "dilution"]);
    const { random, dilution = 0 } = patterns as RandomPatterns;
    needWhole("patterns.random", random, 1);
    need(typeof dilution === "number" && dilution >= 0 && dilution < 1, "patterns.dilution", dilution, "must be 0 up to, not including, 1");
    return { patterns: { random, dilution }, count: random };
  }
  const list = patterns as readonly ArrayLike<number>[];
  needWhole("patterns.length", list.length, 1);
  for (const [k, pattern] of list.entries()) needValues(pattern, units, `patterns[${k}]`);
  return { patterns: list, count: list.length };
}

/** @throws InputError unless it has an entry a unit, each -1, 0 or 1 */
export function needValues(values: ArrayLike<number>, units: number, place: string): void {
  need(values?.length === units, `${place}.length`, values?.length, `must be ${units}, one entry a unit`);
  for (let i = 0; i < units; i++) {
    const value = values[i];
    need(value === 0 || value === 1 || value === -1, `${place}[${i}]`, value, "must be -1, 0 or 1");
  }
}

function checkExamples(examples: NoisyExamples, order: number): void {
  refuseOthers("examples", examples, ["count", "quality", "learning"]);
  const { count, quality, learning } = examples;
  needWhole("examples.count", count, 1);
  need(typeof quality === "number" && quality >= 0 && quality <= 1, "examples.quality", quality, "must be 0, pure noise, to 1, no noise");
  need(learning === "supervised" || learning === "unsupervised", "examples.learning", learning, 'must be "supervised" or "unsupervised"');
  need(
    learning === "unsupervised" || order === 2,
    "examples.learning",
    learning,
    `needs order 2, not ${order}; store the examples "unsupervised"`,
  );
}
