/** From a description to a ResolvedNetwork: one check for files and for networks made in code. */
import { InputError } from "../errors.ts";
import { models as builtIn } from "../twins/neuron/index.ts";
import type { NeuronModel } from "../twins/neuron/model.ts";
import { rules as builtInRules } from "../twins/plasticity/index.ts";
import type { SynapseRule } from "../twins/plasticity/rule.ts";
import type {
  CouplingDescription,
  FieldDescription,
  InputDescription,
  ModulatorDescription,
  NetworkDescription,
  Numbers,
  PopulationDescription,
  ProjectionDescription,
  RecordDescription,
  RuleTextDescription,
  Values,
} from "./description.ts";
import { type FieldDraft, resolveField, withCoupling } from "./field.ts";
import { receptorIndex, resolveInput, takesNoNegative, wholeSteps } from "./input.ts";
import { at, unknownName } from "./names.ts";
import { isArray, resolveIndices, resolveNumbers, type Wanted } from "./numbers.ts";
import { resolveInitial, resolveParams } from "./parameters.ts";
import { plasticReceptor, resolveModulator, resolvePlasticity } from "./plasticity.ts";
import type {
  ResolvedField,
  ResolvedInput,
  ResolvedModulator,
  ResolvedNetwork,
  ResolvedPopulation,
  ResolvedProjection,
  ResolvedRecord,
} from "./resolved.ts";
import { resolveRule, synapseCount } from "./rule.ts";
import { checkStructure, type Part } from "./structure.ts";
import { resolveModel, type UserModel } from "./user-model.ts";
import { resolveRuleText } from "./user-rule.ts";

/** Most neurons of a network: indices are unsigned 32-bit numbers with one bit to spare. */
const MOST_NEURONS = 2 ** 31 - 1;

/** dt (ms), seed and name of a network. */
export interface NetworkOptions {
  readonly dt: number;
  readonly seed: number;
  readonly name?: string;
}

/** Checks the pieces of a network one by one, each against what came before. */
export class Resolver {
  private readonly models = new Map<string, NeuronModel>();
  private readonly indices = new Map<string, number>();
  private readonly populations: ResolvedPopulation[] = [];
  private readonly inputs: ResolvedInput[] = [];
  private readonly projections: ResolvedProjection[] = [];
  private readonly rules = new Map<string, SynapseRule>(Object.entries(builtInRules));
  private readonly modulators: ResolvedModulator[] = [];
  private readonly fields: FieldDraft[] = [];
  private couplings = 0;
  private records: ResolvedRecord[] | undefined;
  private neurons = 0;

  /** @throws InputError for a dt that is not above 0 or a seed that is not an integer of 0 to 2^53 - 1 */
  constructor(private readonly options: NetworkOptions) {
    const { dt, seed, name } = options;
    checkStructure("network", { galvani: 1, dt, seed, name, populations: [{ name: "any", size: 1, model: "any" }] }, "");
  }

  /** Adds a model of the user's own. */
  model(model: UserModel): NeuronModel {
    const place = at("models", this.models.size);
    const { twin, precise: _precise, derive, check, ...description } = model;
    for (const [name, f] of Object.entries({ twin, derive, check })) {
      if (f !== undefined && typeof f !== "function") throw new InputError(at(place, name), f, "must be a function");
    }
    checkStructure("model", withoutText(description), place);
    if (Object.hasOwn(builtIn, model.name))
      throw new InputError(at(place, "name"), model.name, "is a built-in model's name; choose another");
    if (this.models.has(model.name)) throw new InputError(at(place, "name"), model.name, "another model has this name; choose another");
    const built = resolveModel(model, place, this.options.dt);
    this.models.set(model.name, built);
    return built;
  }

