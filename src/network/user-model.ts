/** A user's own neuron model: WGSL text as a NeuronModel, its names checked against the text. */
import { InputError } from "../errors.ts";
import { hasFunction, structFields, withoutComments } from "../plan/wgsl-text.ts";
import type { Named, NeuronModel, NeuronTwin } from "../twins/neuron/model.ts";
import type { ModelDescription } from "./description.ts";
import { at } from "./names.ts";
import { sourceOf } from "./user-text.ts";

/** A user's own model as code gives it: the description and, optionally, functions that a file cannot hold. */
export interface UserModel extends ModelDescription {
  /** Runs the model on the `cpu` executor where its text cannot be compiled (src/wasm); with neither the model needs a WebGPU adapter. */
  readonly twin?: NeuronTwin;
  /** The `cpu` executor runs the twin although the text could be compiled: the twin computes in float64 within a step. Default false. */
  readonly precise?: boolean;
  /** Fields of `struct Params` from the parameters in float64; without it they are the parameters themselves, and `dt`. */
  readonly derive?: (p: Named, dt: number) => Record<string, number>;
  /** Why parameters cannot be used, as [parameter, what to do]. */
  readonly check?: (p: Named) => readonly [string, string] | undefined;
}

const FUNCTIONS = ["advance", "receive", "crossed", "reset"];

/**
 * The model that a description stands for. The order of `paramFields` and `stateFields` is the text's.
 * @throws InputError where text and names disagree, or one of the four functions is missing
 */
export function resolveModel(model: UserModel, place: string, dt: number): NeuronModel {
  const source = sourceOf(model.wgsl, place);
  const { path } = source;
  const code = withoutComments(source.text);
  const where = at(place, "wgsl");
  for (const name of FUNCTIONS) {
    if (!hasFunction(code, name)) throw new InputError(where, path, `fn ${name} is missing; a model has fn ${FUNCTIONS.join(", ")}`);
  }
  const paramFields = structFields(code, "Params", where, path);
  const stateFields = structFields(code, "State", where, path);
  sameNames(paramFields, model.params, at(place, "params"), "Params", model.derive !== undefined);
  sameNames(stateFields, model.state, at(place, "state"), "State", false);
  checkReceptors(code, model.receptors, at(place, "receptors"));
  const built: NeuronModel = {
    name: model.name,
    wgsl: source,
    parameters: Object.fromEntries(Object.entries(model.params).map(([k, v]) => [k, { default: v, unit: "", doc: "" }])),
    variables: Object.fromEntries(Object.entries(model.state).map(([k, v]) => [k, { unit: "", doc: "", initial: () => v, field: k }])),
    receptors: [...model.receptors],
    paramFields,
    stateFields,
    derive: model.derive ?? ((p, step) => ({ ...p, dt: step })),
    ...(model.check ? { check: model.check } : {}),
    ...(model.twin ? { twin: model.twin } : {}),
    ...(model.precise && model.twin ? { precise: true } : {}),
  };
  if (model.derive) checkDerived(built, model.derive(model.params, dt), place);
  return built;
}

function checkDerived(model: NeuronModel, derived: Record<string, number>, place: string): void {
  for (const field of model.paramFields) {
    if (!Number.isFinite(derived[field]))
      throw new InputError(
        at(at(place, "derive"), field),
        derived[field],
        "derive must give a finite number for every field of struct Params",
      );
  }
}

/** Every field has a default and every default a field; `dt` is the engine's. With `derive`, parameters are free. */
function sameNames(
  fields: readonly string[],
  given: Readonly<Record<string, number>>,
  place: string,
  struct: string,
  derived: boolean,
): void {
  const isParams = struct === "Params";
  for (const [name, value] of Object.entries(given)) {
    if (!Number.isFinite(value)) throw new InputError(at(place, name), value, "must be a finite number");
    if (isParams && name === "dt") throw new InputError(at(place, name), value, "dt is filled in by the engine; leave it out");
    if (!derived && !fields.includes(name))
      throw new InputError(at(place, name), value, `struct ${struct} has no field of this name; its fields: ${fields.join(", ")}`);
  }
  if (derived) return;
  for (const field of fields) {
    if (isParams && field === "dt") continue;
    if (!Object.hasOwn(given, field))
      throw new InputError(
        at(place, field),
        undefined,
        `is missing; struct ${struct} has this field: give its ${isParams ? "default" : "initial value"}`,
      );
  }
}

function checkReceptors(code: string, receptors: readonly string[], place: string): void {
  const twice = receptors.findIndex((r, i) => receptors.indexOf(r) !== i);
  if (twice >= 0) throw new InputError(at(place, twice), receptors[twice], "is given twice; receptors need different names");
  const length = /\bfn\s+receive\s*\([^{]*?\barray\s*<\s*f32\s*,\s*(\d+)[iu]?\s*>/.exec(code)?.[1];
  if (length !== undefined && Number(length) !== receptors.length) {
    throw new InputError(place, receptors, `fn receive takes array<f32, ${length}>: give ${length} names`);
  }
}
