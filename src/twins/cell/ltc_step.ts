import source from "../../../shaders/lib/ltc.wgsl";
import { RowMap, type RowOperands } from "../../wasm/row-map.ts";
import type { Floats } from "../lib/floats.ts";
import { alone, common, perRow } from "../lib/rows.ts";
import { logistic } from "../lib/squash.ts";
import type { CellShape } from "./lstm_step.ts";

export interface LtcShape extends CellShape {
  readonly inputs: number;
  readonly unfolds: number;
  /** First elements among the parameters: factor and offset of the inputs (inputs). */
  readonly input_w_at: number;
  readonly input_b_at: number;
  /** Four matrices w, sigma, mu, erev: inputs x units, and units x units, row by source. */
  readonly sensory_at: number;
  readonly recurrent_at: number;
  /** gleak, vleak, cm (units), each `stride` apart. */
  readonly leak_at: number;
  readonly stride: number;
}

/** Units that a workgroup has room for. */
export const LTC_MOST_UNITS = 1024;
const EPSILON = 1e-8;

const fast = new RowMap(source.text, "ltc_synapse");

/** Twin of shaders/cell/ltc_step.wgsl. */
export function ltc_step(
  shape: LtcShape,
  live: Floats,
  elapsed: Floats,
  inputs: Floats,
  parameters: Floats,
  sums: Floats,
  states: Floats,
): void {
  const { batch, units, step, unfolds, leak_at, stride } = shape;
  for (let b = 0; b < batch; b++) {
    const row = step * batch + b;
    const next = (row + batch) * units;
    const own = 4 * b * units;
    sums.fill(0, own, own + 2 * units);
    for (let k = 0; k < shape.inputs; k++) {
      const x = inputs[row * shape.inputs + k] * parameters[shape.input_w_at + k] + parameters[shape.input_b_at + k];
      for (let j = 0; j < units; j++) add(shape.sensory_at + k * units + j, shape.inputs * units, x, parameters, sums, own + j, units);
    }
    states.copyWithin(next, row * units, (row + 1) * units);
    const unfold = elapsed[row] / unfolds;
    for (let n = 0; n < unfolds; n++) {
      sums.copyWithin(own + 2 * units, own, own + 2 * units);
      recur(shape, next, own + 2 * units, parameters, states, sums);
      if (live[row] <= 0) continue;
      for (let j = 0; j < units; j++) {
        const leak = parameters[leak_at + j];
        const held = parameters[leak_at + 2 * stride + j] / unfold;
        const above = held * states[next + j] + leak * parameters[leak_at + stride + j] + sums[own + 2 * units + j];
        states[next + j] = above / (held + leak + sums[own + 3 * units + j] + EPSILON);
      }
    }
  }
}

/** Adds what a synapse gives: its conductance times its reversal, and its conductance, `apart` from each other. */
function add(at: number, matrix: number, v: number, parameters: Floats, sums: Floats, to: number, apart: number): void {
  const open = parameters[at] * logistic(parameters[at + matrix] * (v - parameters[at + 2 * matrix]));
  sums[to] += open * parameters[at + 3 * matrix];
  sums[to + apart] += open;
}

/** Adds what the units give each other, from the potentials at `from`. */
function recur({ units, recurrent_at }: LtcShape, from: number, to: number, parameters: Floats, states: Floats, sums: Floats): void {
  const matrix = units * units;
  const totals = [common(sums, to), common(sums, to + units)];
  const operands: RowOperands = {
    numbers: [perRow(states, from)],
    inputs: [...[0, 1, 2, 3].map((k) => alone(parameters, recurrent_at + k * matrix, units)), ...totals],
    outs: totals,
  };
  const done = fast.run(units, units, operands);
  for (let k = 0; k < units; k++)
    for (let j = done; j < units; j++) add(recurrent_at + k * units + j, matrix, states[from + k], parameters, sums, to + j, units);
}
