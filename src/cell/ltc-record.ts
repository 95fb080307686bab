import type { Dice } from "../learn/dice.ts";
import { PARAMETERS, type Parameter, type Recording } from "../learn/tensor.ts";
import { type CellSite, ELAPSED, INPUTS, LIVE, type RecordedCell, STATES } from "./cell-site.ts";
import type { LtcSpec } from "./cell-spec.ts";
import { ltcStep } from "./kernels/ltc_step.ts";
import { upwards } from "./steps.ts";

/** `length` numbers of `low` to `high`. */
function between(dice: Dice, length: number, low: number, high: number): Float32Array {
  return Float32Array.from({ length }, () => (low + high) / 2 + dice.uniform((high - low) / 2));
}

/** Four matrices (sources x units): w, sigma, mu, erev, drawn as the authors draw them. */
function synapses(recording: Recording, dice: Dice, prefix: string, sources: number, units: number): Parameter {
  const count = sources * units;
  const values = new Float32Array(4 * count);
  values.set(between(dice, count, 0.001, 1));
  values.set(between(dice, count, 3, 8), count);
  values.set(between(dice, count, 0.3, 0.8), 2 * count);
  for (let k = 3 * count; k < 4 * count; k++) values[k] = dice.word() & 1 ? 1 : -1;
  return recording.parameter(`rnn_cell.${prefix}synapses`, [4, sources, units], values);
}

/**
 * A liquid time-constant cell over a sequence: cm dv/dt = gleak (vleak - v) + sum over synapses of w sigmoid(sigma (source - mu)) (erev - v),
 * solved in `unfolds` steps of dt / unfolds, each v <- (cm/h v + gleak vleak + sum w s erev) / (cm/h + gleak + sum w s). Sources are the
 * inputs, times a factor plus an offset, and the units.
 */
export function recordLtc({ inputs, units, unfolds = 6 }: LtcSpec, { recording, dice }: CellSite): RecordedCell {
  const { steps, batch } = recording.size;
  const factor = recording.parameter("rnn_cell.input_w", [inputs], new Float32Array(inputs).fill(1));
  const offset = recording.parameter("rnn_cell.input_b", [inputs], new Float32Array(inputs));
  const sensory = synapses(recording, dice, "sensory_", inputs, units);
  const recurrent = synapses(recording, dice, "", units, units);
  const leak = recording.parameter("rnn_cell.gleak", [units], between(dice, units, 0.001, 1));
  const rest = recording.parameter("rnn_cell.vleak", [units], between(dice, units, -0.2, 0.2));
  recording.parameter("rnn_cell.cm", [units], between(dice, units, 0.4, 0.6));
  const sums = recording.buffer("sums", batch * 4 * units);
  const places = { input_w_at: factor.at, input_b_at: offset.at, sensory_at: sensory.at, recurrent_at: recurrent.at, leak_at: leak.at };
  const shape = { ...places, stride: rest.at - leak.at, inputs, units, batch, unfolds };
  const buffers = { live: LIVE, elapsed: ELAPSED, inputs: INPUTS, parameters: PARAMETERS, sums, states: STATES };
  return { forward: upwards(steps).map((step) => ltcStep(`LTC, step ${step}`, { ...shape, step }, buffers)) };
}
