/** A network that learns by equilibrium propagation as data, and what it must be. */

import type { LabelledSet } from "../learn/data.ts";
import { Dice } from "../learn/dice.ts";
import { need, needNumber, needWhole } from "../learn/needs.ts";
import { refuseOthers } from "../network/names.ts";
import { Stream, streamOf } from "../twins/lib/philox.ts";

/** Between which phases the states are compared: free and +beta; free and beta of a random sign a batch; -beta and +beta. */
export type Nudging = "one-sided" | "random-sign" | "symmetric";

/**
 * A layered network with symmetric weights, as data. Its energy is E = 1/2 sum s^2 - sum_l s_l W_l s_(l+1) - sum b s over states s clipped to
 * 0..1 (the hard sigmoid), the input clamped; its cost C the squared distance of the output layer from the target (Scellier and Bengio 2017,
 * as in their code: without a half).
 */
export interface EquilibriumPropagationSpec {
  /** Units a layer: input, hidden ones, output. At least three. */
  readonly layers: readonly number[];
  /** Examples side by side. */
  readonly batch: number;
  /** How strongly a nudged phase pulls the output towards the target, above 0. */
  readonly beta: number;
  readonly nudging: Nudging;
  /** Steps of the free phase, from states of 0, and of each nudged one, from the free states: 1 to 65,536. */
  readonly free: number;
  readonly nudged: number;
  /** Length of a step of the relaxation, above 0 and at most 1; default 0.5. */
  readonly step?: number;
  /** Of first weights, orders of examples and signs of beta: 0 to 2^53 - 1. */
  readonly seed: number;
}

/** Steps of a phase: they are recorded one by one. */
const MOST_STEPS = 2 ** 16;
const KEYS: Readonly<Record<keyof EquilibriumPropagationSpec, true>> = {
  ...{ layers: true, batch: true, beta: true, nudging: true, free: true, nudged: true, step: true, seed: true },
};
const NUDGINGS = ["one-sided", "random-sign", "symmetric"];

/** @throws InputError for a spec that is none */
export function checkEquilibriumPropagation(spec: EquilibriumPropagationSpec): void {
  refuseOthers("", spec, Object.keys(KEYS));
  const { layers, batch, beta, nudging, free, nudged, step = 0.5, seed } = spec;
  need(Array.isArray(layers) && layers.length >= 3, "layers", layers, "must be three sizes or more: input, hidden layers, output");
  layers.forEach((units, k) => {
    needWhole(`layers[${k}]`, units, 1);
  });
  needWhole("batch", batch, 1);
  needNumber("beta", beta, 0, true);
  need(NUDGINGS.includes(nudging), "nudging", nudging, `must be one of: ${NUDGINGS.join(", ")}`);
  needWhole("free", free, 1, MOST_STEPS);
  needWhole("nudged", nudged, 1, MOST_STEPS);
  need(typeof step === "number" && step > 0 && step <= 1, "step", step, "must be a number above 0 and at most 1");
  needWhole("seed", seed, 0);
}

/** @throws InputError for a set that does not fit the network */
export function checkSet(name: string, set: LabelledSet, { layers }: EquilibriumPropagationSpec): void {
  refuseOthers(`data.${name}`, set, ["shape", "pixels", "labels", "classes"]);
  const { pixels, labels, classes } = set;
  const outputs = layers[layers.length - 1];
  need(labels.length > 0, `${name}.labels`, labels, "a set needs examples");
  need(
    pixels.length === labels.length * layers[0],
    `${name}.pixels`,
    pixels,
    `${labels.length} labels need ${labels.length * layers[0]} of them: ${layers[0]} an example, as many as layers[0]`,
  );
  need(classes === outputs, `${name}.classes`, classes, `the output layer has ${outputs} units; make them equal`);
  const wrong = labels.findIndex((label) => label >= classes);
  need(wrong < 0, `${name}.labels[${wrong}]`, labels[wrong], `labels of ${classes} classes are 0 to ${classes - 1}`);
}

/** @throws InputError unless there are rows x columns finite numbers */
export function needValues(place: string, values: Float32Array, rows: number, columns: number): void {
  need(values?.length === rows * columns, place, values, `must have ${rows} x ${columns} numbers`);
  const wrong = Array.from(values).findIndex((value) => !Number.isFinite(Math.fround(value)));
  need(wrong < 0, `${place}[${wrong}]`, values[wrong], "must be a finite number");
}

/** Weights uniform within sqrt(6 / (units below + units)) of 0 (Glorot and Bengio 2010), biases 0: W, then b, layer by layer. */
export function firstParameters({ layers, seed }: EquilibriumPropagationSpec): Float32Array[] {
  return layers.slice(1).map((units, k) => {
    const values = new Float32Array((layers[k] + 1) * units);
    values.set(new Dice(seed, streamOf(Stream.couplings, k)).uniforms(layers[k] * units, Math.sqrt(6 / (layers[k] + units))));
    return values;
  });
}