  /** Adds a plasticity rule of the user's own. */
  rule(rule: RuleTextDescription): SynapseRule {
    const place = at("rules", this.rules.size - Object.keys(builtInRules).length);
    checkStructure("rule_text", withoutText(rule), place);
    if (this.rules.has(rule.name))
      throw new InputError(at(place, "name"), rule.name, "a built-in or another rule has this name; choose another");
    const built = resolveRuleText(rule, place);
    this.rules.set(rule.name, built);
    return built;
  }

  /** Adds a modulator, driven by populations that were added before. */
  modulator(modulator: ModulatorDescription): ResolvedModulator {
    const place = this.checked("modulator", modulator, "modulators", this.modulators.length);
    this.freshName(modulator.name, place, this.modulators, "modulator");
    const resolved = resolveModulator(modulator, place, this.populations, this.options.dt);
    this.modulators.push(resolved);
    return resolved;
  }

  /** Adds a population. */
  population(population: PopulationDescription<Numbers>): ResolvedPopulation {
    const place = this.checked("population", population, "populations", this.populations.length);
    const { name, size } = population;
    if (this.indices.has(name)) throw new InputError(at(place, "name"), name, "another population has this name; choose another");
    const model = this.models.get(population.model) ?? (Object.hasOwn(builtIn, population.model) ? builtIn[population.model] : undefined);
    if (!model) throw unknownName(at(place, "model"), population.model, "neuron model", [...this.models.keys(), ...Object.keys(builtIn)]);
    if (this.neurons + size > MOST_NEURONS)
      throw new InputError(at(place, "size"), size, `a network has ${MOST_NEURONS} neurons at most; make it smaller`);
    const params = resolveParams(population, model, place, this.options.dt);
    const initial = resolveInitial(population, model, place);
    const resolved = { name, size, first: this.neurons, model, params, initial };
    this.indices.set(name, this.populations.length);
    this.populations.push(resolved);
    this.neurons += size;
    return resolved;
  }

  /** Adds an input into a population that was added before. */
  input(input: InputDescription<Numbers>): ResolvedInput {
    const place = this.checked("input", input, "inputs", this.inputs.length);
    this.freshName(input.name, place, this.inputs, "input");
    const target = this.find(input.target, at(place, "target"));
    const resolved = resolveInput(input, place, this.populations[target], target, this.options.dt);
    this.inputs.push(resolved);
    return resolved;
  }

  /** Adds a projection between populations that were added before. */
  projection(projection: ProjectionDescription<Numbers>): ResolvedProjection {
    const place = this.checked("projection", projection, "projections", this.projections.length);
    this.freshName(projection.name, place, this.projections, "projection");
    const source = this.find(projection.source, at(place, "source"));
    const target = this.find(projection.target, at(place, "target"));
    const ends = { source: this.populations[source], target: this.populations[target] };
    const { model } = ends.target;
    const receptor = projection.receptor === undefined ? undefined : receptorIndex(projection.receptor, at(place, "receptor"), model);
    const rule = resolveRule(projection.rule, at(place, "rule"), ends);
    const synapses = synapseCount(rule, ends);
    const listed = rule.kind === "edges" || rule.kind === "one_to_one" || rule.kind === "all_to_all";
    const each = listed ? { length: synapses, each: `one a synapse of ${rule.kind}` } : undefined;
    const sign = takesNoNegative(receptor, model)
      ? { least: 0, reason: `0 (receptor ${projection.receptor} of ${model.name} takes conductances)` }
      : {};
    const weight = perSynapse(projection.weight, at(place, "weight"), rule.kind, each, sign);
    const half = { least: this.options.dt / 2, reason: `half a step, ${this.options.dt / 2} ms,` };
    const delay = perSynapse(projection.delay, at(place, "delay"), rule.kind, each, half);
    const plasticity =
      projection.plasticity &&
      resolvePlasticity(
        projection.plasticity,
        at(place, "plasticity"),
        { rules: this.rules, modulators: this.modulators, dt: this.options.dt },
        delay,
      );
    const resolved = {
      name: projection.name ?? place,
      source,
      target,
      receptor: plasticity ? plasticReceptor(plasticity, weight, receptor, model, place) : receptor,
      rule,
      weight,
      delay,
      synapses,
      plasticity,
    };
    this.projections.push(resolved);
    return resolved;
  }

