/** Layers of neurons that learn: each dispatch of one, forward and back, against its twin. */
import type { Device } from "../gpu/device.ts";
import { Dice as LayerDice } from "../learn/dice.ts";
import { build, type LayerSpec } from "../learn/layers/index.ts";
import { GRADIENTS, PARAMETERS, Recording, type Tensor } from "../learn/tensor.ts";
import type { Program, Stage } from "../plan/program.ts";
import type { Dice } from "./dice.ts";
import { type Alter, bothWays, GUARD, guarded, poisoned, type Words } from "./stage.ts";
import type { Tally } from "./tally.ts";

/** Sizes of a layer of neurons on its own. */
export interface LayerSize {
  readonly steps: number;
  readonly batch: number;
  readonly features: number;
  readonly truncate: number;
  /** 1 where the input is the same in every step, else `steps`. */
  readonly inputSteps: number;
}

/** A layer on its own as a program: sequences "forward", "hard" and "backward". */
interface LayerProgram {
  readonly program: Program;
  readonly recording: Recording;
  readonly input: Tensor;
  readonly output: Tensor;
}

export function layerProgram(spec: LayerSpec, { steps, batch, features, truncate, inputSteps }: LayerSize, seed = 1): LayerProgram {
  const recording = new Recording({ steps, batch, truncate });
  const input = recording.tensor("input", [features], inputSteps, true);
  const output = build(spec, input, { index: 0, recording, dice: new LayerDice(seed, 0) });
  const buffers = {
    ...recording.buffers,
    [PARAMETERS]: { type: "f32" as const, length: recording.length, data: recording.initial() },
    [GRADIENTS]: { type: "f32" as const, length: recording.length },
  };
  const sequences = { forward: recording.forward(), hard: recording.forward(true), backward: recording.backward() };
  return { program: { buffers, sequences }, recording, input, output };
}

/** The neurons that are checked, by name. */
export const neuronChecks: Readonly<Record<string, LayerSpec>> = {
  UltraPLIF: { layer: "UltraPLIF" },
  "UltraPLIF, DS": { layer: "UltraPLIF", ds: true, beta: 2 },
  UltraDPLIF: { layer: "UltraDPLIF" },
  "UltraDPLIF, DS": { layer: "UltraDPLIF", ds: true, beta: 2 },
  "UltraDLIF of the README": { layer: "UltraDLIF", variant: "readme" },
  "UltraDPLIF of the README": { layer: "UltraDPLIF", variant: "readme" },
  PLIF: { layer: "PLIF" },
  AdaLIF: { layer: "AdaLIF", readout: "membrane" },
  SigmaLIF: { layer: "SigmaLIF", eps: 0.5 },
  "DSpike+": { layer: "DSpike+" },
  "Leaky, subtract, atan": { layer: "Leaky", beta: 0.9, learn_beta: true, learn_threshold: true },
  "Leaky, zero, fast sigmoid": { layer: "Leaky", beta: 0.9, reset: "zero", surrogate: "fast_sigmoid" },
  "Leaky, none, sigmoid": { layer: "Leaky", beta: 0.9, reset: "none", surrogate: "sigmoid" },
  "Leaky, straight through": { layer: "Leaky", beta: 0.9, surrogate: "straight_through" },
  Synaptic: { layer: "Synaptic", alpha: 0.8, beta: 0.9, learn_alpha: true },
  "Synaptic, recurrent": { layer: "Synaptic", alpha: 0.8, beta: 0.9, reset: "zero", recurrent: true },
  "PLIF, recurrent": { layer: "PLIF", recurrent: true, readout: "membrane" },
};

/** Runs a layer forward, hard and back on two draws of its sizes and numbers. */
export function checkNeuron(spec: LayerSpec) {
  return async (device: Device, tally: Tally, dice: Dice, alter: Alter): Promise<string> => {
    const sizes: string[] = [];
    for (const same of [false, true]) {
      const size = sizeOf(spec, dice, same);
      const { program, recording, input, output } = layerProgram(spec, size, dice.word());
      const { forward, hard, backward } = program.sequences;
      const spikes = recording.spiking[0].name;
      await follow(device, tally, hard, start(program, input, output, dice), spikes, alter);
      const after = await follow(device, tally, forward, start(program, input, output, dice), spikes, alter);
      await follow(device, tally, backward, after, spikes, alter);
      sizes.push(`${size.batch} x ${size.features} neurons, ${size.steps} steps`);
    }
    return sizes.join("; ");
  };
}

