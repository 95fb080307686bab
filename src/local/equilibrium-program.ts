import { columnSums } from "../learn/kernels/column_sums.ts";
import { encodeConstant } from "../learn/kernels/encode_constant.ts";
import { gradientProduct, matmul } from "../learn/kernels/matmul.ts";
import { sgd } from "../learn/kernels/sgd.ts";
import { tally } from "../learn/kernels/tally.ts";
import { tick } from "../learn/kernels/tick.ts";
import { type Buffers, type Program, type Stage, scratch } from "../plan/program.ts";
import { CLOCK_WORDS } from "../twins/lib/batch.ts";
import type { EquilibriumPropagationSpec } from "./equilibrium-spec.ts";
import { equilibriumPropagationContrast } from "./kernels/equilibrium_propagation_contrast.ts";
import { equilibriumPropagationJudge } from "./kernels/equilibrium_propagation_judge.ts";
import { equilibriumPropagationSettle } from "./kernels/equilibrium_propagation_settle.ts";
import { equilibriumPropagationTargets } from "./kernels/equilibrium_propagation_targets.ts";

/** Slots of a layer's states: one a phase. */
const FREE = 0;
const PLUS = 1;
const MINUS = 2;

/** The sets that a program is made for, if it is to train: their counts of examples. */
interface SetSizes {
  readonly train: number;
  readonly test: number;
}

/** Names of the buffers of layer l, from 1. */
export const parametersOf = (layer: number): string => `parameters ${layer}`;
export const gradientsOf = (layer: number): string => `gradients ${layer}`;
export const ratesOf = (layer: number): string => `rates ${layer}`;
const statesOf = (layer: number) => (layer === 0 ? "input" : `states ${layer}`);
const differencesOf = (layer: number) => `differences ${layer}`;
const meansOf = (layer: number) => (layer === 0 ? "input" : `means ${layer}`);

/**
 * The program of a network: sequence "relax" is the free phase of what lies in `input`, its cost and hits; "gradients" adds the nudged phases and adds the
 * estimate of the mean cost's gradient to `gradients l`: W_l (units below x units), then b_l. With sets, "train" and "test" are a batch of one.
 */
export function equilibriumProgram(spec: EquilibriumPropagationSpec, sets?: SetSizes): Program {
  const buffers = buffersOf(spec, sets);
  const relax = relaxing(spec, buffers);
  const learn = [...nudging(spec, buffers), ...contrasting(spec, buffers)];
  const sequences = { relax, gradients: [...relax, ...learn] };
  if (!sets) return { buffers, sequences };
  const end = ending(spec.batch);
  return {
    buffers,
    sequences: {
      ...sequences,
      train: [...loading(spec, "train"), ...relax, ...learn, end.tally, ...descending(spec), end.tick],
      test: [...loading(spec, "test"), ...relax, end.tally, end.tick],
    },
  };
}

function buffersOf({ layers, batch }: EquilibriumPropagationSpec, sets: SetSizes | undefined): Buffers {
  const zeros = (length: number) => ({ type: "f32" as const, length });
  const most = Math.ceil(Math.max(sets?.train ?? 1, sets?.test ?? 1) / batch);
  const buffers: Buffers = {
    clock: { type: "u32", length: CLOCK_WORDS },
    betas: zeros(most),
    input: zeros(batch * layers[0]),
    clamped: zeros(batch * layers[1]),
    targets: zeros(batch * layers[layers.length - 1]),
    costs: zeros(batch),
    hits: zeros(batch),
  };
  layers.slice(1).forEach((units, k) => {
    const [layer, count] = [k + 1, (layers[k] + 1) * units];
    for (const name of [parametersOf(layer), gradientsOf(layer)]) buffers[name] = zeros(count);
    buffers[statesOf(layer)] = zeros(3 * batch * units);
    for (const name of [differencesOf(layer), meansOf(layer), `drive ${layer}`]) buffers[name] = zeros(batch * units);
    if (sets) Object.assign(buffers, { [`velocity ${layer}`]: zeros(count), [ratesOf(layer)]: zeros(most) });
  });
  if (!sets) return buffers;
  for (const name of ["train", "test"] as const) {
    buffers[`${name}.pixels`] = { type: "u32", length: Math.ceil((sets[name] * layers[0]) / 4) };
    for (const part of ["labels", "order"]) buffers[`${name}.${part}`] = { type: "u32", length: sets[name] };
  }
  buffers.levels = { type: "f32", length: 256, data: Float32Array.from({ length: 256 }, (_, k) => k / 255) };
  return Object.assign(buffers, { nothing: zeros(1), history: zeros(3 * most) });
}

/** The free phase, and what it came to. */
function relaxing(spec: EquilibriumPropagationSpec, buffers: Buffers): Stage[] {
  const { layers, batch, free } = spec;
  const top = layers.length - 1;
  const shape = { rows: batch, columns: layers[1], depth: layers[0], turned: 0, bias_at: layers[0] * layers[1], biased: 1 };
  const names = { left: "input", right: parametersOf(1), bias: parametersOf(1), out: "clamped" };
  return [
    matmul("what the input sends", shape, names),
    ...settling(spec, 0, 0, FREE, FREE),
    ...phase(spec, buffers, free, { mode: 1, sign: 0, from: FREE, to: FREE }),
    equilibriumPropagationJudge(
      "judge",
      { batch, units: layers[top] },
      { states: statesOf(top), targets: "targets", costs: "costs", hits: "hits" },
    ),
  ];
}

function nudging(spec: EquilibriumPropagationSpec, buffers: Buffers): Stage[] {
  const up = phase(spec, buffers, spec.nudged, { mode: 2, sign: 1, from: FREE, to: PLUS });
  if (spec.nudging !== "symmetric") return up;
  return [...up, ...phase(spec, buffers, spec.nudged, { mode: 2, sign: -1, from: FREE, to: MINUS })];
}