  /** Adds a field. */
  field(field: FieldDescription): ResolvedField {
    const place = this.checked("field", field, "fields", this.fields.length);
    this.freshName(field.name, place, this.fields, "field");
    const resolved = resolveField(field, place, this.options);
    this.fields.push(resolved);
    return resolved;
  }

  /** Couples a field and a population that were added before. */
  coupling(coupling: CouplingDescription<Numbers>): void {
    const place = this.checked("coupling", coupling, "couplings", this.couplings);
    const f = this.findField(coupling.field, at(place, "field"));
    const population = this.find(coupling.population, at(place, "population"));
    this.fields[f] = withCoupling(this.fields[f], coupling, place, this.populations[population], population);
    this.couplings++;
  }

  /** Adds something to keep during a run. */
  record(record: RecordDescription): ResolvedRecord {
    const place = this.checked("record", record, "record", this.records?.length ?? 0);
    const resolved = this.resolveRecord(record, place);
    this.records = [...(this.records ?? []), resolved];
    return resolved;
  }

  /** `record: []` was given: nothing is kept. */
  recordNothing(): void {
    this.records ??= [];
  }

  /**
   * The network so far.
   * @throws InputError where it has no population
   */
  result(): ResolvedNetwork {
    if (this.populations.length === 0) throw new InputError("populations", [], "must not be empty (Groups of neurons of one model)");
    return {
      name: this.options.name ?? "network",
      dt: this.options.dt,
      seed: this.options.seed,
      neurons: this.neurons,
      populations: [...this.populations],
      inputs: [...this.inputs],
      projections: [...this.projections],
      modulators: [...this.modulators],
      ...(this.fields.length > 0 && { fields: this.fields.map(({ place: _, compiled: _compiled, ...field }) => field) }),
      records: this.records ?? this.populations.map((_, population) => ({ kind: "spikes", population, neurons: undefined })),
    };
  }

  private resolveRecord(record: RecordDescription, place: string): ResolvedRecord {
    if ("rate" in record) {
      const population = this.find(record.rate, at(place, "rate"));
      const bin = record.bin ?? 1;
      return { kind: "rate", population, bin, binSteps: wholeSteps(bin, at(place, "bin"), this.options.dt) };
    }
    if ("weights" in record) {
      const projection = this.projections.findIndex(({ name }) => name === record.weights);
      if (projection < 0)
        throw unknownName(
          at(place, "weights"),
          record.weights,
          "projection",
          this.projections.map(({ name }) => name),
        );
      if (!this.projections[projection].plasticity)
        throw new InputError(at(place, "weights"), record.weights, "has no plasticity: its weights stay what they are; leave it out");
      const { every } = record;
      return { kind: "weights", projection, every, everySteps: wholeSteps(every, at(place, "every"), this.options.dt) };
    }
    if ("field" in record) return this.resolveFrames(record, place);
    const named = "spikes" in record ? "spikes" : "state";
    const population = this.find("spikes" in record ? record.spikes : record.state, at(place, named));
    const { name, size, model } = this.populations[population];
    const neurons = record.neurons && resolveIndices(record.neurons, at(place, "neurons"), size, name);
    if (neurons) checkOnce(neurons, at(place, "neurons"));
    if ("spikes" in record) return { kind: "spikes", population, neurons };
    const { variable, every = 1 } = record;
    if (!Object.hasOwn(model.variables, variable))
      throw unknownName(
        at(place, "variable"),
        variable,
        `state variable of ${model.name}`,
        Object.keys(model.variables),
        "its state variables",
      );
    return { kind: "state", population, variable, every, neurons };
  }

