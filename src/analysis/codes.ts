/** Symbolic codes of piecewise-linear networks: which of their units are above 0, and so which linear map is at work (Brenner et al. 2024). */
import { whole } from "../checks.ts";
import { InputError } from "../errors.ts";
import { refuseOthers } from "../network/names.ts";
import type { Buffers } from "../plan/program.ts";
import { executeProgram } from "../plan/program-target.ts";
import type { AdapterChoice } from "../plan/target.ts";
import { rowsOf } from "./check.ts";
import { codes } from "./kernels/codes.ts";

export interface RegionOptions {
  /** Numbers of a point of the trajectory: the units of the network. */
  readonly stride: number;
  /** Units with a kink at 0, in the order of the code's digits. */
  readonly units: readonly number[];
  /** Default "auto". */
  readonly adapter?: AdapterChoice;
}

/** A part of the space where the map is linear. */
export interface Region {
  /** A digit a unit: 1 above 0. */
  readonly code: string;
  readonly visits: number;
  /** Of all points. */
  readonly share: number;
}

export interface Regions {
  /** Those that were visited, most often first; of equal ones the first to be visited. */
  readonly regions: readonly Region[];
  /** Of every point, its place in `regions`. */
  readonly sequence: Uint32Array;
  /** How often a point in region `i` was followed by one in region `j`: [i][j]. */
  readonly transitions: readonly (readonly number[])[];
}

/** Regions that a table of transitions is made for, at most. */
const MOST_REGIONS = 4096;

/**
 * The linear regions that a trajectory visits.
 * @param trajectory points row after row (steps x stride)
 * @throws InputError for a shape or units that are none, numbers that are not finite, more than 4,096 regions; NoAdapterError
 */
export async function linearRegions(trajectory: Float32Array, options: RegionOptions): Promise<Regions> {
  refuseOthers("options", options, ["stride", "units", "adapter"]);
  const { stride, units, adapter = "auto" } = options;
  whole(1, stride, "stride");
  checkUnits(units, stride, "units");
  const points = rowsOf(trajectory, stride, "trajectory");
  const words = Math.ceil(units.length / 32);
  const buffers: Buffers = {
    trajectory: { type: "f32", length: trajectory.length, data: trajectory.slice() },
    units: { type: "u32", length: units.length, data: Uint32Array.from(units) },
    codes: { type: "u32", length: points * words },
  };
  const names = { trajectory: "trajectory", units: "units", codes: "codes" };
  const stage = codes("codes", { points, stride, count: units.length }, names);
  const executor = await executeProgram({ buffers, sequences: { codes: [stage] } }, adapter);
  try {
    await executor.run("codes");
    return count(await executor.read("codes", "u32"), points, units.length);
  } finally {
    executor.destroy();
  }
}

/** @throws InputError unless they are different units of a state of `size` */
export function checkUnits(units: readonly number[], size: number, place: string): void {
  if (!Array.isArray(units) || units.length === 0) throw new InputError(place, units, "give a list of units");
  for (const [k, unit] of units.entries()) {
    whole(0, unit, `${place}[${k}]`);
    if (unit >= size) throw new InputError(`${place}[${k}]`, unit, `there are ${size} units, from 0 on`);
    if (units.indexOf(unit) < k) throw new InputError(`${place}[${k}]`, unit, "is given twice");
  }
}

function count(codes: Uint32Array, points: number, digits: number): Regions {
  const words = Math.ceil(digits / 32);
  const known = new Map<string, number>();
  const visits: number[] = [];
  const found = Uint32Array.from({ length: points }, (_, point) => {
    const key = codes.subarray(point * words, (point + 1) * words).join();
    const region = known.get(key) ?? visits.length;
    known.set(key, region);
    visits[region] = (visits[region] ?? 0) + 1;
    return region;
  });
  if (visits.length > MOST_REGIONS)
    throw new InputError("trajectory", `${visits.length} regions`, `visits more than ${MOST_REGIONS}; give fewer units`);
  const order = visits.map((_, region) => region).sort((a, b) => visits[b] - visits[a] || a - b);
  const place = Uint32Array.from(order.keys());
  for (const [rank, region] of order.entries()) place[region] = rank;
  const sequence = found.map((region) => place[region]);
  const transitions = order.map(() => new Array<number>(order.length).fill(0));
  for (let point = 1; point < points; point++) transitions[sequence[point - 1]][sequence[point]]++;
  const keys = [...known.keys()];
  const regions = order.map((region) => ({
    code: digitsOf(keys[region].split(",").map(Number), digits),
    visits: visits[region],
    share: visits[region] / points,
  }));
  return { regions, sequence, transitions };
}

function digitsOf(words: readonly number[], digits: number): string {
  return Array.from({ length: digits }, (_, k) => (words[k >> 5] >>> (k & 31)) & 1).join("");
}
