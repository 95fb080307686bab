import { mean } from "../../src/view/statistics.ts";

/** The mean of some values and its standard error: the root of their variance (over n - 1) over their number. */
export function meanAndError(values: ArrayLike<number>): { readonly mean: number; readonly error: number } {
  const middle = mean(values);
  const squares = Array.from(values).reduce((sum, value) => sum + (value - middle) ** 2, 0);
  const variance = squares / Math.max(1, values.length - 1);
  return { mean: middle, error: Math.sqrt(variance / values.length) };
}

/** Slope of y over x by least squares. */
export function slopeOf(x: readonly number[], y: readonly number[]): number {
  const [mx, my] = [mean(x), mean(y)];
  const covariance = x.reduce((sum, value, k) => sum + (value - mx) * (y[k]! - my), 0);
  return covariance / x.reduce((sum, value) => sum + (value - mx) ** 2, 0);
}