  private resolveFrames(record: Extract<RecordDescription, { readonly field: string }>, place: string): ResolvedRecord {
    const field = this.findField(record.field, at(place, "field"));
    const { compiled, everySteps: own, name } = this.fields[field];
    const known = Object.keys(compiled.variables);
    const { variable = known[0], every = compiled.grid.dt } = record;
    if (!known.includes(variable)) throw unknownName(at(place, "variable"), variable, `variable of "${name}"`, known, "its variables");
    const everySteps = wholeSteps(every, at(place, "every"), this.options.dt);
    if (everySteps % own !== 0)
      throw new InputError(at(place, "every"), every, `must be a whole number of the field's steps: a multiple of ${compiled.grid.dt} ms`);
    return { kind: "field", field, variable, everySteps };
  }

  private checked(part: Part, value: unknown, list: string, index: number): string {
    const place = at(list, index);
    checkStructure(part, value, place);
    return place;
  }

  private freshName(name: string | undefined, place: string, others: readonly { readonly name: string }[], kind: string): void {
    if (name !== undefined && others.some((o) => o.name === name))
      throw new InputError(at(place, "name"), name, `another ${kind} has this name; choose another`);
  }

  private findField(name: string, place: string): number {
    const index = this.fields.findIndex((field) => field.name === name);
    if (index >= 0) return index;
    const names = this.fields.map((field) => field.name);
    throw unknownName(place, name, "field", names);
  }

  private find(name: string, place: string): number {
    const index = this.indices.get(name);
    if (index === undefined) throw unknownName(place, name, "population", this.indices.keys());
    return index;
  }
}

/**
 * Checks a whole description; the order of its parts does not matter.
 * @param models functions (`twin`, `derive`, `check`) of the user's own models, by name: a description cannot hold them
 * @throws InputError naming the place, the value and what to do
 */
export function resolve(description: NetworkDescription<Numbers>, models: ReadonlyMap<string, UserModel> = new Map()): ResolvedNetwork {
  checkStructure("network", { ...description, models: outlined(description.models), rules: outlined(description.rules) }, "");
  const { dt, seed, name } = description;
  const resolver = new Resolver({ dt, seed, name });
  for (const m of description.models ?? []) resolver.model({ ...models.get(m.name), ...m });
  for (const p of description.populations) resolver.population(p);
  for (const i of description.inputs ?? []) resolver.input(i);
  for (const r of description.rules ?? []) resolver.rule(r);
  for (const m of description.modulators ?? []) resolver.modulator(m);
  for (const p of description.projections ?? []) resolver.projection(p);
  for (const f of description.fields ?? []) resolver.field(f);
  for (const c of description.couplings ?? []) resolver.coupling(c);
  for (const r of description.record ?? []) resolver.record(r);
  if (description.record) resolver.recordNothing();
  return resolver.result();
}

function outlined(models: NetworkDescription["models"] | NetworkDescription["rules"]): unknown {
  return Array.isArray(models) ? models.map(withoutText) : models;
}

/** A model with the text that `parseNetworkFile` added to `{file}` left out, as the schema knows it. */
function withoutText<M extends { readonly wgsl: UserModel["wgsl"] }>(model: M): M {
  return typeof model?.wgsl === "object" && model.wgsl !== null && "text" in model.wgsl
    ? { ...model, wgsl: { file: model.wgsl.file } }
    : model;
}

/** Weights or delays: an array only where the synapses have an order that a person can know. */
function perSynapse(value: Numbers, place: string, rule: string, each: Wanted | undefined, wanted: Wanted): Values {
  if (!each && isArray(value)) throw new InputError(place, value, `one value a synapse needs edges, one_to_one or all_to_all, not ${rule}`);
  return resolveNumbers(value, place, { ...wanted, ...each });
}

function checkOnce(neurons: Uint32Array, place: string): void {
  const seen = new Set<number>();
  for (const [i, n] of neurons.entries()) {
    if (seen.has(n)) throw new InputError(at(place, i), n, "is given twice");
    seen.add(n);
  }
}