function sizeOf(spec: LayerSpec, dice: Dice, same: boolean): LayerSize {
  const recurrent = "recurrent" in spec && spec.recurrent === true;
  const steps = recurrent ? dice.whole(3, 5) : dice.whole(5, 12);
  // Rings shorter and longer than a workgroup; units that no workgroup divides.
  const features = recurrent ? dice.size(17, 40) : dice.size(same ? 257 : 5, same ? 300 : 120);
  return { steps, batch: dice.whole(3, 5), features, truncate: dice.whole(2, steps), inputSteps: same ? 1 : steps };
}

/** The buffers as they begin: what the first dispatch reads is drawn, the rest is poisoned. */
function start(program: Program, input: Tensor, output: Tensor, dice: Dice): Words {
  const numbers = (length: number, low: number, high: number) => guarded(dice.list(length, low, high));
  return Object.fromEntries(
    Object.entries(program.buffers).map(([name, { length, data }]) => {
      if (name === PARAMETERS) return [name, guarded(Array.from(data as Float32Array, (value) => value * dice.uniform(0.9, 1)))];
      if (name === input.name) return [name, numbers(length, -1, 2)];
      const added = name === output.grad || name === GRADIENTS || name.endsWith(".partials");
      return [name, added ? numbers(length, -1, 1) : poisoned(length)];
    }),
  );
}

/** Checks stages one after another, each on what the twins before it left; returns what they leave. */
async function follow(device: Device, tally: Tally, stages: readonly Stage[], from: Words, spikes: string, alter: Alter): Promise<Words> {
  let now = from;
  for (const stage of stages) {
    const { got, expected } = await bothWays(device, stage, now, alter);
    const moved = spikes in expected ? movedNeurons(stage, got[spikes], expected[spikes], tally) : () => false;
    for (const name of Object.keys(expected)) {
      const [a, b] = [got[name], expected[name]] as [Float32Array, Float32Array];
      if (name.endsWith(".partials"))
        tally.floats(rowSums(a, stage), rowSums(b, stage), undefined, Math.max(amountOf(b), termsOf(stage, now)));
      else if (name === GRADIENTS) tally.floats(a, b, undefined, termsOf(stage, now));
      else tally.floats(a, b, name === spikes || name.endsWith(".states") ? moved : undefined);
    }
    now = { ...now, ...expected };
  }
  return now;
}

/** What numbers amount to whatever their signs; what is poisoned counts for nothing. */
function amountOf(values: ArrayLike<number>): number {
  return Array.from(values).reduce((sum, value) => (Number.isFinite(value) ? sum + Math.abs(value) : sum), 0);
}

/** What the terms are like that a stage adds up: the gradients and partial sums that it finds. */
function termsOf({ bindings }: Stage, before: Words): number {
  const sizes = Object.entries(bindings).map(([variable, name]) => {
    if (name.endsWith(".partials")) return amountOf(before[name]);
    if (!/^grad/.test(variable)) return 0;
    return Array.from(before[name]).reduce((most, value) => (Number.isFinite(value) ? Math.max(most, Math.abs(value)) : most), 0);
  });
  return Math.max(...sizes);
}

/** Places of neurons of which one side only fired in a step: rounding decides at the threshold, and all that follows from it. */
function movedNeurons(stage: Stage, got: ArrayLike<number>, expected: ArrayLike<number>, tally: Tally): (i: number) => boolean {
  const { units = stage.shape.batch * stage.shape.features } = stage.shape;
  const moved = new Set<number>();
  let fired = 0;
  for (let i = 0; i < expected.length; i++) {
    if (expected[i] === 1) fired++;
    if (Math.abs(got[i] - expected[i]) === 1) moved.add(i % units);
  }
  tally.edge(fired, moved.size);
  return (i) => moved.has(i % units);
}

/** Sums of the rows of `partials`: how a row is split among workgroups is each side's own. The guard behind stays as it is. */
function rowSums(partials: Float32Array, { shape }: Stage): Float32Array {
  const length = shape.groups ?? shape.batch;
  const rows = (partials.length - GUARD) / length;
  const sums = Array.from({ length: rows }, (_, row) => partials.subarray(row * length, (row + 1) * length).reduce((a, b) => a + b, 0));
  return Float32Array.of(...sums, ...partials.subarray(rows * length));
}
