import { positive, whole, wholeSteps } from "../checks.ts";
import { InputError } from "../errors.ts";
import { refuseOthers } from "../network/names.ts";
import type { Buffers, Program, Stage } from "../plan/program.ts";
import { type FrameRing, frameRing } from "../plan/stepper.ts";
import { COUNT_ROWS, INNER_ROWS } from "../twins/flow/adaptive.ts";
import { FLOW_CLOCK_WORDS, FlowClock } from "../twins/flow/flow.ts";
import type { FixedMethod } from "../twins/flow/methods.ts";
import { normalTable } from "../twins/lib/normal.ts";
import { keyOf, Stream, streamOf } from "../twins/lib/philox.ts";
import { SYSTEMS_TOGETHER } from "../wasm/flow/systems.ts";
import { known, listed, own, perSystem } from "./check.ts";
import { adaptive } from "./kernels/adaptive.ts";
import { delay } from "./kernels/delay.ts";
import { integrate } from "./kernels/integrate.ts";
import { tick } from "./kernels/tick.ts";
import { type ResolvedFlow, resolveFlow } from "./resolve.ts";
import { type EnsembleRecording, type EnsembleSpec, INTEGRATORS, type Integrator } from "./spec.ts";
import { fillPast, firstTangents } from "./states.ts";
import type { WovenForm } from "./weave.ts";

/** Words of `clock` where nothing is to happen: so many steps no run has. */
export const NEVER = 0xffffffff;
/** System steps of a dispatch, about, and steps at most: some milliseconds of work between two looks. */
const DISPATCH_STEPS = 2 ** 24;
const MOST_STEPS = 512;
/** Attempts of a dispatch. */
const ATTEMPTS = 128;
/** Steps, or noise steps, that a word of 32 bits counts. */
const MOST = 2 ** 32 - 2;
/** Numbers of all buffers together: what memory of 32 bits holds. */
const MOST_NUMBERS = 2 ** 30;

const KEYS: Readonly<Record<keyof EnsembleSpec, true>> = {
  ...{ flow: true, systems: true, dt: true, integrator: true, parameters: true, initial: true, seed: true },
  ...{ brownianParts: true, tolerance: true, delay: true, history: true, tangents: true },
};

const FIXED: Readonly<Partial<Record<Integrator, FixedMethod>>> = {
  euler: "euler",
  heun: "heun",
  rk4: "rk4",
  "euler-maruyama": "euler_maruyama",
  milstein: "milstein",
};

/** What is known of an ensemble before its buffers. */
type Laid = Omit<CompiledEnsemble, "program" | "longest">;

/** An ensemble as buffers and stages, made without touching a device. */
export interface CompiledEnsemble {
  readonly flow: ResolvedFlow;
  readonly form: WovenForm;
  readonly systems: number;
  /** Length of a row. */
  readonly stride: number;
  readonly dt: number;
  readonly integrator: Integrator;
  /** Steps of a dispatch; attempts where step sizes are the systems' own. */
  readonly most: number;
  /** Steps that a run may reach. */
  readonly longest: number;
  /** Frames (variables x stride); absent where nothing is kept. */
  readonly recording: (FrameRing & { readonly variables: readonly string[] }) | undefined;
  readonly tangents: { readonly count: number; readonly every: number } | undefined;
  /** Steps of the delay. */
  readonly lag: number | undefined;
  /** Sequence "run": up to `most` steps, or to the goal in `clock`. */
  readonly program: Program;
}

