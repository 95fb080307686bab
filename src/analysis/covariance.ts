/** Covariance of many channels, added up on the device block after block. */
import { whole } from "../checks.ts";
import { InputError } from "../errors.ts";
import { slicedProduct } from "../learn/kernels/matmul.ts";
import { refuseOthers } from "../network/names.ts";
import { type Buffers, type ProgramExecutor, type Stage, scratch } from "../plan/program.ts";
import { executeProgram } from "../plan/program-target.ts";
import type { AdapterChoice } from "../plan/target.ts";
import { rowsOf } from "./check.ts";
import { shift } from "./kernels/shift.ts";

export interface CovarianceSpec {
  /** Of a push. */
  readonly rows: number;
  readonly channels: number;
}

/** Names of buffers of a program. */
export interface CovarianceNames {
  /** f32: the first row; sums (channels) and products (channels x channels) of what differs from it. */
  readonly origin: string;
  readonly sums: string;
  readonly products: string;
  /** u32 (channels): rows so far. */
  readonly counts: string;
}

export interface Covariance {
  readonly mean: Float64Array;
  /** Channels x channels, over rows - 1: numpy.cov. */
  readonly covariance: Float64Array;
  readonly rows: number;
}

/** Rows that are written to an adapter at a time, at most; numbers in them. */
const BLOCK_ROWS = 4096;
const BLOCK = 2 ** 22;
/** Numbers that a buffer may hold. */
const MOST = 2 ** 30;

/**
 * Stages that take `rows` rows of channels out of `input` (f32) and add their products to the sums.
 * @param name first part of the names of buffers
 * @throws InputError for a spec that is none
 */
export function covarianceStages(
  label: string,
  { rows, channels }: CovarianceSpec,
  name: string,
  buffers: Buffers,
  { input }: { readonly input: string },
): { readonly push: readonly Stage[]; readonly names: CovarianceNames } {
  whole(1, rows, `${label}.rows`);
  whole(1, channels, `${label}.channels`);
  if (Math.max(rows, channels) * channels > MOST)
    throw new InputError(`${label}.channels`, channels, `make more than ${MOST} numbers of a buffer`);
  const names = { origin: `${name} origin`, sums: `${name} sums`, products: `${name} products`, counts: `${name} rows` };
  buffers[names.origin] = { type: "f32", length: channels };
  buffers[names.sums] = { type: "f32", length: channels };
  buffers[names.products] = { type: "f32", length: channels ** 2 };
  buffers[names.counts] = { type: "u32", length: channels };
  const shifted = scratch(buffers, "analysis shifted", rows * channels);
  const shape = { rows: channels, columns: channels, depth: rows, turned: 1, accumulate: 1 };
  const sides = { left: shifted, right: shifted, out: names.products };
  return {
    push: [
      shift(`${label}: shift`, { rows, channels }, { input, shifted, origin: names.origin, sums: names.sums, counts: names.counts }),
      ...slicedProduct(`${label}: products`, shape, sides, (length) => scratch(buffers, "analysis slices", length)),
    ],
    names,
  };
}

/** Mean and covariance of all rows so far. @throws InputError before the second row */
export async function readCovariance(
  executor: ProgramExecutor,
  { channels }: Pick<CovarianceSpec, "channels">,
  names: CovarianceNames,
): Promise<Covariance> {
  const [rows] = await executor.read(names.counts, "u32");
  if (rows < 2) throw new InputError("covariance", `${rows} rows`, "needs two or more");
  const origin = await executor.read(names.origin, "f32");
  const sums = await executor.read(names.sums, "f32");
  const products = await executor.read(names.products, "f32");
  return {
    mean: Float64Array.from(origin, (value, c) => value + sums[c] / rows),
    covariance: Float64Array.from(products, (product, at) => {
      const [i, j] = [Math.floor(at / channels), at % channels];
      return (product - (sums[i] * sums[j]) / rows) / (rows - 1);
    }),
    rows,
  };
}

/** Mean and covariance of a series (time x channels). @throws InputError */
export async function covariance(
  series: Float32Array,
  options: { readonly channels: number; readonly adapter?: AdapterChoice },
): Promise<Covariance> {
  refuseOthers("options", options, ["channels", "adapter"]);
  const { channels, adapter = "auto" } = options;
  whole(1, channels, "covariance.channels");
  const rows = rowsOf(series, channels, "series", 2);
  const block = Math.min(rows, Math.max(1, Math.min(BLOCK_ROWS, Math.floor(BLOCK / channels))));
  const buffers: Buffers = { series: { type: "f32", length: block * channels } };
  const stages = covarianceStages("covariance", { rows: block, channels }, "covariance", buffers, { input: "series" });
  const rest = rows % block;
  const last = rest > 0 ? covarianceStages("covariance", { rows: rest, channels }, "covariance", buffers, { input: "series" }).push : [];
  const executor = await executeProgram({ buffers, sequences: { push: stages.push, last } }, adapter);
  try {
    for (let from = 0; from < rows; from += block) {
      executor.write("series", series.subarray(from * channels, Math.min(rows, from + block) * channels));
      await executor.run(from + block <= rows ? "push" : "last");
    }
    return await readCovariance(executor, { channels }, stages.names);
  } finally {
    executor.destroy();
  }
}
