import neuronWgsl from "../../shaders/deploy/neuron.wgsl";
import pixelWgsl from "../../shaders/deploy/pixel.wgsl";
import readoutWgsl from "../../shaders/deploy/readout.wgsl";
import ringWgsl from "../../shaders/deploy/ring.wgsl";
import type { UserModel } from "../network/user-model.ts";
import type { DenseNeuron } from "../twins/dense/neuron/model.ts";
import { neuronTwin } from "../twins/deploy/neuron.ts";
import { readout as readoutTwin } from "../twins/deploy/readout.ts";
import { ring as ringTwin } from "../twins/deploy/ring.ts";

/** Sends on the input's spikes. */
export const pixel: UserModel = { name: "pixel", wgsl: pixelWgsl.text, params: { least: 0.5 }, state: { came: 0 }, receptors: ["in"] };

/** Adds up the outputs of a last linear layer. */
export const readout: UserModel = {
  name: "readout",
  wgsl: readoutWgsl.text,
  params: { steps: 1, bias: 0 },
  state: { score: 0, t: 0 },
  receptors: ["in"],
  twin: readoutTwin,
  precise: true,
};

/** A neuron of UltraDLIF's ring. Receptors: current of its own and of its neighbours, the neighbours' spikes. */
export const ring: UserModel = {
  name: "ring",
  wgsl: ringWgsl.text,
  params: { steps: 1, bias: 0, bias_left: 0, bias_right: 0, tau: 0, log_eps: 0, log_beta: 0, ds: 0 },
  state: { v: 0, left: 0, right: 0, score: 0, t: 0, spike: 0 },
  receptors: ["own", "left", "right", "left_spike", "right_spike"],
  twin: ringTwin,
  precise: true,
};

/** The names of a neuron's raw numbers in `Params`. */
export function rawNames(count: number): string[] {
  return Array.from({ length: count }, (_, r) => `raw_${r}`);
}

/** A dense neuron as a model of the event-driven simulator. */
export function neuronModel(name: string, neuron: DenseNeuron): UserModel {
  const raws = rawNames(neuron.raws);
  const states = Array.from({ length: neuron.states }, (_, k) => `state_${k}`);
  const lines: Readonly<Record<string, string>> = {
    RAW_FIELDS: raws.map((raw) => `${raw}: f32,`).join(" "),
    RAW_VALUES: raws.map((raw) => `p.${raw}`).join(", "),
    STATE_FIELDS: states.map((state) => `${state}: f32,`).join(" "),
    STATE_CLEARS: states.map((state) => `(*s).${state} = 0.0;`).join(" "),
    STATE_VALUES: states.map((state) => `(*s).${state}`).join(", "),
    STATE_STORES: states.map((state, k) => `(*s).${state} = stepped.after[${k}];`).join(" "),
  };
  const text = neuronWgsl.text.replace(new RegExp(Object.keys(lines).join("|"), "g"), (mark) => lines[mark]);
  return {
    name,
    wgsl: neuron.wgsl.text + text,
    params: { steps: 1, bias: 0, ...zeros(raws) },
    state: { ...zeros(states), score: 0, t: 0, spike: 0 },
    receptors: ["in", "recurrent"],
    twin: neuronTwin(neuron),
    precise: true,
  };
}

function zeros(names: readonly string[]): Record<string, number> {
  return Object.fromEntries(names.map((name) => [name, 0]));
}
