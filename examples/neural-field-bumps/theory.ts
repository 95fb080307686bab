import * as p from "./parameters.ts";

/** The hat at a distance. */
export function hat(x: number): number {
  const { excitation, excitation_width, inhibition, inhibition_width } = p.HAT;
  return excitation * Math.exp(-(x ** 2) / (2 * excitation_width ** 2)) - inhibition * Math.exp(-(x ** 2) / (2 * inhibition_width ** 2));
}

/** W(a), the integral of the hat from 0 to a, by Simpson's rule. */
export function integral(a: number): number {
  const parts = 400;
  let sum = hat(0) + hat(a);
  for (let k = 1; k < parts; k++) sum += (k % 2 === 0 ? 2 : 4) * hat((a * k) / parts);
  return (sum * a) / parts / 3;
}

/** Where the hat is 0: W is largest there. */
const PEAK = bisect(0.5, 4, (x) => hat(x) > 0);

/** Widths a with W(a) = h (Amari 1977): the narrow one is unstable, since W rises there, the wide one stable. */
export function widths(h: number): { readonly narrow: number; readonly wide: number } {
  return { narrow: bisect(0, PEAK, (a) => integral(a) < h), wide: bisect(PEAK, 4 * PEAK, (a) => integral(a) > h) };
}

/** Where a condition that holds at `low` and not at `high` ends. */
function bisect(low: number, high: number, holds: (x: number) => boolean): number {
  let [a, b] = [low, high];
  for (let n = 0; n < 60; n++) {
    const middle = (a + b) / 2;
    if (holds(middle)) a = middle;
    else b = middle;
  }
  return a;
}

/** Amari's stationary bump of width a at a distance from its middle: W(x + a / 2) - W(x - a / 2). */
export const bump = (x: number, a: number): number => integral(x + a / 2) - integral(x - a / 2);

/** Of a small wave on the sheet around its uniform rest: the rate at which it grows, 1 / time, by its wave number. */
export function growth(k: number): number {
  const { excitation, excitation_width, inhibition, inhibition_width } = p.SHEET_HAT;
  const gaussian = (height: number, width: number) => 2 * Math.PI * height * width ** 2 * Math.exp(-(k ** 2) * (width ** 2 / 2));
  const strength = gaussian(excitation, excitation_width) - gaussian(inhibition, inhibition_width);
  return (-1 + slope(uniform()) * strength) / p.TAU;
}

const rate = (u: number) => 1 / (1 + Math.exp(-p.RATE.gain * (u - p.RATE.threshold)));
const slope = (u: number) => p.RATE.gain * rate(u) * (1 - rate(u));

/** The uniform rest of the sheet: u = f(u) times the integral of its hat. */
export function uniform(): number {
  const { excitation, excitation_width, inhibition, inhibition_width } = p.SHEET_HAT;
  const whole = 2 * Math.PI * (excitation * excitation_width ** 2 - inhibition * inhibition_width ** 2);
  return bisect(-10, 10, (u) => u < whole * rate(u));
}
