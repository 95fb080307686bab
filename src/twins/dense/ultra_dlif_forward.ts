import type { Floats } from "../lib/floats.ts";
import { lse3, sigmoid, soft } from "../lib/lse.ts";
import { fillTerms, RingForm, type RingShape, ringOf } from "../lib/ring.ts";
import { emitted } from "./neuron/model.ts";

export interface UltraDlifForwardShape extends RingShape {
  /** 1: a spike is 0 or 1. */
  readonly hard: number;
}

/** Twin of shaders/dense/ultra_dlif_forward.wgsl; inputs (steps or 1), states and spikes (steps) x batch x features. */
export function ultra_dlif_forward(shape: UltraDlifForwardShape, parameters: Floats, inputs: Floats, states: Floats, spikes: Floats): void {
  const { steps, batch, features, input_stride, parameters_at, form, ds, hard } = shape;
  const { tau, eps, steep } = ringOf(parameters, parameters_at, ds !== 0);
  const terms = new Float64Array(features + 2);
  const u = soft();
  const isMain = form === RingForm.main;
  const middle = form === RingForm.leaking ? tau : 1;
  for (let t = 0; t < steps; t++) {
    for (let row = 0; row < batch * features; row += features) {
      fillTerms(shape, tau, t, row, inputs, states, terms);
      const place = t * batch * features + row;
      for (let i = 0; i < features; i++) {
        lse3(terms[i], middle * terms[i + 1], terms[i + 2], eps.value, u);
        const v = isMain ? terms[i + 1] : u.value + inputs[t * input_stride + row + i];
        const spike = emitted(sigmoid(steep * (isMain ? u.value : v)), hard !== 0);
        states[place + i] = v * (1 - spike);
        spikes[place + i] = spike;
      }
    }
  }
}
