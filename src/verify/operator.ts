/** The kernels of a Fourier neural operator that are not its convolutions: GELU, gates, fields gathered, their error. */
import { fieldError } from "../operator/kernels/field_error.ts";
import { gate } from "../operator/kernels/gate.ts";
import { gateGradient } from "../operator/kernels/gate_gradient.ts";
import { gatherFields } from "../operator/kernels/gather_fields.ts";
import { gelu } from "../operator/kernels/gelu.ts";
import { geluBackward } from "../operator/kernels/gelu_backward.ts";
import { reframe } from "../operator/kernels/reframe.ts";
import { type Case, named, numbers, type StageCheck } from "./case.ts";
import type { Dice } from "./dice.ts";
import { poisoned } from "./stage.ts";
import { scene } from "./training.ts";

/** Largest relative error, over the largest value of a buffer: some ten operations or sums of some hundred, each right to 2^-24. */
const SUMS = 2e-6;

export const operatorChecks: readonly StageCheck[] = [
  { kernel: "operator gelu", tolerance: SUMS, make: activation },
  { kernel: "operator gelu backward", tolerance: SUMS, make: activationBackward },
  { kernel: "operator gate", tolerance: SUMS, make: gates },
  { kernel: "operator gate gradient", tolerance: SUMS, make: gatesBackward },
  { kernel: "operator reframe", tolerance: 0, make: framed },
  { kernel: "operator gather fields", tolerance: 0, make: gathered },
  { kernel: "operator field error", tolerance: SUMS, make: (dice) => error(dice, 0) },
  { kernel: "operator field error, squared", tolerance: SUMS, make: (dice) => error(dice, 1) },
];

/** Numbers on both sides of the reach of the approximation. */
function sums(dice: Dice) {
  const count = dice.whole(65, 900) | 1;
  return { count, inputs: numbers(dice, count, -7, 7), size: `${count} numbers` };
}

function activation(dice: Dice): Case {
  const { count, inputs, size } = sums(dice);
  return { stage: gelu("gelu", { count }, named("inputs", "outputs")), buffers: { inputs, outputs: poisoned(count) }, size };
}

function activationBackward(dice: Dice): Case {
  const { count, inputs, size } = sums(dice);
  const names = named("inputs", "grad_outputs", "grad_inputs");
  const buffers = { inputs, grad_outputs: numbers(dice, count), grad_inputs: poisoned(count) };
  return { stage: geluBackward("gelu", { count }, names), buffers, size };
}

function matrix(dice: Dice) {
  const [rows, columns] = [dice.whole(3, 200) | 1, dice.whole(3, 90) | 1];
  return { rows, columns, inputs: numbers(dice, rows * columns), at: dice.whole(1, 9), size: `${rows} x ${columns}` };
}

function gates(dice: Dice): Case {
  const { rows, columns, inputs, at, size } = matrix(dice);
  const [gated, accumulate] = [dice.whole(0, 1), dice.whole(0, 1)];
  return {
    stage: gate("gate", { rows, columns, gated, gates_at: at, accumulate }, named("inputs", "gates", "outputs")),
    buffers: {
      inputs,
      gates: numbers(dice, at + columns),
      outputs: accumulate ? numbers(dice, rows * columns) : poisoned(rows * columns),
    },
    size: `${size}${gated ? ", gated" : ""}${accumulate ? ", added" : ""}`,
  };
}

function gatesBackward(dice: Dice): Case {
  const { rows, columns, inputs, at, size } = matrix(dice);
  return {
    stage: gateGradient("gates", { rows, columns, out_at: at }, named("inputs", "grad_outputs", "out")),
    buffers: { inputs, grad_outputs: numbers(dice, rows * columns), out: numbers(dice, at + columns) },
    size,
  };
}

/** Wider along some axes, narrower along others. */
function framed(dice: Dice): Case {
  const [batch, channels] = [dice.whole(1, 4), dice.whole(1, 5)];
  const [from_0, from_1, from_2] = [dice.whole(3, 7), dice.whole(3, 7), dice.whole(3, 7)];
  const [to_0, to_1, to_2] = [from_0, from_1, from_2].map((size) => size + 2 * dice.whole(-1, 2));
  const shape = { batch, channels, from_0, from_1, from_2, to_0, to_1, to_2 };
  return {
    stage: reframe("reframe", shape, named("inputs", "outputs")),
    buffers: {
      inputs: numbers(dice, batch * from_0 * from_1 * from_2 * channels),
      outputs: poisoned(batch * to_0 * to_1 * to_2 * channels),
    },
    size: `${batch} x ${channels} from ${from_0} x ${from_1} x ${from_2} to ${to_0} x ${to_1} x ${to_2}`,
  };
}

function fields(dice: Dice) {
  const at = scene(dice);
  const [places, channels] = [dice.whole(17, 90) | 1, dice.whole(1, 3)];
  const values = numbers(dice, at.examples * places * channels);
  return { ...at, places, channels, values, size: `${at.part.batch} of ${at.part.whole} fields of ${places} x ${channels}` };
}

function gathered(dice: Dice): Case {
  const { part, clock, order, places, channels, values, size } = fields(dice);
  const axes = dice.whole(0, 3);
  return {
    stage: gatherFields("gather", { ...part, places, channels, axes }, named("clock", "order", "fields", "grid", "outputs")),
    buffers: {
      ...{ clock, order, fields: values },
      grid: numbers(dice, Math.max(1, places * axes)),
      outputs: poisoned(part.batch * places * (channels + axes)),
    },
    size: `${size}, ${axes} axes`,
  };
}

function error(dice: Dice, squared: number): Case {
  const { part, clock, order, places, channels, values, size } = fields(dice);
  const names = {
    ...named("clock", "order", "targets", "scales", "outputs"),
    ...named("grad_outputs", "losses", "relatives"),
  };
  // The losses of the batch's other parts must stay.
  const own = () => numbers(dice, part.whole);
  return {
    stage: fieldError("error", { ...part, places, channels, squared }, names),
    buffers: {
      ...{ clock, order, targets: values, losses: own(), relatives: own() },
      scales: numbers(dice, 2 * channels, -2, 2),
      outputs: numbers(dice, part.batch * places * channels),
      grad_outputs: poisoned(part.batch * places * channels),
    },
    size,
  };
}
