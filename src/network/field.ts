/** Fields of a network: checked by being compiled, their couplings with neurons put at their places. */
import { InputError } from "../errors.ts";
import { type CompiledField, compileField } from "../field/compile.ts";
import type { FieldSpec, FieldValues } from "../field/spec.ts";
import type { CouplingDescription, FieldDescription, Numbers } from "./description.ts";
import type { Draft, FieldDraft } from "./draft.ts";
import { at, unknownName } from "./names.ts";
import { resolveArray, resolveNumbers, wholeSteps } from "./numbers.ts";
import type { ResolvedCoupling, ResolvedPopulation } from "./resolved.ts";

/** Noise without a seed of its own follows from the network's. @throws InputError for a spec that does not compile, or a step that is no whole number of the network's */
export function resolveField({ name, ...given }: FieldDescription, place: string, { dt, seed }: Pick<Draft, "dt" | "seed">): FieldDraft {
  const spec = given.model === "klein-gordon" ? { ...given, seed: given.seed ?? seed } : given;
  // Its inputs are asked for, so that it says which it can have.
  const compiled = compileField({ ...spec, input: spec.input ?? {} } as FieldSpec, { name, place });
  const everySteps = wholeSteps(spec.dt, at(place, "dt"), dt);
  const lists = { ...(spec.initial && { initial: listed(spec.initial) }), ...(spec.input && { input: listed(spec.input) }) };
  return { name, spec: { ...spec, ...lists } as FieldSpec, everySteps, drives: [], sources: [], place, compiled };
}

/** Values with lists as typed arrays: a checkpoint knows a network by them, from code or from a file. */
function listed(values: Readonly<Record<string, FieldValues>>): Record<string, FieldValues> {
  return Object.fromEntries(Object.entries(values).map(([name, v]) => [name, typeof v === "number" ? v : Float64Array.from(v)]));
}

/** The field with one more coupling. @throws InputError */
export function withCoupling(
  field: FieldDraft,
  coupling: CouplingDescription<Numbers>,
  place: string,
  { name, size }: ResolvedPopulation,
  population: number,
): FieldDraft {
  const { compiled, spec } = field;
  const known = Object.keys(coupling.kind === "drive" ? compiled.variables : compiled.inputs);
  const variable = coupling.variable ?? known[0];
  const what = coupling.kind === "drive" ? "variable" : "input";
  if (!known.includes(variable)) throw unknownName(at(place, "variable"), variable, `${what} of "${field.name}"`, known, `its ${what}s`);
  const gain = resolveNumbers(coupling.gain, at(place, "gain")) as number;
  const resolved = { population, variable, gain, points: pointsOf(coupling.positions, at(place, "positions"), compiled, name, size) };
  if (coupling.kind === "drive") return { ...field, drives: [...field.drives, resolved] };
  const input = { ...spec.input, [variable]: (spec.input as Readonly<Record<string, number>> | undefined)?.[variable] ?? 0 };
  return { ...field, spec: { ...spec, input } as FieldSpec, sources: [...field.sources, resolved] };
}

function pointsOf(
  positions: Numbers | undefined,
  place: string,
  { grid, name }: CompiledField,
  population: string,
  size: number,
): ResolvedCoupling["points"] {
  const { sizes, spacings } = grid;
  if (positions === undefined) return evenly(sizes, place, population, size);
  const each = `${sizes.length === 1 ? "one" : `${sizes.length}, one an axis of "${name}",`} for each neuron of "${population}"`;
  const given = resolveArray(positions, place, { length: size * sizes.length, each });
  return given.map((position, k) => {
    const n = sizes[k % sizes.length];
    const point = position / spacings[k % sizes.length];
    const wrapped = point - n * Math.floor(point / n);
    // A position just below 0 may come out at n itself.
    return wrapped < n ? wrapped : 0;
  });
}

/** Neurons in rows like the grid's, the first at its first point; on one axis any number of them. */
function evenly(sizes: readonly number[], place: string, population: string, size: number): Float64Array {
  const points = sizes.reduce((product, n) => product * n, 1);
  const counts = sizes.length === 1 ? [size] : sizes.map((n) => n * Math.sqrt(size / points));
  if (!counts.every(Number.isInteger))
    throw new InputError(
      place,
      undefined,
      `the ${size} neurons of "${population}" do not fill a grid like the field's ${sizes.join(" x ")} points; give positions`,
    );
  const out = new Float64Array(size * sizes.length);
  for (let i = 0; i < size; i++) {
    let rest = i;
    for (let axis = sizes.length - 1; axis >= 0; axis--) {
      out[i * sizes.length + axis] = ((rest % counts[axis]) * sizes[axis]) / counts[axis];
      rest = Math.floor(rest / counts[axis]);
    }
  }
  return out;
}
