import { axpy, increments, type NoiseShape, sum, times, type Whole } from "./arithmetic.ts";
import { oracleOf } from "./compiled.ts";
import type { Vector } from "./flow.ts";

/** One step of system i: twins of shaders/flow/method/. */
export type Advance = (whole: Whole, shape: NoiseShape, p: Vector, s: Vector, i: number, step: number) => number[];

/** Methods of fixed step, by name. */
export const methods = {
  euler: (whole, { dt }, p, s, _, step) => axpy(s, dt, whole.slope(p, s, step * dt)),
  heun: (whole, { dt }, p, s, _, step) => {
    const k1 = whole.slope(p, s, step * dt);
    const k2 = whole.slope(p, axpy(s, dt, k1), (step + 1) * dt);
    return axpy(s, 0.5 * dt, sum(k1, k2));
  },
  rk4: (whole, { dt }, p, s, _, step) => {
    const t = step * dt;
    const k1 = whole.slope(p, s, t);
    const k2 = whole.slope(p, axpy(s, 0.5 * dt, k1), t + 0.5 * dt);
    const k3 = whole.slope(p, axpy(s, 0.5 * dt, k2), t + 0.5 * dt);
    const k4 = whole.slope(p, axpy(s, dt, k3), (step + 1) * dt);
    return axpy(s, dt / 6, axpy(sum(k1, k4), 2, sum(k2, k3)));
  },
  euler_maruyama: (whole, shape, p, s, i, step) => {
    const t = step * shape.dt;
    const g = oracleOf(whole.oracle.diffusion, "diffusion")(p, s, t);
    return sum(axpy(s, shape.dt, whole.slope(p, s, t)), times(g, increments(shape, i, step, s.length)));
  },
  milstein: (whole, shape, p, s, i, step) => {
    const t = step * shape.dt;
    const g = oracleOf(whole.oracle.diffusion, "diffusion")(p, s, t);
    const slope = oracleOf(whole.oracle.diffusion_slope, "diffusion_slope")(p, s, t);
    const db = increments(shape, i, step, s.length);
    const first = sum(axpy(s, shape.dt, whole.slope(p, s, t)), times(g, db));
    return first.map((x, k) => x + 0.5 * g[k] * slope[k] * (db[k] * db[k] - shape.dt));
  },
} as const satisfies Readonly<Record<string, Advance>>;

export type FixedMethod = keyof typeof methods;
