/** Transforms of complex lines along one axis, as links of a chain of stages. */
import { type Buffers, type Stage, table } from "../plan/program.ts";
import { chirp, chirpSpectrum, radicesOf } from "./fft-tables.ts";
import { fftMultiply } from "./kernels/fft_multiply.ts";
import { fftPass, MOST_POINTS } from "./kernels/fft_pass.ts";

/** An axis of (outer x points x inner). */
export interface Axis {
  readonly label: string;
  readonly outer: number;
  readonly points: number;
  readonly inner: number;
}

/** A stage whose buffers are chosen when it is known what is before and behind it. */
export interface Link {
  /** Floats that it writes. */
  readonly floats: number;
  stage(input: string, output: string): Stage;
}

/** Neighbouring transforms that a tile should have where their points lie apart: 32 bytes. */
const NEIGHBOURS = 4;

/** The transform along an axis, times `scale`. */
export function axisLinks(axis: Axis, direction: "forward" | "inverse", scale: number, buffers: Buffers): Link[] {
  const swapped = Number(direction === "inverse");
  return radicesOf(axis.points) ? passes(axis, swapped, scale, buffers) : bluestein(axis, swapped, scale, buffers);
}

function passes({ label, outer, points, inner }: Axis, swapped: number, scale: number, buffers: Buffers): Link[] {
  const factors = factorsOf(points, inner);
  let done = 1;
  return factors.map((factor, i) => {
    const all = outer * points * inner;
    const shape = {
      lines: all / factor,
      points: factor,
      in_stride: (points / factor) * inner,
      out_stride: done * inner,
      inner,
      swapped,
      scale: i === factors.length - 1 ? scale : 1,
    };
    done *= factor;
    const name = factors.length > 1 ? `${label}, pass ${i + 1}` : label;
    return { floats: 2 * all, stage: (input, output) => fftPass(name, shape, buffers, { input, output }) };
  });
}

/** The points of each pass: one where a line fits a tile beside some neighbours, else as few as there can be, of like lengths. */
function factorsOf(points: number, inner: number): number[] {
  if (points <= MOST_POINTS / Math.min(inner, NEIGHBOURS)) return [points];
  const most = MOST_POINTS / NEIGHBOURS;
  for (let count = 2; ; count++) {
    const found = split(points, count, most);
    if (found) return found;
  }
}

/** `count` factors of at most `most`, the largest as small as it can be; the largest first. */
function split(points: number, count: number, most: number): number[] | undefined {
  if (count === 1) return points <= most ? [points] : undefined;
  for (let first = Math.max(2, Math.ceil(points ** (1 / count) - 1e-9)); first <= Math.min(most, points); first++) {
    if (points % first !== 0) continue;
    const rest = split(points / first, count - 1, first);
    if (rest) return [first, ...rest];
  }
  return undefined;
}

/**
 * Bluestein (1970): with jk = (j^2 + k^2 - (k - j)^2) / 2 a transform of any length is a convolution with a chirp, and that goes through
 * transforms of a smooth length of at least 2 points - 1. The chirp's spectrum is a table.
 */
function bluestein({ label, outer, points, inner }: Axis, swapped: number, scale: number, buffers: Buffers): Link[] {
  const length = smoothAbove(2 * points - 1);
  const lines = { outer, inner };
  const wide: Axis = { label, outer, points: length, inner };
  const chirps = table(buffers, `fft chirp ${points}`, () => chirp(points));
  const spectrum = table(buffers, `fft chirp ${points} over ${length}`, () => chirpSpectrum(points, length));
  const multiply = (name: string, given: number, wanted: number, factors: string, shape: object): Link => {
    const full = { ...lines, given, wanted, swap_in: 0, swap_out: 0, scale: 1, ...shape };
    return {
      floats: 2 * outer * wanted * inner,
      stage: (input, output) => fftMultiply(`${label}, ${name}`, full, { input, factors, output }),
    };
  };
  return [
    multiply("chirp", points, length, chirps, { swap_in: swapped }),
    ...passes({ ...wide, label: `${label}, there` }, 0, 1, buffers),
    multiply("filter", length, length, spectrum, {}),
    ...passes({ ...wide, label: `${label}, back` }, 1, 1, buffers),
    multiply("chirp again", length, points, chirps, { swap_out: swapped, scale }),
  ];
}

function smoothAbove(least: number): number {
  let length = least;
  while (!radicesOf(length)) length++;
  return length;
}
