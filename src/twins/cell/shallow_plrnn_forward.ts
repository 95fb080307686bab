import { MOST_SHALLOW, shallowForwardCode } from "../../wasm/cell/plrnn-code.ts";
import { SequenceLoops } from "../../wasm/cell/sequence-lanes.ts";
import { matmul } from "../dense/matmul.ts";
import { type Draw, drawn } from "../lib/drawn.ts";
import type { Floats } from "../lib/floats.ts";

export interface ShallowPlrnnForwardShape extends Draw {
  readonly steps: number;
  readonly units: number;
  readonly hidden: number;
  /** 1: what goes into each step is kept; 0: the last step's alone. */
  readonly keep: number;
  /** 1: hidden units are clipped. */
  readonly clipped: number;
  readonly a_at: number;
  readonly w1_at: number;
  readonly w2_at: number;
  readonly h1_at: number;
  readonly h2_at: number;
}

const loops = new SequenceLoops(shallowForwardCode);

/**
 * Twin of shaders/cell/shallow_plrnn_forward.wgsl; signals ((steps + 1) x batch x observed), state (batch x units), states (steps x batch x units),
 * inputs (kept x batch x units), activations (kept x batch x hidden).
 */
export function shallow_plrnn_forward(
  shape: ShallowPlrnnForwardShape,
  parameters: Floats,
  signals: Floats,
  strength: Floats,
  state: Floats,
  states: Floats,
  inputs: Floats,
  activations: Floats,
): void {
  const { units, batch } = shape;
  if (units <= MOST_SHALLOW && batch % 4 === 0 && loops.run(shape, [parameters, signals, strength, state, states, inputs, activations]))
    return;
  plain(shape, parameters, signals, strength, state, states, inputs, activations);
}

/** In JavaScript, products aside. */
function plain(
  shape: ShallowPlrnnForwardShape,
  parameters: Floats,
  signals: Floats,
  strength: Floats,
  state: Floats,
  states: Floats,
  inputs: Floats,
  activations: Floats,
): void {
  const { steps, batch, units, hidden, keep, clipped, a_at, w1_at, w2_at, h1_at, h2_at } = shape;
  const row = batch * units;
  const into = { rows: batch, columns: hidden, depth: units, turned: 2, right_at: w2_at };
  const outOf = { rows: batch, columns: units, depth: hidden, turned: 2, right_at: w1_at, bias_at: h1_at, biased: 1 };
  for (let t = 0; t < steps; t++) {
    const [kept, folds, out] = [keep * t * row, keep * t * batch * hidden, t * row];
    for (let k = 0; k < row; k++) inputs[kept + k] = state[k];
    matmul({ ...into, left_at: kept, out_at: folds }, inputs, parameters, parameters, activations);
    for (let b = folds; b < folds + batch * hidden; b += hidden) {
      for (let l = 0; l < hidden; l++) {
        const v = activations[b + l];
        const shifted = v + parameters[h2_at + l];
        activations[b + l] = (shifted < 0 ? 0 : shifted) - (clipped !== 0 && v > 0 ? v : 0);
      }
    }
    matmul({ ...outOf, left_at: folds, out_at: out }, activations, parameters, parameters, states);
    for (let b = 0; b < row; b += units) {
      for (let i = 0; i < units; i++) states[out + b + i] += parameters[a_at + i] * state[b + i];
    }
    drawn(shape, t, units, signals, strength, states, state);
  }
}
