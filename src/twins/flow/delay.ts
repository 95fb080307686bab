import type { Floats } from "../lib/floats.ts";
import { axpy, column, finite, keep, putColumn, sum } from "./arithmetic.ts";
import { type CompiledFlow, oracleOf } from "./compiled.ts";
import { FlowClock, type FlowForm } from "./flow.ts";

export interface DelayShape {
  readonly systems: number;
  readonly stride: number;
  readonly most: number;
  readonly every: number;
  readonly slots: number;
  readonly lag: number;
  readonly dt: number;
}

type DelayTwin = (
  shape: DelayShape,
  clock: Uint32Array,
  params: Floats,
  state: Floats,
  failed: Uint32Array,
  kept: Floats,
  past: Floats,
) => void;

/** Twin of shaders/flow/delay.wgsl with a flow woven in. */
export function delayTwin(form: FlowForm, compiled: CompiledFlow): DelayTwin {
  return (shape, clock, params, state, failed, kept, past) => {
    if (compiled.run({ ...shape }, [clock, params, state, failed, kept, past])) return;
    const { flow } = form;
    const { derivative } = oracleOf(flow.oracle, flow.name);
    const { stride, dt: h } = shape;
    const dimension = flow.variables.length;
    for (let i = 0; i < shape.systems; i++) one(i);

    function one(i: number): void {
      const first = clock[FlowClock.step];
      const steps = Math.min(clock[FlowClock.goal] - first, shape.most);
      const p = column(params, stride, i, 0, flow.parameters.length);
      const at = (place: number) => column(past, stride, i, place * dimension, dimension);
      let s = column(state, stride, i, 0, dimension);
      let [left, slot, place] = [clock[FlowClock.left], clock[FlowClock.slot], clock[FlowClock.place]];
      let bad = 0;
      let k1 = derivative(p, s, first * h, at(2 * place));
      for (let step = first; step < first + steps; step++) {
        const next = (place + 1) % shape.lag;
        const [middle, end] = [(step + 0.5) * h, (step + 1) * h];
        const k2 = derivative(p, axpy(s, 0.5 * h, k1), middle, at(2 * place + 1));
        const k3 = derivative(p, axpy(s, 0.5 * h, k2), middle, at(2 * place + 1));
        const k4 = derivative(p, axpy(s, h, k3), end, at(2 * next));
        const reached = axpy(s, h / 6, axpy(sum(k1, k4), 2, sum(k2, k3)));
        const k5 = derivative(p, reached, end, at(2 * next));
        putColumn(past, stride, i, 2 * place * dimension, s);
        putColumn(
          past,
          stride,
          i,
          (2 * place + 1) * dimension,
          s.map((x, k) => 0.5 * (x + reached[k]) + 0.125 * h * (k1[k] - k5[k])),
        );
        [s, k1, place] = [reached, k5, next];
        if (bad === 0 && !finite(s)) bad = step + 1;
        if (--left > 0) continue;
        keep(form, s, i, slot, kept, stride);
        left = shape.every;
        slot = (slot + 1) % shape.slots;
      }
      if (bad > 0 && failed[i] === 0) {
        failed[i] = bad;
        failed[stride] = 1;
      }
      putColumn(state, stride, i, 0, s);
    }
  };
}
