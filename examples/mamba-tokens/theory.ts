/** What is known of the token flow without integrating it. */

const softplus = (x: number) => Math.max(x, 0) + Math.log1p(Math.exp(-Math.abs(x)));

/**
 * The time that the first token takes from one value to another, which may be infinite: nothing acts on it but itself, dx/dt = mu x^3 softplus(s x).
 * The integral over v = 1/x, by the midpoint rule.
 */
export function timeBetween(start: number, end: number, mu: number, s: number): number {
  const [high, low] = [1 / start, 1 / end];
  const count = 20_000;
  const width = (high - low) / count;
  let sum = 0;
  for (let k = 0; k < count; k++) {
    const v = low + (k + 0.5) * width;
    sum += v / softplus(s / v);
  }
  return (sum * width) / mu;
}

/** The limit of x^2 t where tokens shrink, of the first token or one behind it: D is log 2 by then, and squares follow a linear chain. */
export function limit(token: number, mu: number, a: number): number {
  return (token === 0 ? 1 : 1 - 2 ** a) / (2 * Math.abs(mu) * Math.LN2);
}

/** Slope of log |y| over log x between two points. */
export function logSlope(x: readonly [number, number], y: readonly [number, number]): number {
  return Math.log(Math.abs(y[1] / y[0])) / Math.log(x[1] / x[0]);
}
