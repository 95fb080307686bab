import { alRnnForwardCode, MOST_UNITS } from "../../wasm/cell/plrnn-code.ts";
import { SequenceLoops } from "../../wasm/cell/sequence-lanes.ts";
import { matmul } from "../dense/matmul.ts";
import { type Draw, drawn } from "../lib/drawn.ts";
import type { Floats } from "../lib/floats.ts";

export interface AlRnnForwardShape extends Draw {
  readonly steps: number;
  readonly units: number;
  /** Units from here on are rectified. */
  readonly linear: number;
  /** 1: what goes into each step is kept; 0: the last step's alone. */
  readonly keep: number;
  readonly a_at: number;
  readonly w_at: number;
  readonly h_at: number;
}

const loops = new SequenceLoops(alRnnForwardCode);

/**
 * Twin of shaders/cell/al_rnn_forward.wgsl; signals ((steps + 1) x batch x observed), state (batch x units), states (steps x batch x units), inputs
 * and activations (kept x batch x units).
 */
export function al_rnn_forward(
  shape: AlRnnForwardShape,
  parameters: Floats,
  signals: Floats,
  strength: Floats,
  state: Floats,
  states: Floats,
  inputs: Floats,
  activations: Floats,
): void {
  const { units, batch } = shape;
  if (units <= MOST_UNITS && batch % 4 === 0 && loops.run(shape, [parameters, signals, strength, state, states, inputs, activations]))
    return;
  plain(shape, parameters, signals, strength, state, states, inputs, activations);
}

/** In JavaScript, products aside. */
function plain(
  shape: AlRnnForwardShape,
  parameters: Floats,
  signals: Floats,
  strength: Floats,
  state: Floats,
  states: Floats,
  inputs: Floats,
  activations: Floats,
): void {
  const { steps, batch, units, linear, keep, a_at, w_at, h_at } = shape;
  const row = batch * units;
  const product = { rows: batch, columns: units, depth: units, turned: 2, right_at: w_at, bias_at: h_at, biased: 1 };
  for (let t = 0; t < steps; t++) {
    const [kept, out] = [keep * t * row, t * row];
    for (let k = 0; k < row; k++) inputs[kept + k] = activations[kept + k] = state[k];
    for (let b = 0; b < row; b += units) {
      for (let k = kept + b + linear; k < kept + b + units; k++) if (activations[k] < 0) activations[k] = 0;
    }
    matmul({ ...product, left_at: kept, out_at: out }, activations, parameters, parameters, states);
    for (let b = 0; b < row; b += units) {
      for (let i = 0; i < units; i++) states[out + b + i] += parameters[a_at + i] * state[b + i];
    }
    drawn(shape, t, units, signals, strength, states, state);
  }
}
