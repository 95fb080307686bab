import { rateAt } from "../shared/lif.ts";
import { current, kernel, spikesToField, threshold } from "./parameters.ts";

/** Rate (Hz) of a neuron at a constant value of the field, exact. */
export function rateOver(u: number): number {
  return rateAt(current.rest + current.gain * u);
}

/** The kernel's integral from 0 to x (mm). */
export function integral(x: number): number {
  const gaussian = (height: number, width: number) => height * width * Math.sqrt(Math.PI / 2) * erf(x / (Math.SQRT2 * width));
  return gaussian(kernel.excitation, kernel.excitation_width) - gaussian(kernel.inhibition, kernel.inhibition_width);
}

/** What the field's own active interval of this width adds at distance x (mm) from its middle. */
function lateral(x: number, width: number): number {
  return integral(x + width / 2) - integral(x - width / 2);
}

/** The field at distance x (mm) from the middle of a bump of this width: u = lateral + spikes(u), by going round until it stays. */
export function profile(x: number, width: number): number {
  let u = lateral(x, width);
  for (let k = 0; k < 200; k++) u = lateral(x, width) + spikesToField * rateOver(u);
  return u;
}

/**
 * Width (mm) of the bump that stays. At its edges the field is at the threshold, where neurons fire at a known rate: Amari's condition
 * W(width) = threshold, lowered by what the spikes there add. Of its two solutions the wider is stable (W falls there).
 */
export function bumpWidth(): number {
  const wanted = threshold - spikesToField * rateOver(threshold);
  let [low, high] = [widest(), 16];
  for (let k = 0; k < 60; k++) {
    const middle = (low + high) / 2;
    if (integral(middle) > wanted) low = middle;
    else high = middle;
  }
  return low;
}

/** Where the kernel changes its sign, mm: its integral is largest there. */
export function widest(): number {
  const { excitation, excitation_width: e, inhibition, inhibition_width: i } = kernel;
  return Math.sqrt((2 * Math.log(excitation / inhibition)) / (1 / e ** 2 - 1 / i ** 2));
}

/** Error function, by its series: exact to rounding for the arguments that there are. */
function erf(x: number): number {
  if (Math.abs(x) > 6) return Math.sign(x);
  let [term, sum] = [x, x];
  for (let n = 1; Math.abs(term) > 1e-17 * Math.abs(sum) && n < 200; n++) {
    term *= -(x * x) / n;
    sum += term / (2 * n + 1);
  }
  return (2 / Math.sqrt(Math.PI)) * sum;
}
