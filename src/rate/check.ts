import { finite, notNegative, positive, whole } from "../checks.ts";
import { InputError } from "../errors.ts";
import { refuseOthers } from "../network/names.ts";
import { PHI } from "../twins/lib/rate.ts";
import type { RateMethod, RateSpec } from "./spec.ts";

/** Words that all buffers of one network may index. */
export const MOST = 2 ** 30;

/** Methods, and the largest dt / tau at which each still follows the decay of x. */
const METHODS: Readonly<Record<RateMethod, number>> = { euler: 2, heun: 2, rk4: 2.785, map: Number.POSITIVE_INFINITY };

const KEYS: Readonly<Record<keyof RateSpec, true>> = {
  ...{ units: true, phi: true, coupling: true, method: true, dt: true, tau: true, batch: true, gain: true },
  ...{ noise: true, seed: true, input: true, initial: true },
};

/** What is known of a network before its couplings are made. */
export interface CheckedRate {
  readonly units: number;
  /** Elements of a row: units rounded up to a multiple of 4. */
  readonly stride: number;
  readonly networks: number;
  readonly kind: number;
  readonly method: RateMethod;
  readonly dt: number;
  readonly tau: number;
  readonly noise: number;
  readonly seed: number;
  readonly gains: Float32Array;
}

/** @throws InputError */
export function checkRate(spec: RateSpec): CheckedRate {
  refuseOthers("", spec, Object.keys(KEYS));
  const { phi, method = "euler", batch = 1, tau = 1, noise = 0, seed = 0 } = spec;
  if (!Object.hasOwn(PHI, phi)) throw new InputError("phi", phi, `must be one of: ${Object.keys(PHI).join(", ")}`);
  if (!Object.hasOwn(METHODS, method)) throw new InputError("method", method, `must be one of: ${Object.keys(METHODS).join(", ")}`);
  const units = unitsOf(spec);
  whole(1, batch, "batch");
  whole(0, seed, "seed");
  positive(tau, "tau");
  const dt = stepOf(spec, method, tau);
  if (notNegative(noise, "noise") > 0 && (method === "heun" || method === "rk4"))
    throw new InputError("noise", noise, `goes with euler (Euler-Maruyama) and map, not with ${method}`);
  const stride = 4 * Math.ceil(units / 4);
  if (batch * stride > MOST) throw new InputError("batch", batch, `are ${batch * stride} values in all; ${MOST} at most`);
  return { units, stride, networks: batch, kind: PHI[phi], method, dt, tau, noise, seed, gains: gainsOf(spec.gain ?? 1, batch) };
}

function unitsOf({ units, coupling }: RateSpec): number {
  if (coupling === null || typeof coupling !== "object") throw new InputError("coupling", coupling, "must be an object with a kind");
  if (!["normal", "dense", "rows"].includes(coupling.kind))
    throw new InputError("coupling.kind", coupling.kind, "must be one of: normal, dense, rows");
  if (coupling.kind !== "rows") return whole(1, units, "units");
  const { populations } = coupling;
  if (!Array.isArray(populations)) throw new InputError("coupling.populations", populations, "must be a list of names and sizes");
  const sum = populations.reduce((all: number, given, p) => {
    refuseOthers(`coupling.populations[${p}]`, given, ["name", "size"]);
    return all + whole(1, given.size, `coupling.populations[${p}].size`);
  }, 0);
  if (units !== undefined && units !== sum) throw new InputError("units", units, `the populations have ${sum}; leave units out`);
  return whole(1, sum, "coupling.populations");
}

function stepOf({ dt, tau: given }: RateSpec, method: RateMethod, tau: number): number {
  if (method !== "map") {
    positive(dt, "dt");
    const most = METHODS[method];
    if ((dt as number) / tau < most) return dt as number;
    throw new InputError("dt", dt, `is unstable for ${method}: must be below ${most} tau, ${most * tau}`);
  }
  if (dt !== undefined && dt !== 1) throw new InputError("dt", dt, "a map has steps of 1; leave dt out");
  if (given !== undefined) throw new InputError("tau", given, "a map has none; leave it out");
  return 1;
}

function gainsOf(gain: number | readonly number[], networks: number): Float32Array {
  if (typeof gain === "number") return new Float32Array(networks).fill(finite(gain, "gain"));
  if (!Array.isArray(gain) || gain.length !== networks)
    throw new InputError("gain", gain, `must be a number or ${networks}, one a network`);
  return Float32Array.from(gain, (value, n) => finite(value, `gain[${n}]`));
}

/**
 * Rows of numbers, units x as many as there are, put `stride` apart.
 * @param rows numbers of rows that there may be
 * @throws InputError
 */
export function strided(
  values: number | ArrayLike<number>,
  { units, stride }: Pick<CheckedRate, "units" | "stride">,
  rows: readonly number[],
  place: string,
): Float32Array {
  if (typeof values === "number") return strided(new Float64Array(units).fill(finite(values, place)), { units, stride }, [1], place);
  const count = values === null || typeof values !== "object" ? Number.NaN : values.length / units;
  if (!rows.includes(count)) {
    const lengths = [...new Set(rows)].map((n) => n * units).join(" or ");
    throw new InputError(
      place,
      values,
      `must be a number or ${lengths} of them: one a unit (${units})${rows.length > 1 ? ", or one a unit of each network" : ""}`,
    );
  }
  const all = new Float32Array(count * stride);
  for (let i = 0; i < values.length; i++) all[Math.floor(i / units) * stride + (i % units)] = finite(values[i], `${place}[${i}]`);
  return all;
}

/** Steps of a delay, to the nearest. @throws InputError below half a step */
export function delaySteps(delay: number, dt: number, place: string): number {
  const steps = Math.round(finite(delay, place) / dt);
  if (!(delay >= dt / 2)) throw new InputError(place, delay, `must be half a step (${dt / 2}) or more; leave it out for none`);
  return steps;
}
