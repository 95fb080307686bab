import { type Buffers, type Stage, scratch } from "../plan/program.ts";
import { chunksOf, type SelectiveScanShape } from "../twins/lib/selective_scan.ts";
import { selectiveScanApply } from "./kernels/selective_scan_apply.ts";
import { selectiveScanCarry } from "./kernels/selective_scan_carry.ts";
import { selectiveScanSum } from "./kernels/selective_scan_sum.ts";

/** Sizes of a scan. */
interface ScanSizes {
  /** Steps in time of one run of the stages. */
  readonly steps: number;
  /** Examples side by side; default 1. */
  readonly batch?: number;
  /** Channels of an example: numbers that come in and go out in each step. */
  readonly channels: number;
  /** States of a channel. */
  readonly states: number;
  /**
   * Steps of a chunk: chunks are scanned side by side. As many as `steps` is one chunk, a sequential loop in one dispatch and half of the work, which is
   * what one processor does best. Default: the root of `steps`.
   */
  readonly chunk?: number;
  /** Whether every run begins with a state of 0; default: with what `state` holds. */
  readonly fresh?: boolean;
}

/** Names of the buffers of a scan, all f32. Inputs may be one buffer. */
interface ScanBuffers {
  /** steps x batch x channels */
  readonly u: string;
  /** steps x batch x channels, before the bias and softplus. */
  readonly delta: string;
  /** steps x batch x states */
  readonly B: string;
  /** steps x batch x states */
  readonly C: string;
  /** steps x batch x channels: the gate; default: none. */
  readonly z?: string;
  /** A (channels x states), then the bias of delta and D, one a channel. */
  readonly parameters: string;
  /** states x batch x channels: what the scan begins with, unless `fresh`, and then what it ends with. */
  readonly state: string;
  /** steps x batch x channels: what comes out. */
  readonly y: string;
}

/** Steps of a chunk that is not less work than bringing chunks together. */
const LEAST_CHUNK = 16;

/**
 * A selective scan (Gu and Dao 2023), h_t = exp(D_t A) h_(t-1) + D_t B_t u_t, y_t = C_t h_t + D u_t, D_t = softplus(delta_t + bias), as stages of a program: each chunk
 * of steps by itself, the chunks' ends brought together, each chunk once more from where it begins. Work is linear in `steps`. Scratch joins `buffers`.
 */
export function selectiveScan(label: string, sizes: ScanSizes, buffers: Buffers, names: ScanBuffers): Stage[] {
  const { steps, batch = 1, channels, states, chunk = Math.max(LEAST_CHUNK, Math.ceil(Math.sqrt(steps))), fresh = false } = sizes;
  const { u, delta, B, C, z, parameters, state, y } = names;
  const shape: SelectiveScanShape = { steps, chunk, batch, channels, states, gated: z === undefined ? 0 : 1, fresh: fresh ? 1 : 0 };
  const inputs = { u, delta, parameters, B };
  const apply = (starts: string) => selectiveScanApply(`${label}: apply`, shape, { ...inputs, C, z: z ?? u, starts, y });
  const chunks = chunksOf(shape);
  if (chunks === 1) return [apply(state)];
  const sums = scratch(buffers, "scan sums", chunks * batch * channels);
  const ends = scratch(buffers, "scan ends", chunks * batch * channels * states);
  return [
    selectiveScanSum(`${label}: chunks`, shape, { ...inputs, sums, ends }),
    selectiveScanCarry(`${label}: carry`, shape, { parameters, sums, ends, state }),
    apply(ends),
  ];
}
