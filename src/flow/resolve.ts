import { positive } from "../checks.ts";
import { InputError } from "../errors.ts";
import { hint, refuseOthers } from "../network/names.ts";
import { hasFunction, structFields, withoutComments } from "../plan/wgsl-text.ts";
import type { FlowFunction, FlowModel } from "../twins/flow/flow.ts";
import { flows } from "../twins/flow/table.ts";
import type { EnsembleSpec, FlowText } from "./spec.ts";

/** A flow with what its table row, or its author, gives. */
export interface ResolvedFlow {
  readonly model: FlowModel;
  readonly parameters: Readonly<Record<string, number>>;
  readonly initial: Readonly<Record<string, number>>;
  readonly positive: readonly string[];
  readonly step?: number;
  readonly delay?: number;
}

/** @throws InputError for an unknown name, and a text that is none */
export function resolveFlow(flow: EnsembleSpec["flow"]): ResolvedFlow {
  if (typeof flow === "object" && flow !== null) return resolveText(flow);
  const built = Object.hasOwn(flows, flow) ? flows[flow] : undefined;
  if (!built)
    throw new InputError(
      "flow",
      flow,
      `${hint(String(flow), Object.keys(flows), "flows")}; one of your own is { name, wgsl, parameters, initial }`,
    );
  const { parameters, initial, positive, step, delay } = built.row;
  return { model: built, parameters, initial, positive, step, delay };
}

const OPTIONAL: readonly FlowFunction[] = ["diffusion", "diffusion_slope", "tangent"];

function resolveText(flow: FlowText): ResolvedFlow {
  refuseOthers("flow", flow, ["name", "wgsl", "parameters", "initial", "delay"]);
  const { name, wgsl, parameters, initial, delay } = flow;
  if (typeof name !== "string" || name === "") throw new InputError("flow.name", name, "must be a name");
  if (typeof wgsl !== "string") throw new InputError("flow.wgsl", wgsl, "must be WGSL text");
  const code = withoutComments(wgsl);
  const path = `${name}.wgsl`;
  if (!hasFunction(code, "derivative"))
    throw new InputError("flow.wgsl", path, "fn derivative is missing; a flow has struct Params, struct State and fn derivative");
  const fields = structFields(code, "Params", "flow.wgsl", path);
  const variables = structFields(code, "State", "flow.wgsl", path);
  sameNames(parameters, fields, "flow.parameters", "Params");
  sameNames(initial, variables, "flow.initial", "State");
  if (fields.length === 0) throw new InputError("flow.wgsl", path, "struct Params has no field; WGSL wants one at least");
  const delayed = argumentsOf(code, "derivative") === 4;
  if (delayed && delay === undefined) throw new InputError("flow.delay", delay, "derivative takes a delayed state: give its delay");
  if (!delayed && delay !== undefined) throw new InputError("flow.delay", delay, "derivative takes no delayed state");
  if (delay !== undefined) positive(delay, "flow.delay");
  const origins = wgsl.split("\n").map((_, k) => ({ file: path, line: k + 1 }));
  const functions = OPTIONAL.filter((given) => hasFunction(code, given));
  const model = { name, wgsl: { path, text: wgsl, origins }, parameters: fields, variables, functions, delayed };
  return { model, parameters, initial, positive: [], delay };
}

/** A value for every field, and no more. @throws InputError */
function sameNames(given: Readonly<Record<string, number>>, fields: readonly string[], place: string, struct: string): void {
  if (given === null || typeof given !== "object") throw new InputError(place, given, `must be an object of: ${fields.join(", ")}`);
  for (const [name, value] of Object.entries(given)) {
    if (!fields.includes(name))
      throw new InputError(`${place}.${name}`, value, `is no field of struct ${struct}; it has: ${fields.join(", ")}`);
  }
  for (const name of fields) {
    const value = Object.hasOwn(given, name) ? given[name] : undefined;
    if (typeof value !== "number" || !Number.isFinite(value)) throw new InputError(`${place}.${name}`, value, "must be a finite number");
  }
}

/** How many parameters a function of the text has. */
function argumentsOf(code: string, name: string): number {
  const list = new RegExp(`\\bfn\\s+${name}\\s*\\(([^)]*)\\)`).exec(code)?.[1] ?? "";
  return list.split(",").filter((one) => one.trim() !== "").length;
}
