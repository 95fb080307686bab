/** Median of several measurements of one thing, and the smallest and largest of them. */
export interface Spread {
  readonly value: number;
  readonly low: number;
  readonly high: number;
}

/** Seconds after which a measurement is not repeated any more. */
const ENOUGH_SECONDS = 5;
/** Repeats it gets however long they take. */
const LEAST = 3;

/** Median, smallest and largest of several values. */
export function spreadOf(values: readonly number[]): Spread {
  const sorted = [...values].sort((a, b) => a - b);
  const last = sorted.length - 1;
  const value = (sorted[Math.floor(last / 2)] + sorted[Math.ceil(last / 2)]) / 2;
  return { value, low: sorted[0], high: sorted[last] };
}

/** Measures `once` up to `repeats` times, after one pass that counts for nothing. */
export async function repeated(once: () => Promise<number> | number, repeats: number): Promise<Spread> {
  await once();
  const values: number[] = [];
  const started = performance.now();
  while (values.length < repeats) {
    if (values.length >= LEAST && performance.now() - started > ENOUGH_SECONDS * 1000) break;
    values.push(await once());
  }
  return spreadOf(values);
}

/** A spread in other units; a falling function turns its ends around. */
export function mapped({ value, low, high }: Spread, f: (x: number) => number): Spread {
  const [a, b] = [f(low), f(high)];
  return { value: f(value), low: Math.min(a, b), high: Math.max(a, b) };
}

/** How long `work` takes, seconds of wall-clock time. */
export async function seconds(work: () => Promise<unknown> | unknown): Promise<number> {
  const start = performance.now();
  await work();
  return (performance.now() - start) / 1000;
}
