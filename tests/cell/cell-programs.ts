/** Cells over small random sequences, as programs in float64 or float32. */
import { recordCell } from "../../src/cell/cell-record.ts";
import { ELAPSED, GRAD_STATE, INPUTS, LIVE, STATES } from "../../src/cell/cell-site.ts";
import type { CellSpec } from "../../src/cell/cell-spec.ts";
import { Dice as FirstValues } from "../../src/learn/dice.ts";
import { given } from "../../src/learn/sequences.ts";
import { GRADIENTS, PARAMETERS, type Parameter, Recording } from "../../src/learn/tensor.ts";
import { CpuProgram } from "../../src/plan/program-cpu.ts";
import { Dice } from "../../src/verify/dice.ts";

type Floats = Float32Array | Float64Array;

/** Sequences of different lengths, one of them none at all, at irregular times. */
export interface Played {
  readonly spec: CellSpec;
  readonly steps: number;
  readonly lengths: readonly number[];
  readonly parameters: readonly Parameter[];
  readonly values: Floats;
  readonly gradients: Floats;
  readonly inputs: Floats;
  readonly elapsed: Floats;
  /** (1 + steps) x batch x units */
  readonly states: Floats;
  readonly gradState: Floats;
  /** What the gradient of the last state is. */
  readonly weights: Float64Array;
  play(sequence: "forward" | "backward"): Promise<void>;
  /** The last states times `weights`. */
  total(): number;
  parameter(name: string): Floats;
}

export function played(spec: CellSpec, precision: "f32" | "f64", seed = 1): Played {
  const steps = 5;
  const lengths = [5, 3, 1, 0, 4];
  const batch = lengths.length;
  const { inputs, units } = spec;
  const recording = new Recording({ steps, batch, truncate: steps });
  const cell = recordCell(spec, { recording, dice: new FirstValues(seed, 77) });
  const dice = new Dice(seed, spec.cell);
  const flat = recording.initial();
  // First values of 0 and 1 have gradients that are special.
  for (const { name, at, length } of recording.parameters)
    if (/w_tau|\.A$/.test(name))
      flat.set(
        dice.list(length, 0.3, 1.2).map((x, k) => (k % 2 ? -x : x)),
        at,
      );
  const { length } = recording;
  const buffers = { ...recording.buffers, [PARAMETERS]: given(flat), [GRADIENTS]: { type: "f32" as const, length } };
  const program = new CpuProgram({ buffers, sequences: { forward: cell.forward, backward: cell.backward ?? [] } }, precision);
  const view = (name: string) => program.view(name) as Floats;
  view(INPUTS).set(dice.list(steps * batch * inputs, -1, 1));
  view(ELAPSED).set(dice.list(steps * batch, 0.05, 2));
  view(LIVE).set(Array.from({ length: steps * batch }, (_, k) => (Math.floor(k / batch) < lengths[k % batch] ? 1 : 0)));
  const weights = Float64Array.from(dice.list(batch * units, -1, 1));
  const states = view(STATES);
  return {
    ...{ spec, steps, lengths, parameters: recording.parameters, states, weights },
    ...{ values: view(PARAMETERS), gradients: view(GRADIENTS), inputs: view(INPUTS), elapsed: view(ELAPSED) },
    gradState: spec.cell === "LTC" ? new Float64Array(0) : view(GRAD_STATE),
    play: (sequence) => program.run(sequence),
    total: () => weights.reduce((sum, w, k) => sum + w * states[steps * batch * units + k], 0),
    parameter: (name) => {
      const { at, length } = recording.parameters.find((one) => one.name === name)!;
      return view(PARAMETERS).subarray(at, at + length);
    },
  };
}

/** All cells that learn, in every mode. */
export const LEARNING: readonly (readonly [string, CellSpec])[] = [
  ["LSTM", { cell: "LSTM", inputs: 2, units: 5 }],
  ["GRU", { cell: "GRU", inputs: 2, units: 5 }],
  ...(["default", "no_gate", "pure"] as const).flatMap((mode) =>
    [false, true].map((mixed_memory): readonly [string, CellSpec] => [
      `CfC ${mode}${mixed_memory ? ", mixed" : ""}`,
      { cell: "CfC", mode, mixed_memory, inputs: 2, units: 5, backbone_units: 6, backbone_activation: "tanh" },
    ]),
  ),
  ...(["lecun", "silu", "gelu", "relu"] as const).map((backbone_activation): readonly [string, CellSpec] => [
    `CfC, three layers of ${backbone_activation}`,
    { cell: "CfC", inputs: 2, units: 5, backbone_units: 6, backbone_layers: 3, backbone_activation },
  ]),
];
