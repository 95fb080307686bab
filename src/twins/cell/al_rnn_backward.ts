import { alRnnBackwardCode, MOST_UNITS } from "../../wasm/cell/plrnn-code.ts";
import { SequenceLoops } from "../../wasm/cell/sequence-lanes.ts";
import { matmul } from "../dense/matmul.ts";
import { type Draw, drawnBack } from "../lib/drawn.ts";
import type { Floats } from "../lib/floats.ts";

export interface AlRnnBackwardShape extends Draw {
  readonly steps: number;
  readonly units: number;
  /** Units from here on are rectified. */
  readonly linear: number;
  readonly a_at: number;
  readonly w_at: number;
}

const loops = new SequenceLoops(alRnnBackwardCode);

/** Twin of shaders/cell/al_rnn_backward.wgsl; inputs, gradStates and gradOutputs (steps x batch x units), gradState (batch x units). */
export function al_rnn_backward(
  shape: AlRnnBackwardShape,
  parameters: Floats,
  strength: Floats,
  inputs: Floats,
  gradStates: Floats,
  gradOutputs: Floats,
  gradState: Floats,
): void {
  const { units, batch } = shape;
  if (units <= MOST_UNITS && batch % 4 === 0 && loops.run(shape, [parameters, strength, inputs, gradStates, gradOutputs, gradState]))
    return;
  plain(shape, parameters, strength, inputs, gradStates, gradOutputs, gradState);
}

/** In JavaScript, products aside. */
function plain(
  shape: AlRnnBackwardShape,
  parameters: Floats,
  strength: Floats,
  inputs: Floats,
  gradStates: Floats,
  gradOutputs: Floats,
  gradState: Floats,
): void {
  const { steps, batch, units, linear, a_at, w_at } = shape;
  const row = batch * units;
  const product = { rows: batch, columns: units, depth: units, turned: 0, right_at: w_at };
  for (let t = steps - 1; t >= 0; t--) {
    const at = t * row;
    drawnBack(shape, t, steps, units, strength, gradStates, gradState, gradOutputs);
    matmul({ ...product, left_at: at }, gradOutputs, parameters, parameters, gradState);
    for (let b = 0; b < row; b += units) {
      for (let j = linear; j < units; j++) if (!(inputs[at + b + j] > 0)) gradState[b + j] = 0;
      for (let j = 0; j < units; j++) gradState[b + j] += parameters[a_at + j] * gradOutputs[at + b + j];
    }
  }
}
