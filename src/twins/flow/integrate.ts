import type { Floats } from "../lib/floats.ts";
import { column, finite, keep, type NoiseShape, putColumn, Whole } from "./arithmetic.ts";
import type { CompiledFlow } from "./compiled.ts";
import { FlowClock, type FlowForm } from "./flow.ts";
import { type Advance, type FixedMethod, methods } from "./methods.ts";

export interface IntegrateShape extends NoiseShape {
  readonly systems: number;
  readonly stride: number;
  readonly most: number;
  readonly every: number;
  readonly slots: number;
  readonly turns: number;
}

type IntegrateTwin = (
  shape: IntegrateShape,
  tables: Uint32Array,
  clock: Uint32Array,
  params: Floats,
  state: Floats,
  failed: Uint32Array,
  kept: Floats,
  sums: Floats,
) => void;

/** Twin of shaders/flow/integrate.wgsl with a flow and a method woven in: its text where that runs, else the flow's oracle. */
export function integrateTwin(form: FlowForm, method: FixedMethod, compiled: CompiledFlow): IntegrateTwin {
  return (shape, tables, clock, params, state, failed, kept, sums) => {
    if (compiled.run({ ...shape }, [tables, clock, params, state, failed, kept, sums])) return;
    const whole = new Whole(form);
    const advance: Advance = methods[method];
    for (let i = 0; i < shape.systems; i++) one(i);

    function one(i: number): void {
      const { stride } = shape;
      const first = clock[FlowClock.step];
      const steps = Math.min(clock[FlowClock.goal] - first, shape.most);
      const p = column(params, stride, i, 0, form.flow.parameters.length);
      let s = column(state, stride, i, 0, whole.size);
      let [left, slot, turn] = [clock[FlowClock.left], clock[FlowClock.slot], clock[FlowClock.turn]];
      let bad = 0;
      for (let step = first; step < first + steps; step++) {
        s = advance(whole, shape, p, s, i, step);
        if (bad === 0 && !finite(s.slice(0, whole.dimension))) bad = step + 1;
        if (--turn === 0) {
          orthonormalise(s, whole.dimension, form.tangents, (j, length) => grow(sums, stride, i, j, length));
          turn = shape.turns;
        }
        if (--left > 0) continue;
        keep(form, s, i, slot, kept, stride);
        left = shape.every;
        slot = (slot + 1) % shape.slots;
      }
      if (bad > 0 && failed[i] === 0) failed[i] = bad;
      if (bad > 0) failed[stride] = 1;
      putColumn(state, stride, i, 0, s);
    }
  };
}

/** Gram and Schmidt, modified: each vector loses its parts along those before it, then its length, which is reported. */
function orthonormalise(w: number[], dimension: number, vectors: number, grown: (j: number, length: number) => void): void {
  for (let j = 1; j <= vectors; j++) {
    const at = j * dimension;
    for (let k = 1; k < j; k++) {
      let dot = 0;
      for (let d = 0; d < dimension; d++) dot += w[k * dimension + d] * w[at + d];
      for (let d = 0; d < dimension; d++) w[at + d] -= dot * w[k * dimension + d];
    }
    const found = Math.hypot(...w.slice(at, at + dimension));
    const length = found > 1e-30 ? found : 1e-30;
    for (let d = 0; d < dimension; d++) w[at + d] /= length;
    grown(j - 1, length);
  }
}

/** Adds a logarithm to a sum of two numbers: what is below 16, so that no digits are lost, and multiples of 16. */
function grow(sums: Floats, stride: number, i: number, j: number, length: number): void {
  const [low, high] = [2 * j * stride + i, (2 * j + 1) * stride + i];
  const sum = sums[low] + Math.log(length);
  const whole = Math.trunc(sum / 16);
  sums[low] = sum - 16 * whole;
  sums[high] += whole;
}
