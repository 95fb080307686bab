import adaptive from "../../shaders/flow/adaptive.wgsl";
import delay from "../../shaders/flow/delay.wgsl";
import integrate from "../../shaders/flow/integrate.wgsl";
import euler from "../../shaders/flow/method/euler.wgsl";
import eulerMaruyama from "../../shaders/flow/method/euler_maruyama.wgsl";
import heun from "../../shaders/flow/method/heun.wgsl";
import milstein from "../../shaders/flow/method/milstein.wgsl";
import rk4 from "../../shaders/flow/method/rk4.wgsl";
import noise from "../../shaders/flow/noise.wgsl";
import type { ShaderSource } from "../gpu/source.ts";
import { linesOf, madeLines, renamedLines, woven } from "../plan/wgsl-text.ts";
import type { FlowForm } from "../twins/flow/flow.ts";
import type { FixedMethod } from "../twins/flow/methods.ts";

/** What a flow's names get behind them, so that they cannot meet the kernel's. */
const SUFFIX = "flow";

/** A form, and which parameters have a value of their own for every system. */
export interface WovenForm extends FlowForm {
  readonly arrays: readonly boolean[];
}

const METHODS: Readonly<Record<FixedMethod, readonly ShaderSource[]>> = {
  euler: [euler],
  heun: [heun],
  rk4: [rk4],
  euler_maruyama: [noise, eulerMaruyama],
  milstein: [noise, milstein],
};

/** shaders/flow/integrate.wgsl with a flow and a method. */
export function weaveIntegrate(form: WovenForm, method: FixedMethod): ShaderSource {
  const noisy = method === "euler_maruyama" || method === "milstein";
  const glue = [...whole(form), ...params(form), ...state(form), ...kept(form, "put_kept"), ...turned(form), ...(noisy ? drawn(form) : [])];
  return weave(integrate, form, glue, METHODS[method]);
}

/** shaders/flow/adaptive.wgsl with a flow. */
export function weaveAdaptive(form: WovenForm): ShaderSource {
  const glue = [...whole(form), ...params(form), ...state(form), ...kept(form, "scatter_kept"), ...rows(form, "inner"), ...norm(form)];
  return weave(adaptive, form, glue, []);
}

/** shaders/flow/delay.wgsl with a flow. */
export function weaveDelay(form: WovenForm): ShaderSource {
  const slope = "fn delayed_slope(p: Params_flow, s: Whole, d: Whole, t: f32) -> Whole { return derivative_flow(p, s, d, t); }";
  const past = rows(form, "past", `${form.flow.variables.length}u * `);
  return weave(delay, form, [...arithmetic(form), slope, ...params(form), ...state(form), ...kept(form, "put_kept"), ...past], []);
}

/** Errors in the flow's text are reported at its author's lines. */
function weave(kernel: ShaderSource, { flow }: WovenForm, glue: readonly string[], methods: readonly ShaderSource[]): ShaderSource {
  return woven(kernel, (mark, origin) =>
    mark === "flow" ? [...renamedLines(flow.wgsl, SUFFIX), ...madeLines(glue, origin), ...methods.flatMap(linesOf)] : undefined,
  );
}

/** Names of the scalars of a whole: those of the state, then those of each tangent vector. */
function scalars({ flow, tangents }: WovenForm): string[] {
  if (tangents === 0) return [...flow.variables];
  const parts = ["s", ...Array.from({ length: tangents }, (_, j) => `v${j}`)];
  return parts.flatMap((part) => flow.variables.map((name) => `${part}.${name}`));
}

/** A whole of its scalars. */
function made({ flow, tangents }: WovenForm, values: readonly string[]): string {
  if (tangents === 0) return `Whole(${values.join(", ")})`;
  const size = flow.variables.length;
  const parts = Array.from({ length: tangents + 1 }, (_, j) => `State_flow(${values.slice(j * size, (j + 1) * size).join(", ")})`);
  return `Whole(${parts.join(", ")})`;
}

const each = (form: WovenForm, value: (name: string, k: number) => string) => made(form, scalars(form).map(value));

function arithmetic(form: WovenForm): string[] {
  const { flow, tangents } = form;
  const vectors = Array.from({ length: tangents }, (_, j) => `v${j}: State_flow`);
  const own = flow.variables.map((name) => `bounded(${tangents > 0 ? "s.s" : "s"}.${name})`);
  return [
    tangents === 0 ? "alias Whole = State_flow;" : `struct Whole { s: State_flow, ${vectors.join(", ")} }`,
    `const DIM = ${flow.variables.length}u;`,
    `fn axpy(a: Whole, h: f32, b: Whole) -> Whole { return ${each(form, (x) => `a.${x} + h * b.${x}`)}; }`,
    `fn sum(a: Whole, b: Whole) -> Whole { return ${each(form, (x) => `a.${x} + b.${x}`)}; }`,
    `fn times(a: Whole, b: Whole) -> Whole { return ${each(form, (x) => `a.${x} * b.${x}`)}; }`,
    `fn scaled(a: Whole, h: f32) -> Whole { return ${each(form, (x) => `a.${x} * h`)}; }`,
    `fn shifted(a: Whole, h: f32) -> Whole { return ${each(form, (x) => `a.${x} + h`)}; }`,
    `fn finite(s: Whole) -> bool { return ${own.join(" && ")}; }`,
  ];
}