interface Phase {
  readonly mode: number;
  readonly sign: number;
  /** Slot that the first step reads, and that all write. */
  readonly from: number;
  readonly to: number;
}

/** So many steps: every layer's drive out of the states before, then every layer's states. */
function phase(spec: EquilibriumPropagationSpec, buffers: Buffers, steps: number, { mode, sign, from, to }: Phase): Stage[] {
  if (steps === 0) return [];
  const step = (slot: number) => [...driving(spec, buffers, slot), ...settling(spec, mode, sign, slot, to)];
  const later = step(to);
  return [...step(from), ...Array.from({ length: steps - 1 }, () => later).flat()];
}

/** What each layer gets from its neighbours and its bias, the input's share aside. */
function driving({ layers, batch }: EquilibriumPropagationSpec, buffers: Buffers, slot: number): Stage[] {
  const top = layers.length - 1;
  return layers.slice(1).flatMap((units, k) => {
    const layer = k + 1;
    const out = scratch(buffers, `drive ${layer}`, batch * units);
    const size = { rows: batch, columns: units };
    const below = { ...size, depth: layers[k], turned: 0, left_at: slot * batch * layers[k], bias_at: layers[k] * units, biased: 1 };
    const above = { ...size, depth: layers[layer + 1], turned: 2, left_at: slot * batch * layers[layer + 1] };
    const own = parametersOf(layer);
    const next = parametersOf(layer + 1);
    return [
      ...(layer > 1 ? [matmul(`from below, ${layer}`, below, { left: statesOf(k), right: own, bias: own, out })] : []),
      ...(layer < top
        ? [matmul(`from above, ${layer}`, { ...above, accumulate: layer > 1 ? 1 : 0 }, { left: statesOf(layer + 1), right: next, out })]
        : []),
    ];
  });
}

/** A step of every layer; mode 0 puts them to 0. */
function settling(
  { layers, batch, step = 0.5 }: EquilibriumPropagationSpec,
  mode: number,
  sign: number,
  from: number,
  to: number,
): Stage[] {
  return layers.slice(1).map((units, k) => {
    const [layer, count] = [k + 1, batch * units];
    const [drive, last] = [`drive ${layer}`, layer === layers.length - 1];
    return equilibriumPropagationSettle(
      `settle ${layer}`,
      {
        ...{ count, fixed: layer === 1 ? 1 : 0, read_at: from * count, write_at: to * count, step, sign },
        mode: mode === 2 && !last ? 1 : mode,
      },
      {
        ...{ clock: "clock", betas: "betas", drive, states: statesOf(layer) },
        ...{ clamped: layer === 1 ? "clamped" : drive, targets: last ? "targets" : drive },
      },
    );
  });
}

/** The gradients, out of both phases. */
function contrasting({ layers, batch, nudging }: EquilibriumPropagationSpec, buffers: Buffers): Stage[] {
  const symmetric = nudging === "symmetric";
  const buffer = (length: number) => scratch(buffers, "slices", length);
  return layers.slice(1).flatMap((units, k) => {
    const layer = k + 1;
    const [below, out, count] = [layers[k], gradientsOf(layer), batch * units];
    const shape = { batch, units, first_at: PLUS * count, other_at: (symmetric ? MINUS : FREE) * count, span: symmetric ? 2 : 1 };
    const size = { rows: below, columns: units, depth: batch, out_at: 0 };
    const product = (left: string, right: string) => gradientProduct(`gradient ${layer}`, size, { left, right, out }, buffer);
    return [
      equilibriumPropagationContrast(`contrast ${layer}`, shape, {
        ...{ clock: "clock", betas: "betas", states: statesOf(layer), differences: differencesOf(layer), means: meansOf(layer) },
      }),
      ...product(meansOf(k), differencesOf(layer)),
      // The input is the same in both phases.
      ...(layer > 1 ? product(differencesOf(k), meansOf(layer)) : []),
      columnSums(
        `gradient of bias ${layer}`,
        { rows: batch, columns: units, out_at: below * units },
        { matrix: differencesOf(layer), out },
      ),
    ];
  });
}

function loading({ layers, batch }: EquilibriumPropagationSpec, set: "train" | "test"): Stage[] {
  const common = { clock: "clock", order: `${set}.order` };
  return [
    encodeConstant(
      "load",
      { batch, whole: batch, first: 0, features: layers[0] },
      { ...common, pixels: `${set}.pixels`, levels: "levels", outputs: "input" },
    ),
    equilibriumPropagationTargets(
      "targets",
      { batch, classes: layers[layers.length - 1] },
      { ...common, labels: `${set}.labels`, targets: "targets" },
    ),
  ];
}

function descending({ layers }: EquilibriumPropagationSpec): Stage[] {
  return layers.slice(1).map((units, k) =>
    sgd(
      `descend ${k + 1}`,
      { count: (layers[k] + 1) * units, momentum: 0 },
      {
        ...{ clock: "clock", rates: ratesOf(k + 1), velocity: `velocity ${k + 1}` },
        ...{ parameters: parametersOf(k + 1), gradients: gradientsOf(k + 1) },
      },
    ),
  );
}

function ending(whole: number): { readonly tally: Stage; readonly tick: Stage } {
  const buffers = { losses: "costs", hits: "hits", spikes: "nothing", sizes: "nothing", clock: "clock", history: "history" };
  return { tally: tally("tally", { whole, layers: 0 }, buffers), tick: tick("tick", { batches: 1 }, { clock: "clock" }) };
}
