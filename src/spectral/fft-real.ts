/** Transforms of real lines along the last axis, there and back, as links of a chain of stages. */
import type { Buffers } from "../plan/program.ts";
import { type Axis, axisLinks, type Link } from "./fft-axis.ts";
import { fftJoinLines } from "./kernels/fft_join_lines.ts";
import { fftJoinPoints } from "./kernels/fft_join_points.ts";
import { fftPack } from "./kernels/fft_pack.ts";
import { fftSplitLines } from "./kernels/fft_split_lines.ts";
import { fftSplitPoints } from "./kernels/fft_split_points.ts";
import { fftUnpack } from "./kernels/fft_unpack.ts";

/** Real lines as complex ones. */
interface Pairing {
  /** "points": even and odd points of a line; "lines": two lines. */
  readonly by: "points" | "lines";
  /** Whether the numbers already lie as those of complex lines do. */
  readonly ready: boolean;
  readonly complex: Axis;
}

function pairing({ label, outer, points, inner }: Axis): Pairing {
  if (inner === 1 && points % 2 === 0) return { by: "points", ready: true, complex: { label, outer, points: points / 2, inner } };
  if (inner % 2 === 0) return { by: "lines", ready: true, complex: { label, outer, points, inner: inner / 2 } };
  return { by: "lines", ready: false, complex: { label, outer: Math.ceil((outer * inner) / 2), points, inner: 1 } };
}

/** Real (outer x points x inner) -> complex (outer x bins x inner). */
export function realToComplex(axis: Axis, bins: number, scale: number, buffers: Buffers): Link[] {
  const { label, outer, points, inner } = axis;
  const { by, ready, complex } = pairing(axis);
  const links = axisLinks(complex, "forward", scale, buffers);
  const lines = outer * inner;
  const floats = 2 * lines * bins;
  const split = `${label}, split`;
  if (by === "points") {
    const shape = { lines, half: points / 2, bins };
    return [...links, { floats, stage: (input, output) => fftSplitPoints(split, shape, buffers, { input, output }) }];
  }
  const shape = { lines, points, inner, across: complex.inner, bins };
  links.push({ floats, stage: (input, output) => fftSplitLines(split, shape, { input, output }) });
  if (!ready) {
    const packed = 2 * complex.outer * points;
    links.unshift({
      floats: packed,
      stage: (input, output) => fftPack(`${label}, pack`, { lines, points, inner }, { input, output }),
    });
  }
  return links;
}

/** Complex (outer x bins x inner) -> real (outer x points x inner). */
export function complexToReal(axis: Axis, bins: number, scale: number, buffers: Buffers): Link[] {
  const { label, outer, points, inner } = axis;
  const { by, ready, complex } = pairing(axis);
  const links = axisLinks(complex, "inverse", scale, buffers);
  const lines = outer * inner;
  const floats = 2 * complex.outer * complex.points * complex.inner;
  const join = `${label}, join`;
  if (by === "points") {
    const shape = { lines, half: points / 2, bins };
    return [{ floats, stage: (input, output) => fftJoinPoints(join, shape, buffers, { input, output }) }, ...links];
  }
  const shape = { lines, points, inner, across: complex.inner, bins };
  links.unshift({ floats, stage: (input, output) => fftJoinLines(join, shape, { input, output }) });
  if (!ready) {
    links.push({
      floats: lines * points,
      stage: (input, output) => fftUnpack(`${label}, unpack`, { lines, points, inner }, { input, output }),
    });
  }
  return links;
}