/** The arithmetic, and the slope of a whole. */
function whole(form: WovenForm): string[] {
  const head = "fn slope(p: Params_flow, w: Whole, t: f32) -> Whole";
  if (form.tangents === 0) return [...arithmetic(form), `${head} { return derivative_flow(p, w, t); }`];
  const tangents = Array.from({ length: form.tangents }, (_, j) => `tangent_flow(p, w.s, w.v${j}, t)`);
  return [...arithmetic(form), `${head} { return Whole(derivative_flow(p, w.s, t), ${tangents.join(", ")}); }`];
}

function params({ flow, arrays }: WovenForm): string[] {
  const values = flow.parameters.map((_, k) => (arrays[k] ? `params_at(${k}u, i)` : `params_row(${k}u)`));
  return [`fn load_params(i: u32) -> Params_flow { return Params_flow(${values.join(", ")}); }`];
}

function state(form: WovenForm): string[] {
  const stores = scalars(form).map((name, k) => `put_state(${k}u, i, s.${name});`);
  return [
    `fn load_state(i: u32) -> Whole { return ${each(form, (_, k) => `state_at(${k}u, i)`)}; }`,
    `fn store_state(s: Whole, i: u32) { ${stores.join(" ")} }`,
  ];
}

/** Reads and writes wholes in `array`, from row `first` times `factor` on. */
function rows(form: WovenForm, array: string, factor = ""): string[] {
  const stores = scalars(form).map((name, k) => `put_${array}(row + ${k}u, i, s.${name});`);
  return [
    `fn load_${array}(first: u32, i: u32) -> Whole { let row = ${factor}first; return ${each(form, (_, k) => `${array}_at(row + ${k}u, i)`)}; }`,
    `fn store_${array}(first: u32, i: u32, s: Whole) { let row = ${factor}first; ${stores.join(" ")} }`,
  ];
}

function kept(form: WovenForm, put: string): string[] {
  const names = scalars(form);
  const stores = form.kept.map((v, k) => `${put}(slot * ${form.kept.length}u + ${k}u, i, s.${names[v]});`);
  return [`fn keep(s: Whole, i: u32, slot: u32) { ${stores.join(" ")} }`];
}

/** Increments of Brownian motion of all variables. */
function drawn(form: WovenForm): string[] {
  const size = form.flow.variables.length;
  const quads = Array.from({ length: Math.ceil(size / 4) }, (_, q) => `let q${q} = increment(shape, ${q}u, i, step);`);
  const values = form.flow.variables.map((_, k) => `q${k >> 2}.${"xyzw"[k & 3]}`);
  return [`fn increments(shape: Shape, i: u32, step: u32) -> Whole { ${quads.join(" ")} return Whole(${values.join(", ")}); }`];
}

/** Tangent vectors made orthonormal by Gram and Schmidt's modified method, the logarithms of their lengths added up. */
function turned(form: WovenForm): string[] {
  const head = "fn turned(w: Whole, i: u32) -> Whole";
  if (form.tangents === 0) return [`${head} { return w; }`];
  const { variables } = form.flow;
  const state = (value: (name: string) => string) => `State_flow(${variables.map(value).join(", ")})`;
  const steps = Array.from({ length: form.tangents }, (_, j) => {
    const less = Array.from({ length: j }, (_, k) => `v${j} = less(v${j}, dot_of(v${k}, v${j}), v${k});`);
    const unit = `v${j} = ${state((x) => `v${j}.${x} / n${j}`)};`;
    return `var v${j} = w.v${j}; ${less.join(" ")} let n${j} = max(sqrt(dot_of(v${j}, v${j})), 1e-30); ${unit} grow(${j}u, i, n${j});`;
  });
  const vectors = Array.from({ length: form.tangents }, (_, j) => `v${j}`);
  return [
    `fn dot_of(a: State_flow, b: State_flow) -> f32 { return ${variables.map((x) => `a.${x} * b.${x}`).join(" + ")}; }`,
    `fn less(a: State_flow, h: f32, b: State_flow) -> State_flow { return ${state((x) => `a.${x} - h * b.${x}`)}; }`,
    "fn grow(j: u32, i: u32, n: f32) { let low = sums_at(2u * j, i) + log(n); let whole = trunc(low * 0.0625); " +
      "put_sums(2u * j, i, low - 16.0 * whole); put_sums(2u * j + 1u, i, sums_at(2u * j + 1u, i) + whole); }",
    `${head} { ${steps.join(" ")} return Whole(w.s, ${vectors.join(", ")}); }`,
  ];
}

/** Root mean square of e over what is allowed from y to z. */
function norm(form: WovenForm): string[] {
  const terms = form.flow.variables.map((x) => `squared(e.${x} / (atol + rtol * max(abs(y.${x}), abs(z.${x}))))`);
  return [
    "fn squared(x: f32) -> f32 { return x * x; }",
    `fn norm(e: Whole, y: Whole, z: Whole, atol: f32, rtol: f32) -> f32 { return sqrt((${terms.join(" + ")}) / f32(DIM)); }`,
  ];
}