/** @throws InputError for everything in a spec that cannot be run */
export function compileEnsemble(spec: EnsembleSpec, record?: EnsembleRecording): CompiledEnsemble {
  refuseOthers("ensemble", spec, Object.keys(KEYS));
  const flow = resolveFlow(spec.flow);
  const { model } = flow;
  const systems = whole(1, spec.systems ?? 1, "systems");
  whole(0, spec.seed ?? 1, "seed");
  const dt = positive(spec.dt ?? flow.step, "dt");
  if (Math.fround(dt) === 0) throw new InputError("dt", dt, "must be a number of float32");
  const integrator = integratorOf(spec, flow);
  const tangents = tangentsOf(spec, flow, integrator);
  const lag = lagOf(spec, flow, dt);
  known(spec.parameters, model.parameters, "parameters");
  known(spec.initial, model.variables, "initial");
  const stride = SYSTEMS_TOGETHER * Math.ceil(systems / SYSTEMS_TOGETHER);
  const recording = recordingOf(record, flow, stride);
  const form: WovenForm = {
    flow: model,
    tangents: tangents?.count ?? 0,
    kept: (recording?.variables ?? []).map((name) => model.variables.indexOf(name)),
    arrays: model.parameters.map((name) => typeof own(spec.parameters, name) === "object"),
  };
  const most = integrator === "dormand-prince" ? ATTEMPTS : Math.max(1, Math.min(MOST_STEPS, Math.floor(DISPATCH_STEPS / systems)));
  const laid = { flow, form, systems, stride, dt, integrator, most, recording, tangents, lag };
  // Steps of a system's own take less than two states more, and three rows of counts.
  const states = model.variables.length * (4 + 3 * form.tangents + 2 * (lag ?? 0));
  const rows = model.parameters.length + states + 8 + form.kept.length * (recording?.slots ?? 0);
  if (rows * stride > MOST_NUMBERS)
    throw new InputError("systems", systems, `take ${(4 * rows * stride) / 2 ** 30} GiB with variables, frames and delay; 4 GiB at most`);
  const longest = Math.floor(MOST / whole(1, spec.brownianParts ?? 1, "brownianParts"));
  return { ...laid, longest, program: programOf(spec, laid) };
}

function recordingOf(record: EnsembleRecording | undefined, { model }: ResolvedFlow, stride: number): Laid["recording"] {
  if (record === undefined) return undefined;
  refuseOthers("record", record, ["every", "variables"]);
  const variables = listed(record.variables, model.variables, "record.variables");
  return { ...frameRing(steps(record.every, "record.every"), variables.length * stride), variables };
}

/** Steps from one thing to the next, as a word counts them. @throws InputError */
function steps(value: unknown, place: string): number {
  const count = whole(1, value, place);
  if (count > MOST) throw new InputError(place, value, `must be ${MOST} or less`);
  return count;
}

function programOf(spec: EnsembleSpec, laid: Laid): Program {
  const { flow, form, systems, stride, recording, tangents, lag, integrator } = laid;
  const every = recording?.every ?? NEVER;
  const buffers: Buffers = {
    clock: { type: "u32", length: FLOW_CLOCK_WORDS, data: clockOf(every, tangents?.every ?? NEVER) },
    params: { type: "f32", length: flow.model.parameters.length * stride, data: paramsOf(spec, flow, systems, stride) },
    state: {
      type: "f32",
      length: flow.model.variables.length * (1 + form.tangents) * stride,
      data: statesOf(spec, flow, form, systems, stride),
    },
    failed: { type: "u32", length: stride + 2 },
    kept: { type: "f32", length: recording ? recording.slots * recording.size : 1 },
  };
  const stages = lag !== undefined ? delayed(spec, laid, lag, buffers) : (fixed(spec, laid, buffers) ?? ownSteps(spec, laid, buffers));
  if (integrator === "dormand-prince") return { buffers, sequences: { run: stages } };
  const turns = tangents?.every ?? NEVER;
  const ticks = tick("tick", { most: laid.most, every, slots: recording?.slots ?? 1, turns, lag: lag ?? 1 }, { clock: "clock" });
  return { buffers, sequences: { run: [...stages, ticks] } };
}

/** Names of the buffers that all kernels have. */
const NAMES = { clock: "clock", params: "params", state: "state", failed: "failed", kept: "kept" };

function shapeOf({ systems, stride, dt, most, recording }: Laid) {
  return { systems, stride, most, every: recording?.every ?? NEVER, slots: recording?.slots ?? 1, dt };
}

