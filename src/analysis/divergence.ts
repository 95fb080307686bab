/** How differently two trajectories fill their space: D_stsp of Koppe et al. (2019) by boxes, as in Brenner et al. (2022) and Hess et al. (2023). */
import { positive, whole } from "../checks.ts";
import { InputError } from "../errors.ts";
import { refuseOthers } from "../network/names.ts";
import type { Buffers } from "../plan/program.ts";
import { executeProgram } from "../plan/program-target.ts";
import type { AdapterChoice } from "../plan/target.ts";
import { rowsOf } from "./check.ts";
import { histogram } from "./kernels/histogram.ts";

export interface DivergenceOptions {
  /** Numbers of a point. */
  readonly dims: number;
  /** Boxes along each axis; default 30. */
  readonly bins?: number;
  /** Laplace's smoothing: what every box's count begins with; default 1e-5. */
  readonly alpha?: number;
  /** Default "auto". */
  readonly adapter?: AdapterChoice;
}

export interface Divergence {
  /** KL divergence of the smoothed shares of the boxes, truth to generated, in nats; NaN where no generated point is inside. */
  readonly divergence: number;
  /** Generated points beyond the range of the truth, or not finite: they are in no box. */
  readonly outside: number;
}

const MOST_BOXES = 2 ** 27;

/**
 * D_stsp: boxes divide the range of the truth along each axis, its ends included. Points of the generated trajectory outside are left out, and
 * counted in the result. (The AL-RNN tutorial also leaves out all points of the lowest box of any axis.)
 * @param truth points row after row (steps x dims)
 * @param generated the same, of any number of steps
 * @throws InputError for shapes that do not fit, an axis along which the truth does not move, more than 2^27 boxes; NoAdapterError
 */
export async function stateSpaceDivergence(truth: Float32Array, generated: Float32Array, options: DivergenceOptions): Promise<Divergence> {
  refuseOthers("options", options, ["dims", "bins", "alpha", "adapter"]);
  const { dims, bins = 30, alpha = 1e-5, adapter = "auto" } = options;
  whole(1, dims, "dims");
  whole(1, bins, "bins");
  positive(alpha, "alpha");
  const boxes = bins ** dims;
  if (boxes > MOST_BOXES) throw new InputError("bins", bins, `along ${dims} axes are ${boxes} boxes; ${MOST_BOXES} at most`);
  const points = rowsOf(truth, dims, "truth", 2);
  const others = generated instanceof Float32Array ? generated.length / dims : Number.NaN;
  if (!Number.isInteger(others) || others === 0)
    throw new InputError("generated", generated, `must be a Float32Array of rows of ${dims} numbers`);
  const buffers: Buffers = {
    truth: { type: "f32", length: truth.length, data: truth.slice() },
    generated: { type: "f32", length: generated.length, data: generated.slice() },
    edges: { type: "f32", length: 3 * dims, data: edgesOf(truth, dims, bins) },
    expected: { type: "u32", length: boxes + 1 },
    found: { type: "u32", length: boxes + 1 },
  };
  const shape = { dims, bins, at: 0, stride: dims, boxes };
  const count = [
    histogram("truth", { ...shape, points }, { trajectory: "truth", edges: "edges", counts: "expected" }),
    histogram("generated", { ...shape, points: others }, { trajectory: "generated", edges: "edges", counts: "found" }),
  ];
  const executor = await executeProgram({ buffers, sequences: { count } }, adapter);
  try {
    await executor.run("count");
    const [expected, found] = [await executor.read("expected", "u32"), await executor.read("found", "u32")];
    return { divergence: divergenceOf(expected.subarray(0, boxes), found.subarray(0, boxes), alpha), outside: found[boxes] };
  } finally {
    executor.destroy();
  }
}

/** Of each axis: lowest, highest, bins / (highest - lowest). */
function edgesOf(truth: Float32Array, dims: number, bins: number): Float32Array {
  const edges = new Float32Array(3 * dims);
  for (let d = 0; d < dims; d++) {
    let [low, high] = [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY];
    for (let i = d; i < truth.length; i += dims) {
      low = Math.min(low, truth[i]);
      high = Math.max(high, truth[i]);
    }
    if (low === high) throw new InputError("truth", low, `is the only value along axis ${d}: nothing to divide into boxes`);
    edges.set([low, high, bins / (high - low)], 3 * d);
  }
  return edges;
}

function divergenceOf(expected: Uint32Array, found: Uint32Array, alpha: number): number {
  const whole = (counts: Uint32Array) => counts.reduce((sum, count) => sum + count, 0) + alpha * counts.length;
  const [wholeExpected, wholeFound] = [whole(expected), whole(found)];
  if (wholeFound === alpha * found.length) return Number.NaN;
  let sum = 0;
  for (let box = 0; box < expected.length; box++) {
    const p = (expected[box] + alpha) / wholeExpected;
    sum += p * Math.log((p * wholeFound) / (found[box] + alpha));
  }
  return sum;
}
