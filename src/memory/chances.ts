/** Exact probabilities of segments that fire by chance, in float64 (Ahmad and Hawkins, arXiv 1601.00720). */
import { needObject, needWhole } from "./check.ts";

/** What a segment is held against. */
export interface SegmentShape {
  /** n: all cells. */
  readonly cells: number;
  /** a: active cells of a pattern. */
  readonly active: number;
  /** s: synapses of a segment, on cells of one pattern; `active` at most. */
  readonly synapses: number;
  /** theta: a segment fires on so many active cells or more. */
  readonly threshold: number;
}

/** @throws InputError where they do not chain: 1 <= threshold <= synapses <= active <= cells */
export function checkSegments(shape: SegmentShape): void {
  needObject("shape", shape);
  const { cells, active, synapses, threshold } = shape;
  needWhole("cells", cells, 1, 2 ** 24);
  needWhole("active", active, 1, cells);
  needWhole("synapses", synapses, 1, active);
  needWhole("threshold", threshold, 1, synapses);
}

/** Logarithms of factorials; what adding rounds off is carried along (Kahan 1965). */
const factorials = [0, 0];
let carried = 0;

function logFactorial(n: number): number {
  for (let k = factorials.length; k <= n; k++) {
    const term = Math.log(k) - carried;
    const sum = factorials[k - 1] + term;
    carried = sum - factorials[k - 1] - term;
    factorials.push(sum);
  }
  return factorials[n];
}

function logChoose(n: number, k: number): number {
  return logFactorial(n) - logFactorial(k) - logFactorial(n - k);
}

/** Probability that a random set of `active` of `cells` shares exactly `shared` cells with a set of `size`: hypergeometric. */
function sharing(cells: number, active: number, size: number, shared: number): number {
  if (shared < 0 || shared > size || shared > active || active - shared > cells - size) return 0;
  return Math.exp(logChoose(size, shared) + logChoose(cells - size, active - shared) - logChoose(cells, active));
}

/** Probability that it shares `threshold` or more. */
function tail(cells: number, active: number, size: number, threshold: number): number {
  let sum = 0;
  for (let shared = Math.min(size, active); shared >= threshold; shared--) sum += sharing(cells, active, size, shared);
  return sum;
}

/**
 * Probability that a segment fires on a random pattern: sum over b from theta to s of C(s, b) C(n - s, a - b) / C(n, a).
 * @throws InputError
 */
export function falseMatchChance(shape: SegmentShape): number {
  checkSegments(shape);
  return tail(shape.cells, shape.active, shape.synapses, shape.threshold);
}

/**
 * Probability that a segment still fires on its own pattern when so many of the pattern's active cells are others now, none of them the segment's.
 * @throws InputError
 */
export function recallChance(shape: SegmentShape, lost: number): number {
  checkSegments(shape);
  needWhole("lost", lost, 0, shape.active);
  return tail(shape.active, shape.active - lost, shape.synapses, shape.threshold);
}

/**
 * Probability of each size of the union of `patterns` independent random sets of `synapses` cells: entry u is that of u cells. Its mean is
 * n (1 - (1 - s/n)^M).
 * @throws InputError
 */
export function unionSizes(shape: Pick<SegmentShape, "cells" | "synapses">, patterns: number): Float64Array {
  needObject("shape", shape);
  const { cells, synapses } = shape;
  needWhole("cells", cells, 1, 2 ** 24);
  needWhole("synapses", synapses, 1, cells);
  needWhole("patterns", patterns, 1);
  let sizes = new Float64Array(cells + 1);
  sizes[synapses] = 1;
  for (let added = 1; added < patterns; added++) {
    const next = new Float64Array(cells + 1);
    for (let size = synapses; size <= cells; size++) {
      if (sizes[size] === 0) continue;
      for (let shared = 0; shared <= synapses; shared++) {
        const chance = sharing(cells, size, synapses, shared);
        if (chance > 0) next[size + synapses - shared] += sizes[size] * chance;
      }
    }
    sizes = next;
  }
  return sizes;
}

/**
 * Probability that a segment with the synapses of `patterns` patterns, the union of as many random samples, fires on another random pattern.
 * @throws InputError
 */
export function unionMatchChance(shape: SegmentShape, patterns: number): number {
  checkSegments(shape);
  return unionSizes(shape, patterns).reduce(
    (sum, chance, size) => (chance === 0 ? sum : sum + chance * tail(shape.cells, shape.active, size, shape.threshold)),
    0,
  );
}

/** Probability that a segment of `size` cells fires on a random pattern; 0 where it is smaller than the threshold. */
export function matchChanceOf(cells: number, active: number, size: number, threshold: number): number {
  return tail(cells, active, size, threshold);
}