function delayed({ history }: EnsembleSpec, laid: Laid, lag: number, buffers: Buffers): Stage[] {
  const { form, systems, stride, dt } = laid;
  const { variables } = form.flow;
  const past = new Float32Array(2 * lag * variables.length * stride);
  fillPast(past, buffers.state.data as Float32Array, history, { variables, systems, stride, lag, dt, place: 0 });
  buffers.past = { type: "f32", length: past.length, data: past };
  return [delay(form.flow.name, form, { ...shapeOf(laid), lag }, { ...NAMES, past: "past" })];
}

function fixed({ brownianParts: parts = 1, seed = 1 }: EnsembleSpec, laid: Laid, buffers: Buffers): Stage[] | undefined {
  const { form, stride, tangents, integrator } = laid;
  const method = FIXED[integrator];
  if (!method) return undefined;
  const [key0, key1] = keyOf(seed);
  const data = integrator === "euler-maruyama" || integrator === "milstein" ? Uint32Array.from(normalTable) : new Uint32Array(1);
  buffers.tables = { type: "u32", length: data.length, data };
  buffers.sums = { type: "f32", length: Math.max(1, 2 * form.tangents * stride) };
  const noise = { parts, key0: key0 >>> 0, key1: key1 >>> 0, stream: streamOf(Stream.flow, 0) };
  const shape = { ...shapeOf(laid), turns: tangents?.every ?? NEVER, ...noise };
  return [integrate(form.flow.name, form, method, shape, { ...NAMES, tables: "tables", sums: "sums" })];
}

function ownSteps({ tolerance }: EnsembleSpec, laid: Laid, buffers: Buffers): Stage[] {
  const { form, stride } = laid;
  if (tolerance !== undefined) refuseOthers("tolerance", tolerance, ["rtol", "atol"]);
  const { rtol = 1e-5, atol = 1e-7 } = tolerance ?? {};
  if (positive(rtol, "tolerance.rtol") < 1e-6)
    throw new InputError("tolerance.rtol", rtol, "must be 1e-6 or more: float32 has no more digits");
  positive(atol, "tolerance.atol");
  const shape = shapeOf(laid);
  buffers.inner = { type: "f32", length: (2 * form.flow.variables.length + INNER_ROWS) * stride };
  const counts = new Uint32Array(COUNT_ROWS * stride).fill(shape.every, stride, 2 * stride);
  buffers.counts = { type: "u32", length: counts.length, data: counts };
  return [adaptive(form.flow.name, form, { ...shape, rtol, atol }, { ...NAMES, inner: "inner", counts: "counts" })];
}

function integratorOf({ integrator, history, delay, tolerance, brownianParts }: EnsembleSpec, { model }: ResolvedFlow): Integrator {
  const noisy = model.functions.includes("diffusion");
  const chosen = integrator ?? (noisy ? "euler-maruyama" : "rk4");
  if (!INTEGRATORS.includes(chosen)) throw new InputError("integrator", integrator, `must be one of: ${INTEGRATORS.join(", ")}`);
  const stochastic = chosen === "euler-maruyama" || chosen === "milstein";
  if (model.delayed && chosen !== "rk4") throw new InputError("integrator", integrator, "a delay flow takes rk4");
  if (!model.delayed && history !== undefined) throw new InputError("history", history, `flow "${model.name}" has no delay`);
  if (!model.delayed && delay !== undefined) throw new InputError("delay", delay, `flow "${model.name}" has no delay`);
  if (stochastic && !noisy) throw new InputError("integrator", chosen, `flow "${model.name}" has no fn diffusion; add it or take another`);
  if (!stochastic && noisy)
    throw new InputError("integrator", chosen, `flow "${model.name}" has diffusion; take euler-maruyama or milstein`);
  if (chosen === "milstein" && !model.functions.includes("diffusion_slope"))
    throw new InputError("integrator", chosen, `flow "${model.name}" has no fn diffusion_slope; add it or take euler-maruyama`);
  if (tolerance !== undefined && chosen !== "dormand-prince") throw new InputError("tolerance", tolerance, "is for dormand-prince");
  if (brownianParts !== undefined && !stochastic)
    throw new InputError("brownianParts", brownianParts, "is for euler-maruyama and milstein");
  return chosen;
}

