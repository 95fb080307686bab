/** All fixed points of a piecewise-linear network, region by region. */
import { whole } from "../checks.ts";
import { InputError } from "../errors.ts";
import type { Buffers } from "../plan/program.ts";
import { executeProgram } from "../plan/program-target.ts";
import type { AdapterChoice } from "../plan/target.ts";
import { checkUnits } from "./codes.ts";
import { solve, spectralRadius } from "./dense.ts";
import { fixedPoints as stageOf } from "./kernels/fixed_points.ts";

/** z <- A z + W phi(z) + h, phi the identity but for some units, where it is max(0, z): AL-RNN, PLRNN, and ReLU networks with A = 0. */
export interface PiecewiseLinearMap {
  /** M numbers, a diagonal, or M x M row after row. */
  readonly A: ArrayLike<number>;
  /** M x M, row after row. */
  readonly W: ArrayLike<number>;
  /** M. */
  readonly h: ArrayLike<number>;
  /** Units with a kink, in the order of a code's digits; 20 at most: 2 to their power are the regions. */
  readonly relu: readonly number[];
}

export interface FixedPoint {
  /** Its region: a digit a unit of `relu`, 1 above 0. */
  readonly code: string;
  readonly z: Float64Array;
  /** Largest modulus of the eigenvalues of the region's map. */
  readonly spectralRadius: number;
  /** Whether that is below 1. */
  readonly stable: boolean;
}

export interface FixedPoints {
  /** In the order of the regions, whose numbers have the first unit of `relu` as lowest bit. */
  readonly points: readonly FixedPoint[];
  /** Codes of regions whose map has an eigenvalue of 1: there fixed points, if any, are not isolated, and none is listed. */
  readonly singular: readonly string[];
}

const MOST_UNITS = 256;
const MOST_KINKS = 20;
/** Floats that all eliminations of a dispatch work on. */
const WORK = 2 ** 22;

/**
 * Every fixed point: the device solves for each region's candidate in float32 and marks those that may lie in their region; these are solved and
 * judged again here in float64. A candidate on a border (a unit at 0) belongs to the region where the unit does not pass.
 * @throws InputError for shapes that do not chain, numbers that are not finite, more than 20 units with a kink; NoAdapterError
 */
export async function fixedPoints(
  map: PiecewiseLinearMap,
  { adapter = "auto" }: { readonly adapter?: AdapterChoice } = {},
): Promise<FixedPoints> {
  const { size, A, W, h } = checkMap(map);
  const { relu } = map;
  const all = 2 ** relu.length;
  const regions = Math.max(1, Math.min(all, Math.floor(WORK / (size * (size + 1)))));
  const kinked = new Uint32Array(size);
  for (const [k, unit] of relu.entries()) kinked[unit] = k + 1;
  const buffers: Buffers = {
    map: { type: "f32", length: 2 * size ** 2 + size, data: Float32Array.from([...A, ...W, ...h]) },
    kinked: { type: "u32", length: size, data: kinked },
    first: { type: "u32", length: 1 },
    work: { type: "f32", length: regions * size * (size + 1) },
    marked: { type: "u32", length: regions },
  };
  const names = { map: "map", kinked: "kinked", first: "first", work: "work", marked: "marked" };
  const executor = await executeProgram({ buffers, sequences: { solve: [stageOf("regions", { size, regions }, names)] } }, adapter);
  const points: FixedPoint[] = [];
  const singular: string[] = [];
  try {
    for (let first = 0; first < all; first += regions) {
      executor.write("first", Uint32Array.of(first));
      await executor.run("solve");
      const marked = await executor.read("marked", "u32");
      for (let index = 0; index < regions && first + index < all; index++) {
        if (marked[index] === 0) continue;
        const code = relu.map((_, k) => ((first + index) >>> k) & 1);
        const found = candidate(size, A, W, h, relu, code);
        if (found === "singular") singular.push(code.join(""));
        else if (found) points.push(found);
      }
    }
  } finally {
    executor.destroy();
  }
  return { points, singular };
}

/** The fixed point of a region, if it lies there. */
function candidate(
  size: number,
  A: Float64Array,
  W: Float64Array,
  h: Float64Array,
  relu: readonly number[],
  code: readonly number[],
): FixedPoint | "singular" | undefined {
  const passes = new Uint8Array(size).fill(1);
  for (const [k, unit] of relu.entries()) passes[unit] = code[k];
  const jacobian = A.map((value, i) => value + (passes[i % size] ? W[i] : 0));
  const z = solve(
    jacobian.map((value, i) => Number(i % (size + 1) === 0) - value),
    h,
  );
  if (!z) return "singular";
  if (relu.some((unit, k) => z[unit] > 0 !== (code[k] === 1))) return undefined;
  const radius = spectralRadius(jacobian, size);
  return { code: code.join(""), z, spectralRadius: radius, stable: radius < 1 };
}

function checkMap(map: PiecewiseLinearMap) {
  if (map === null || typeof map !== "object") throw new InputError("map", map, "must be an object of: A, W, h, relu");
  const { A, W, h, relu } = map;
  const size = whole(1, h?.length, "h.length");
  if (size > MOST_UNITS) throw new InputError("h.length", size, `${MOST_UNITS} units at most`);
  const numbers = (values: ArrayLike<number>, place: string, lengths: readonly number[], shape: string) => {
    if (!lengths.includes(values?.length))
      throw new InputError(place, values && Float64Array.from(values), `must be ${shape} numbers, h has ${size}`);
    const bad = Array.from(values).findIndex((value) => !Number.isFinite(Math.fround(value)));
    if (bad >= 0) throw new InputError(`${place}[${bad}]`, values[bad], "must be finite (float32)");
    return Float64Array.from(values);
  };
  const given = numbers(A, "A", [size, size ** 2], `${size} (a diagonal) or ${size} x ${size}`);
  const matrix = new Float64Array(size ** 2);
  if (given.length === matrix.length) matrix.set(given);
  else for (let i = 0; i < size; i++) matrix[i * (size + 1)] = given[i];
  checkUnits(relu, size, "relu");
  if (relu.length > MOST_KINKS)
    throw new InputError("relu", relu.length, `units make more than 2^${MOST_KINKS} regions; give ${MOST_KINKS} at most`);
  return { size, A: matrix, W: numbers(W, "W", [size ** 2], `${size} x ${size}`), h: numbers(h, "h", [size], `${size}`) };
}
