import { mulhi } from "./philox.ts";

/** Largest mean of one part: exp(-8) keeps 20 bits in a 32-bit word. */
const MAX_PART = 8;

/** A Poisson mean as the kernels take it: `parts` independent counts, each of mean `lambda` 2^-28 with `p0` 2^-32 = exp(-mean). */
export interface PoissonMean {
  readonly parts: number;
  readonly p0: number;
  readonly lambda: number;
}

/** Splits a mean count into equal parts of at most 8. */
export function poissonMean(mean: number): PoissonMean {
  const parts = Math.max(1, Math.ceil(mean / MAX_PART));
  const part = mean / parts;
  // A mean of 0 would need p0 = 2^32: no part at all.
  if (part === 0) return { parts: 0, p0: 0xffffffff, lambda: 0 };
  return { parts, p0: Math.min(0xffffffff, Math.floor(Math.exp(-part) * 2 ** 32)), lambda: Math.floor(part * 2 ** 28) };
}

/** Twin of `poisson_count` in shaders/lib/poisson.wgsl. */
export function poissonCount(u: number, p0: number, lambda: number): number {
  const word = u >>> 0;
  let k = 0;
  let p = p0 | 0;
  let cumulative = p0 >>> 0;
  while (word >= cumulative && p !== 0) {
    k++;
    const ratio = (lambda / k) | 0;
    p = (mulhi(p, ratio) << 4) | (Math.imul(p, ratio) >>> 28);
    cumulative = (cumulative + (p >>> 0)) >>> 0;
  }
  return k;
}

/** Largest count one step can bring: what the fixed-point range must hold. */
export function poissonLargest(mean: PoissonMean): number {
  return mean.parts * poissonCount(-1, mean.p0, mean.lambda);
}

/**
 * The same counts for one mean from a table: `guide[u >>> 24]` is the smallest count a word with that top byte can have,
 * `cumulative[k]` the first word (as a float64) whose count is above k.
 */
export interface PoissonTable {
  readonly guide: Uint8Array;
  readonly cumulative: Float64Array;
}

/** Tabulates `poissonCount` for one mean. */
export function poissonTable(p0: number, lambda: number): PoissonTable {
  const sums: number[] = [];
  let p = p0 | 0;
  let sum = p0 >>> 0;
  for (let k = 1; p !== 0; k++) {
    sums.push(sum);
    const ratio = (lambda / k) | 0;
    p = (mulhi(p, ratio) << 4) | (Math.imul(p, ratio) >>> 28);
    sum += p >>> 0;
  }
  sums.push(2 ** 32);
  const cumulative = Float64Array.from(sums);
  const guide = new Uint8Array(256);
  for (let top = 0; top < 256; top++) guide[top] = cumulative.findIndex((c) => top * 2 ** 24 < c);
  return { guide, cumulative };
}

/** `poissonCount` by table. */
export function poissonLookup(u: number, table: PoissonTable): number {
  let k = table.guide[u >>> 24];
  const word = u >>> 0;
  while (word >= table.cumulative[k]) k++;
  return k;
}