function tangentsOf({ tangents }: EnsembleSpec, { model }: ResolvedFlow, integrator: Integrator) {
  if (tangents === undefined) return undefined;
  refuseOthers("tangents", tangents, ["count", "every"]);
  const count = whole(1, tangents.count, "tangents.count");
  if (count > model.variables.length)
    throw new InputError("tangents.count", count, `must be ${model.variables.length} or less: flow "${model.name}" has no more directions`);
  if (!["euler", "heun", "rk4"].includes(integrator) || model.delayed)
    throw new InputError("integrator", integrator, "tangents go with euler, heun or rk4, and without a delay");
  if (!model.functions.includes("tangent"))
    throw new InputError("tangents", tangents, `flow "${model.name}" has no fn tangent; add the Jacobian times v`);
  return { count, every: steps(tangents.every ?? 10, "tangents.every") };
}

function lagOf({ delay, history }: EnsembleSpec, flow: ResolvedFlow, dt: number): number | undefined {
  if (!flow.model.delayed) return undefined;
  const lag = wholeSteps(delay ?? flow.delay, dt, 2, "delay");
  if (history === undefined) throw new InputError("history", history, `flow "${flow.model.name}" has a delay: say what was before time 0`);
  known(history, flow.model.variables, "history");
  return lag;
}

function clockOf(every: number, turns: number): Uint32Array {
  const clock = new Uint32Array(FLOW_CLOCK_WORDS);
  clock[FlowClock.left] = every;
  clock[FlowClock.turn] = turns;
  return clock;
}

/** One parameter or variable in its row; systems that are none, behind the last, are like the last. */
export function fillRow(row: Float32Array, values: number | Float64Array): Float32Array {
  if (typeof values === "number") return row.fill(values);
  row.set(values);
  return row.fill(values[values.length - 1], values.length);
}

/** @throws InputError for a value that a flow of the table cannot have */
export function parameterRow({ positive }: ResolvedFlow, name: string, value: number | Float64Array, row: Float32Array): Float32Array {
  const least = typeof value === "number" ? value : value.reduce((a, b) => Math.min(a, b), Number.POSITIVE_INFINITY);
  if (positive.includes(name) && !(least > 0)) throw new InputError(`parameters.${name}`, least, "must be above 0 in this flow");
  return fillRow(row, value);
}

function paramsOf({ parameters }: EnsembleSpec, flow: ResolvedFlow, systems: number, stride: number): Float32Array {
  const rows = new Float32Array(flow.model.parameters.length * stride);
  for (const [k, name] of flow.model.parameters.entries()) {
    const value = perSystem(own(parameters, name, flow.parameters[name]), systems, `parameters.${name}`);
    parameterRow(flow, name, value, rows.subarray(k * stride, (k + 1) * stride));
  }
  return rows;
}

function statesOf({ initial, history }: EnsembleSpec, flow: ResolvedFlow, form: WovenForm, systems: number, stride: number): Float32Array {
  const { variables } = flow.model;
  const rows = new Float32Array(variables.length * (1 + form.tangents) * stride);
  if (flow.model.delayed && initial !== undefined) throw new InputError("initial", initial, "the history of a delay flow says it");
  for (const [k, name] of variables.entries()) {
    if (history) continue;
    const value = perSystem(own(initial, name, flow.initial[name]), systems, `initial.${name}`);
    fillRow(rows.subarray(k * stride, (k + 1) * stride), value);
  }
  firstTangents(variables.length, form.tangents).forEach((value, k) => {
    rows.fill(value, (variables.length + k) * stride, (variables.length + k + 1) * stride);
  });
  return rows;
}
