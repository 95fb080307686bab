import type { Floats } from "../lib/floats.ts";
import { axpy, column, combined, keep, putColumn, scaled, Whole } from "./arithmetic.ts";
import type { CompiledFlow } from "./compiled.ts";
import { FlowClock, type FlowForm, type Vector } from "./flow.ts";

export interface AdaptiveShape {
  readonly systems: number;
  readonly stride: number;
  readonly most: number;
  readonly every: number;
  readonly slots: number;
  readonly dt: number;
  readonly rtol: number;
  readonly atol: number;
}

type AdaptiveTwin = (
  shape: AdaptiveShape,
  clock: Uint32Array,
  params: Floats,
  state: Floats,
  failed: Uint32Array,
  kept: Floats,
  inner: Floats,
  counts: Uint32Array,
) => void;

/** Rows of `inner` behind state and slope: step size, time left to the next time asked for, time. */
export const INNER_ROWS = 3;
/** Rows of `counts`: times reached, times until the next frame, its slot. */
export const COUNT_ROWS = 3;

/** Most that a step may be, and the least, in units of dt. */
const LONGEST = 1024;
const SHORTEST = 2.4e-7;

/** An attempt: where it leads, the slope there, its error over what is allowed, and how to go between. */
interface Attempt {
  readonly z: Vector;
  readonly k7: Vector;
  readonly error: number;
  /** @param x share of the step */
  between(x: number): number[];
}

/** Twin of shaders/flow/adaptive.wgsl with a flow woven in. */
export function adaptiveTwin(form: FlowForm, compiled: CompiledFlow): AdaptiveTwin {
  return (shape, clock, params, state, failed, kept, inner, counts) => {
    if (compiled.run({ ...shape }, [clock, params, state, failed, kept, inner, counts])) return;
    const whole = new Whole(form);
    const { stride, dt } = shape;
    const { dimension } = whole;
    const goal = clock[FlowClock.goal];
    for (let i = 0; i < shape.systems; i++) one(i);

    function one(i: number): void {
      const p = column(params, stride, i, 0, form.flow.parameters.length);
      let reached = column(state, stride, i, 0, dimension);
      let y = column(inner, stride, i, 0, dimension);
      let k1 = column(inner, stride, i, dimension, dimension);
      let [h, ahead, t] = column(inner, stride, i, 2 * dimension, INNER_ROWS);
      let [next, left, slot] = column(counts, stride, i, 0, COUNT_ROWS);
      if (h === 0) {
        [y, ahead, t] = [reached, dt, next * dt];
        k1 = whole.slope(p, y, t);
        const fast = norm(k1, y, y, shape);
        const wanted = (0.01 * norm(y, y, y, shape)) / Math.max(fast, 1e-20);
        h = Number.isFinite(fast) ? Math.min(dt, Math.max(1e-4 * dt, wanted)) : 1e-4 * dt;
      }
      for (let attempt = 0; attempt < shape.most && next < goal && failed[i] === 0; attempt++) {
        const { z, k7, error, between } = attempted(whole, shape, p, y, k1, t, h);
        const factor = Number.isFinite(error) ? Math.min(5, Math.max(0.2, 0.9 * Math.max(error, 1e-10) ** -0.2)) : 0.2;
        if (error <= 1) {
          for (; ahead <= h && next < goal; ahead += dt) {
            reached = between(ahead / h);
            next++;
            if (--left > 0) continue;
            keep(form, reached, i, slot, kept, stride);
            left = shape.every;
            slot = (slot + 1) % shape.slots;
          }
          if (ahead <= h) continue;
          [y, k1, ahead] = [[...z], [...k7], ahead - h];
          t = (next + 1) * dt - ahead;
          h = Math.min(h * factor, LONGEST * dt);
        } else {
          h *= factor;
          if (h >= SHORTEST * dt) continue;
          failed[i] = next + 1;
          failed[stride] = 1;
        }
      }
      if (next < goal && failed[i] === 0) failed[stride + 1] = 1;
      putColumn(state, stride, i, 0, reached);
      putColumn(inner, stride, i, 0, [...y, ...k1, h, ahead, t]);
      putColumn(counts, stride, i, 0, [next, left, slot]);
    }
  };
}

function attempted(whole: Whole, shape: AdaptiveShape, p: Vector, y: Vector, k1: Vector, t: number, h: number): Attempt {
  const at = (c: number, ...terms: (readonly [number, Vector])[]) => whole.slope(p, axpy(y, h, combined(...terms)), t + c * h);
  const k2 = at(0.2, [0.2, k1]);
  const k3 = at(0.3, [3 / 40, k1], [9 / 40, k2]);
  const k4 = at(0.8, [44 / 45, k1], [-56 / 15, k2], [32 / 9, k3]);
  const k5 = at(8 / 9, [19372 / 6561, k1], [-25360 / 2187, k2], [64448 / 6561, k3], [-212 / 729, k4]);
  const k6 = at(1, [9017 / 3168, k1], [-355 / 33, k2], [46732 / 5247, k3], [49 / 176, k4], [-5103 / 18656, k5]);
  const z = axpy(y, h, combined([35 / 384, k1], [500 / 1113, k3], [125 / 192, k4], [-2187 / 6784, k5], [11 / 84, k6]));
  const k7 = whole.slope(p, z, t + h);
  const wrong = combined(
    ...([
      [71 / 57600, k1],
      [-71 / 16695, k3],
      [71 / 1920, k4],
      [-17253 / 339200, k5],
      [22 / 525, k6],
      [-1 / 40, k7],
    ] as const),
  );
  const between = (x: number) => {
    const change = axpy(z, -1, y);
    const bend = axpy(scaled(k1, h), -1, change);
    const turn = axpy(axpy(change, -h, k7), -1, bend);
    const last = combined(
      [(-h * 12715105075) / 11282082432, k1],
      [(h * 87487479700) / 32700410799, k3],
      [(-h * 10690763975) / 1880347072, k4],
      [(h * 701980252875) / 199316789632, k5],
      [(-h * 1453857185) / 822651844, k6],
      [(h * 69997945) / 29380423, k7],
    );
    return axpy(y, x, axpy(change, 1 - x, axpy(bend, x, axpy(turn, 1 - x, last))));
  };
  return { z, k7, error: norm(scaled(wrong, h), y, z, shape), between };
}

/** Root mean square of e over what is allowed from y to z. */
function norm(e: Vector, y: Vector, z: Vector, { atol, rtol }: AdaptiveShape): number {
  const total = e.reduce((all, x, k) => all + (x / (atol + rtol * Math.max(Math.abs(y[k]), Math.abs(z[k])))) ** 2, 0);
  return Math.sqrt(total / e.length);
}
