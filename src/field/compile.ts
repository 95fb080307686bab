import { InputError } from "../errors.ts";
import type { Buffers, Stage } from "../plan/program.ts";
import { STEP_CLOCK_WORDS } from "../twins/lib/step_clock.ts";
import { type CheckedGrid, checkGrid, spread } from "./grid.ts";
import { tick } from "./kernels/tick.ts";
import { kleinGordon } from "./klein-gordon.ts";
import type { FieldModel, FieldNames, FieldParts } from "./model.ts";
import { amari, wilsonCowan } from "./neural.ts";
import { type Place, put } from "./place.ts";
import { preload } from "./preload.ts";
import { burgers, kuramotoSivashinsky } from "./pseudo-spectral.ts";
import type { FieldSpec, FieldValues } from "./spec.ts";

/** A field as buffers and stages, made without touching a device. */
export interface CompiledField extends FieldParts {
  readonly spec: FieldSpec;
  readonly grid: CheckedGrid;
  readonly name: string;
  /** The first values are in them. */
  readonly buffers: Buffers;
  /** One time step, the count of steps in `clock` included. */
  readonly step: readonly Stage[];
  /** Looks for values that are not finite, as a step does every `LOOK_EVERY` steps. */
  readonly look: readonly Stage[];
  /** u32: the words of src/twins/lib/step_clock.ts. */
  readonly clock: string;
}

/** Steps between two looks for values that are not finite. */
const LOOK_EVERY = 16;

/** How a field is called, where a program or a network has several. */
interface FieldPlace {
  /** First part of the names of its buffers; default "field". */
  readonly name?: string;
  /** Its number: fields of one seed and number have the same noise; default 0. */
  readonly index?: number;
  /** Where it was given, for messages; default: the name. */
  readonly place?: string;
}

/**
 * The buffers and stages of a field.
 * @throws InputError for sizes, lengths, parameters or values that are none, and for a time step that is unstable
 */
export function compileField(spec: FieldSpec, { name = "field", index = 0, place = name }: FieldPlace = {}): CompiledField {
  const buffers: Buffers = {};
  const names: FieldNames = { name, index, clock: `${name} clock`, of: (part) => `${name} ${part}` };
  buffers[names.clock] = { type: "u32", length: STEP_CLOCK_WORDS };
  const { grid, parts } = compileModel(spec, place, names, buffers);
  fill(buffers, parts.inputs, spec.input, grid, `${place}.input`);
  fill(buffers, parts.variables, spec.initial, grid, `${place}.initial`);
  preload(buffers, parts.load);
  const [watched] = Object.values(parts.variables);
  const each = grid.places * watched.channels;
  const end = (label: string, steps: number, every: number) =>
    tick(`${name}: ${label}`, { steps, every, count: grid.batch * each, each }, { values: watched.buffer, clock: names.clock });
  const step = [...parts.step, end("tick", 1, LOOK_EVERY)];
  return { ...parts, spec, grid, name, buffers, step, look: [end("look", 0, 1)], clock: names.clock };
}

/** Each model with the axes that it may have. */
const MODELS = {
  burgers: [burgers, 1],
  "kuramoto-sivashinsky": [kuramotoSivashinsky, 1],
  "klein-gordon": [kleinGordon, 2],
  amari: [amari, 2],
  "wilson-cowan": [wilsonCowan, 2],
} as const satisfies { [M in FieldSpec["model"]]: readonly [FieldModel<Extract<FieldSpec, { model: M }>>, number] };

function compileModel(spec: FieldSpec, place: string, names: FieldNames, buffers: Buffers): { grid: CheckedGrid; parts: FieldParts } {
  if (spec === null || typeof spec !== "object") throw new InputError(place, spec, "must be a field: model, sizes, length, dt ...");
  if (!Object.hasOwn(MODELS, spec.model))
    throw new InputError(`${place}.model`, spec.model, `must be one of: ${Object.keys(MODELS).join(", ")}`);
  const [model, axes] = MODELS[spec.model] as readonly [FieldModel<FieldSpec>, number];
  const grid = checkGrid(spec, place, axes);
  return { grid, parts: model(spec, grid, names, buffers) };
}

/** First values by name. @throws InputError for a name that the model does not have */
function fill(
  buffers: Buffers,
  places: Readonly<Record<string, Place>>,
  given: Readonly<Record<string, FieldValues>> | undefined,
  grid: CheckedGrid,
  place: string,
): void {
  if (given === undefined) return;
  if (given === null || typeof given !== "object") throw new InputError(place, given, "must be an object of values by variable");
  for (const [name, values] of Object.entries(given)) {
    const at = Object.hasOwn(places, name) ? places[name] : undefined;
    if (!at) throw new InputError(`${place}.${name}`, values, `is no variable of it; it has: ${Object.keys(places).join(", ")}`);
    put(spread(values, grid, `${place}.${name}`), at, dataOf(buffers, at.buffer));
  }
}

function dataOf(buffers: Buffers, name: string): Float32Array {
  const buffer = buffers[name];
  buffer.data ??= new Float32Array(buffer.length);
  return buffer.data as Float32Array;
}
