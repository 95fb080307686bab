/**
 * Discrete Fourier transforms as stages of a program, over caller-owned buffers: nothing here allocates on a device or submits; whoever
 * runs the program does. X[k] = sum over j of x[j] exp(-2 pi i j k / n) along each axis; the inverse has exp(+...).
 *
 * Lines of up to 2,048 points (512 where four or more values lie side by side) whose prime factors are 2, 3, 5 and 7 take one dispatch, longer
 * ones a dispatch for each of a few factors (four-step), other lengths Bluestein's way: a convolution through a smooth length of at least
 * 2 n - 1 points. Axes are strides: nothing is transposed. Real lines take half the work of complex ones: an even number of points, alone, as half
 * as many complex points; all others two and two as one complex line. Only the last of an odd number of lines, where points are odd or values
 * lie side by side, has no partner and takes all of it.
 */
import { type Buffers, type Stage, scratch } from "../plan/program.ts";
import { axisLinks, type Link } from "./fft-axis.ts";
import { checkBins, checkFft } from "./fft-check.ts";
import { complexToReal, realToComplex } from "./fft-real.ts";
import type { Direction, FftBuffers, FftSpec, RealFftSpec } from "./fft-spec.ts";

/**
 * Complex to complex: (batch x ...sizes x inner x 2), real and imaginary parts interleaved.
 * @param buffers gets tables and scratch
 * @throws InputError for sizes, batch, inner or norm that are none
 */
export function fft(label: string, spec: FftSpec, direction: Direction, buffers: Buffers, io: FftBuffers): Stage[] {
  checkFft(label, spec);
  const { sizes, batch = 1, inner = 1 } = spec;
  const links = sizes.flatMap((_, axis) =>
    axisLinks(axisOf(label, sizes, axis, batch, inner), direction, scaleOf(spec, axis, direction), buffers),
  );
  return chain(links, buffers, io);
}

/** Real to complex: (batch x ...sizes x inner) -> (batch x ...sizes[:-1] x bins x inner x 2). See `fft`. @throws InputError for more bins than there are */
export function rfft(label: string, spec: RealFftSpec, buffers: Buffers, io: FftBuffers): Stage[] {
  checkFft(label, spec);
  const { sizes, batch = 1, inner = 1 } = spec;
  const last = sizes.length - 1;
  const bins = checkBins(label, spec);
  const half = sizes.with(-1, bins);
  const links = realToComplex(axisOf(label, sizes, last, batch, inner), bins, scaleOf(spec, last, "forward"), buffers);
  for (let axis = last - 1; axis >= 0; axis--) {
    links.push(...axisLinks(axisOf(label, half, axis, batch, inner), "forward", scaleOf(spec, axis, "forward"), buffers));
  }
  return chain(links, buffers, io);
}

/**
 * Complex to real, the inverse of `rfft`: (batch x ...sizes[:-1] x bins x inner x 2) -> (batch x ...sizes x inner). Imaginary parts
 * that no real line has (along the last axis bin 0, and bin last / 2 where that is even) are ignored. See `fft`.
 */
export function irfft(label: string, spec: RealFftSpec, buffers: Buffers, io: FftBuffers): Stage[] {
  checkFft(label, spec);
  const { sizes, batch = 1, inner = 1 } = spec;
  const last = sizes.length - 1;
  const bins = checkBins(label, spec);
  const half = sizes.with(-1, bins);
  const links: Link[] = [];
  for (let axis = 0; axis < last; axis++) {
    links.push(...axisLinks(axisOf(label, half, axis, batch, inner), "inverse", scaleOf(spec, axis, "inverse"), buffers));
  }
  links.push(...complexToReal(axisOf(label, sizes, last, batch, inner), bins, scaleOf(spec, last, "inverse"), buffers));
  return chain(links, buffers, io);
}

function axisOf(label: string, sizes: readonly number[], axis: number, batch: number, inner: number) {
  const product = (list: readonly number[]) => list.reduce((a, b) => a * b, 1);
  return {
    label: sizes.length > 1 ? `${label}, axis ${axis}` : label,
    outer: batch * product(sizes.slice(0, axis)),
    points: sizes[axis],
    inner: product(sizes.slice(axis + 1)) * inner,
  };
}

function scaleOf({ sizes, norm = "backward" }: FftSpec, axis: number, direction: Direction): number {
  if (norm === "ortho") return 1 / Math.sqrt(sizes[axis]);
  return (norm === "forward") === (direction === "forward") ? 1 / sizes[axis] : 1;
}

/** Stages from the input through scratch to the output. */
function chain(links: readonly Link[], buffers: Buffers, { input, output }: FftBuffers): Stage[] {
  let from = input;
  return links.map((link, i) => {
    const to = i === links.length - 1 ? output : scratch(buffers, `fft scratch ${i % 2}`, link.floats);
    const stage = link.stage(from, to);
    from = to;
    return stage;
  });
}
