import type { Buffers, Stage } from "../plan/program.ts";
import type { TruncatedAxis } from "../spectral/truncated-matrices.ts";

/** Fields and the modes that are kept of them. */
export interface TruncatedSize {
  readonly batch: number;
  readonly channels: number;
  /** The slowest first; the last is the one along which real numbers are transformed. */
  readonly axes: readonly TruncatedAxis[];
}

/** What a transform reads and writes. */
export interface Ends {
  readonly input: string;
  readonly output: string;
  /** Added to each channel of a field: from this element of a buffer on. */
  readonly bias?: { readonly buffer: string; readonly at: number };
  /** Whether results are added to what `output` holds. */
  readonly accumulate?: boolean;
}

/** Stages of one transform. */
export type Transform = (label: string, size: TruncatedSize, buffers: Buffers, ends: Ends) => Stage[];

/** A way to do all four. */
export interface TruncatedTransforms {
  /** The kept modes of a field, over its points. */
  readonly toModes: Transform;
  /** From the gradient of modes to that of the field they were made of. */
  readonly toModesAdjoint: Transform;
  /** A field from its modes. */
  readonly fromModes: Transform;
  /** From the gradient of a field to that of the modes it was made of. */
  readonly fromModesAdjoint: Transform;
}
