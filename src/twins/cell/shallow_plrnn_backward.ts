import { MOST_SHALLOW, shallowBackwardCode } from "../../wasm/cell/plrnn-code.ts";
import { SequenceLoops } from "../../wasm/cell/sequence-lanes.ts";
import { matmul } from "../dense/matmul.ts";
import { type Draw, drawnBack } from "../lib/drawn.ts";
import type { Floats } from "../lib/floats.ts";

export interface ShallowPlrnnBackwardShape extends Draw {
  readonly steps: number;
  readonly units: number;
  readonly hidden: number;
  /** 1: hidden units are clipped. */
  readonly clipped: number;
  readonly a_at: number;
  readonly w1_at: number;
  readonly w2_at: number;
  readonly h2_at: number;
}

const loops = new SequenceLoops(shallowBackwardCode);

/**
 * Twin of shaders/cell/shallow_plrnn_backward.wgsl; inputs, gradStates and gradOutputs (steps x batch x units), gradFolds and gradShifts (steps x
 * batch x hidden), gradState (batch x units).
 */
export function shallow_plrnn_backward(
  shape: ShallowPlrnnBackwardShape,
  parameters: Floats,
  strength: Floats,
  inputs: Floats,
  gradStates: Floats,
  gradOutputs: Floats,
  gradFolds: Floats,
  gradShifts: Floats,
  gradState: Floats,
): void {
  const { units, batch } = shape;
  if (
    units <= MOST_SHALLOW &&
    batch % 4 === 0 &&
    loops.run(shape, [parameters, strength, inputs, gradStates, gradOutputs, gradFolds, gradShifts, gradState])
  )
    return;
  plain(shape, parameters, strength, inputs, gradStates, gradOutputs, gradFolds, gradShifts, gradState);
}

/** In JavaScript, products aside. */
function plain(
  shape: ShallowPlrnnBackwardShape,
  parameters: Floats,
  strength: Floats,
  inputs: Floats,
  gradStates: Floats,
  gradOutputs: Floats,
  gradFolds: Floats,
  gradShifts: Floats,
  gradState: Floats,
): void {
  const { steps, batch, units, hidden, clipped, a_at, w1_at, w2_at, h2_at } = shape;
  const row = batch * units;
  const wide = batch * hidden;
  // W2 z of all steps at once; gradShifts holds it until its step is gone through.
  const values = { rows: steps * batch, columns: hidden, depth: units, turned: 2, right_at: w2_at };
  matmul(values, inputs, parameters, parameters, gradShifts);
  const outOf = { rows: batch, columns: hidden, depth: units, turned: 0, right_at: w1_at };
  const into = { rows: batch, columns: units, depth: hidden, turned: 0, right_at: w2_at };
  for (let t = steps - 1; t >= 0; t--) {
    const [at, folds] = [t * row, t * wide];
    drawnBack(shape, t, steps, units, strength, gradStates, gradState, gradOutputs);
    matmul({ ...outOf, left_at: at, out_at: folds }, gradOutputs, parameters, parameters, gradFolds);
    for (let b = folds; b < folds + wide; b += hidden) {
      for (let l = 0; l < hidden; l++) {
        const v = gradShifts[b + l];
        const shifted = v + parameters[h2_at + l] > 0 ? gradFolds[b + l] : 0;
        gradShifts[b + l] = shifted;
        gradFolds[b + l] = shifted - (clipped !== 0 && v > 0 ? gradFolds[b + l] : 0);
      }
    }
    matmul({ ...into, left_at: folds }, gradFolds, parameters, parameters, gradState);
    for (let b = 0; b < row; b += units) {
      for (let j = 0; j < units; j++) gradState[b + j] += parameters[a_at + j] * gradOutputs[at + b + j];
    }
  }
}
