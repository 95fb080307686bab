/** What is to be kept of a run: populations, projections, fields and their variables looked up, times in steps. */
import { InputError } from "../errors.ts";
import type { RecordDescription } from "./description.ts";
import type { Draft } from "./draft.ts";
import { at, unknownName } from "./names.ts";
import { resolveIndices, wholeSteps } from "./numbers.ts";
import type { ResolvedRecord } from "./resolved.ts";

/** @throws InputError */
export function resolveRecord(record: RecordDescription, place: string, draft: Draft): ResolvedRecord {
  if ("rate" in record) {
    const population = draft.populations.indexOf(record.rate, at(place, "rate"));
    const bin = record.bin ?? 1;
    return { kind: "rate", population, bin, binSteps: wholeSteps(bin, at(place, "bin"), draft.dt) };
  }
  if ("weights" in record) {
    const projection = draft.projections.indexOf(record.weights, at(place, "weights"));
    if (!draft.projections.list[projection].plasticity)
      throw new InputError(at(place, "weights"), record.weights, "has no plasticity: its weights stay what they are; leave it out");
    const { every } = record;
    return { kind: "weights", projection, every, everySteps: wholeSteps(every, at(place, "every"), draft.dt) };
  }
  if ("field" in record) return resolveFrames(record, place, draft);
  const [key, name] = "spikes" in record ? ["spikes", record.spikes] : ["state", record.state];
  const population = draft.populations.indexOf(name, at(place, key));
  const { size, model } = draft.populations.list[population];
  const neurons = record.neurons && resolveIndices(record.neurons, at(place, "neurons"), size, name);
  if (neurons) checkOnce(neurons, at(place, "neurons"));
  if ("spikes" in record) return { kind: "spikes", population, neurons };
  const { variable, every = 1 } = record;
  const known = Object.keys(model.variables);
  if (!known.includes(variable))
    throw unknownName(at(place, "variable"), variable, `state variable of ${model.name}`, known, "its state variables");
  return { kind: "state", population, variable, every, neurons };
}

function resolveFrames(record: Extract<RecordDescription, { readonly field: string }>, place: string, draft: Draft): ResolvedRecord {
  const field = draft.fields.indexOf(record.field, at(place, "field"));
  const { compiled, everySteps: own, name } = draft.fields.list[field];
  const known = Object.keys(compiled.variables);
  const { variable = known[0], every = compiled.grid.dt } = record;
  if (!known.includes(variable)) throw unknownName(at(place, "variable"), variable, `variable of "${name}"`, known, "its variables");
  const everySteps = wholeSteps(every, at(place, "every"), draft.dt);
  if (everySteps % own !== 0)
    throw new InputError(at(place, "every"), every, `must be a whole number of the field's steps: a multiple of ${compiled.grid.dt} ms`);
  return { kind: "field", field, variable, everySteps };
}

function checkOnce(neurons: Uint32Array, place: string): void {
  const seen = new Set<number>();
  for (const [i, n] of neurons.entries()) {
    if (seen.has(n)) throw new InputError(at(place, i), n, "is given twice");
    seen.add(n);
  }
}
