import source from "../../../shaders/lib/ltc.wgsl";
import { ElementMap } from "../../wasm/elements/element-map.ts";
import type { Floats } from "../lib/floats.ts";
import { alone, common, perRow } from "../lib/rows.ts";
import { logistic } from "../lib/squash.ts";
import type { CellShape } from "./lstm_step.ts";

export interface LtcStepShape extends CellShape {
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

const sensor = new ElementMap(source.text, "ltc_sensor");
const synapse = new ElementMap(source.text, "ltc_synapse");

/** Twin of shaders/cell/ltc_step.wgsl. */
export function ltc_step(
  shape: LtcStepShape,
  live: Floats,
  elapsed: Floats,
  inputs: Floats,
  parameters: Floats,
  sums: Floats,
  states: Floats,
): void {
  const { batch, units, step, unfolds } = shape;
  for (let b = 0; b < batch; b++) {
    const row = step * batch + b;
    const next = (row + batch) * units;
    const own = 4 * b * units;
    sums.fill(0, own, own + 2 * units);
    sense(shape, row * shape.inputs, own, parameters, inputs, sums);
    states.copyWithin(next, row * units, (row + 1) * units);
    const unfold = elapsed[row] / unfolds;
    for (let n = 0; n < unfolds; n++) {
      sums.copyWithin(own + 2 * units, own, own + 2 * units);
      recur(shape, next, own + 2 * units, parameters, states, sums);
      if (live[row] > 0) solve(shape, unfold, next, own + 2 * units, parameters, states, sums);
    }
  }
}

/** One semi-implicit step of the potentials at `at`. */
function solve(
  { units, leak_at, stride }: LtcStepShape,
  unfold: number,
  at: number,
  totals: number,
  parameters: Floats,
  states: Floats,
  sums: Floats,
): void {
  for (let j = 0; j < units; j++) {
    const leak = parameters[leak_at + j];
    const held = parameters[leak_at + 2 * stride + j] / unfold;
    const above = held * states[at + j] + leak * parameters[leak_at + stride + j] + sums[totals + j];
    states[at + j] = above / (held + leak + sums[totals + units + j] + EPSILON);
  }
}

/** w, sigma, mu, erev of all synapses: a row a source. */
function matricesOf(parameters: Floats, at: number, sources: number, units: number) {
  return [0, 1, 2, 3].map((k) => alone(parameters, at + k * sources * units, units));
}

/** Adds what a synapse gives: its conductance times its reversal, and, behind these, its conductance. */
function add(at: number, matrix: number, v: number, parameters: Floats, sums: Floats, to: number, units: number): void {
  const open = parameters[at] * logistic(parameters[at + matrix] * (v - parameters[at + 2 * matrix]));
  sums[to] += open * parameters[at + 3 * matrix];
  sums[to + units] += open;
}

/** Adds what the inputs give the units. */
function sense(shape: LtcStepShape, from: number, to: number, parameters: Floats, inputs: Floats, sums: Floats): void {
  const { units, sensory_at, inputs: sources, input_w_at, input_b_at } = shape;
  const totals = [common(sums, to), common(sums, to + units)];
  const done = sensor.run(sources, units, {
    numbers: [perRow(inputs, from), perRow(parameters, input_w_at), perRow(parameters, input_b_at)],
    inputs: [...matricesOf(parameters, sensory_at, sources, units), ...totals],
    outs: totals,
  });
  for (let k = 0; k < sources; k++) {
    const x = inputs[from + k] * parameters[input_w_at + k] + parameters[input_b_at + k];
    for (let j = done; j < units; j++) add(sensory_at + k * units + j, sources * units, x, parameters, sums, to + j, units);
  }
}

/** Adds what the units give each other, from the potentials at `from`. */
function recur({ units, recurrent_at }: LtcStepShape, from: number, to: number, parameters: Floats, states: Floats, sums: Floats): void {
  const totals = [common(sums, to), common(sums, to + units)];
  const done = synapse.run(units, units, {
    numbers: [perRow(states, from)],
    inputs: [...matricesOf(parameters, recurrent_at, units, units), ...totals],
    outs: totals,
  });
  for (let k = 0; k < units; k++)
    for (let j = done; j < units; j++) add(recurrent_at + k * units + j, units * units, states[from + k], parameters, sums, to + j, units);
}
