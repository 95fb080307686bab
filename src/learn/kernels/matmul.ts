import source from "../../../shaders/dense/matmul.wgsl";
import type { Stage } from "../../plan/program.ts";
import { type MatmulShape, matmul as twin } from "../../twins/dense/matmul.ts";
import { addSlices } from "./add_slices.ts";

/** Rows and columns of a workgroup's tile. */
const TILE = 64;
/** Tiles that keep a GPU at work: with fewer, the depth of a gradient is sliced. */
const ENOUGH_TILES = 128;
/** Depth that a slice has at least: in a shorter one bringing the slices together would cost too much beside it. */
const LEAST_SLICE = 512;

interface MatmulBuffers {
  readonly left: string;
  readonly right: string;
  /** Read where `biased`; default: none. */
  readonly bias?: string;
  readonly out: string;
}

/** What a shape leaves out. */
const DEFAULTS = {
  ...{ left_at: 0, right_at: 0, bias_at: 0, out_at: 0, biased: 0, accumulate: 0 },
  ...{ slices: 1, matrices: 1, left_step: 0, right_step: 0, out_step: 0 },
};

/** Host binding of shaders/dense/matmul.wgsl. */
export function matmul(label: string, shape: MatmulShape, buffers: MatmulBuffers): Stage {
  const { left, right, bias = right, out } = buffers;
  const whole = { ...DEFAULTS, slice: shape.depth, ...shape };
  return {
    label,
    kernel: { source, twin },
    shape: whole,
    bindings: { left, right, bias, out },
    workgroups: tilesOf(whole) * whole.slices * whole.matrices,
  };
}

/**
 * Adds left^T right, the gradient of weights, to a part of `out`. Its depth is the samples of a batch and its tiles may be few: then slices of
 * the depth are added up side by side, and brought together from the first to the last. How many hangs on the sizes alone.
 * @param buffer makes a buffer of so many floats
 */
export function gradientProduct(
  label: string,
  { rows, columns, depth, out_at }: Pick<MatmulShape, "rows" | "columns" | "depth" | "out_at">,
  buffers: Omit<MatmulBuffers, "bias">,
  buffer: (length: number) => string,
): Stage[] {
  return slicedProduct(label, { rows, columns, depth, turned: 1, out_at, accumulate: 1 }, buffers, buffer);
}

/**
 * A product without a bias whose depth is sliced where its tiles are few. Many matrices lie close together in `out`.
 * @param buffer makes a buffer of so many floats
 */
export function slicedProduct(label: string, shape: MatmulShape, buffers: MatmulBuffers, buffer: (length: number) => string): Stage[] {
  const { rows, columns, depth, out_at = 0, accumulate = 0, matrices = 1 } = shape;
  const slices = Math.max(1, Math.min(Math.ceil(ENOUGH_TILES / (matrices * tilesOf(shape))), Math.floor(depth / LEAST_SLICE)));
  if (slices === 1) return [matmul(label, shape, buffers)];
  const count = matrices * rows * columns;
  const parts = buffer(slices * count);
  const slice = Math.ceil(depth / slices);
  return [
    matmul(label, { ...shape, out_at: 0, accumulate: 0, slices, slice }, { ...buffers, out: parts }),
    addSlices(`${label}, slices`, { count, slices, out_at, accumulate }, { parts, out: buffers.out }),
  ];
}

function tilesOf({ rows, columns }: Pick<MatmulShape, "rows" | "columns">): number {
  return Math.ceil(rows / TILE) * Math.ceil(columns / TILE);
}
