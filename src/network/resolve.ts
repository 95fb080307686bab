/** From a description to a ResolvedNetwork: one check for files and for networks made in code. */
import { InputError } from "../errors.ts";
import { models as builtIn } from "../twins/neuron/index.ts";
import { rules as builtInRules } from "../twins/plasticity/index.ts";
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
} from "./description.ts";
import { type Draft, Pieces } from "./draft.ts";
import { resolveField, withCoupling } from "./field.ts";
import { resolveInput } from "./input.ts";
import { at, unknownName } from "./names.ts";
import { resolveInitial, resolveParams } from "./parameters.ts";
import { resolveModulator } from "./plasticity.ts";
import { resolveProjection } from "./projection.ts";
import { resolveRecord } from "./record.ts";
import type { ResolvedNetwork, ResolvedRecord } from "./resolved.ts";
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

/** Checks the pieces of a network one by one, each against what came before. Every method throws an InputError for what it cannot take. */
export class Resolver {
  private readonly draft: Draft;
  private couplings = 0;
  private records: ResolvedRecord[] | undefined;
  private neurons = 0;

  /** @throws InputError for a dt that is not above 0 or a seed that is not an integer of 0 to 2^53 - 1 */
  constructor(private readonly options: NetworkOptions) {
    const { dt, seed, name } = options;
    checkStructure("network", { galvani: 1, dt, seed, name, populations: [{ name: "any", size: 1, model: "any" }] }, "");
    this.draft = {
      dt,
      seed,
      models: new Map(),
      rules: new Map(Object.entries(builtInRules)),
      modulators: new Pieces("modulator"),
      populations: new Pieces("population"),
      inputs: new Pieces("input"),
      projections: new Pieces("projection"),
      fields: new Pieces("field"),
    };
  }

  /** Adds a model of the user's own. */
  model(model: UserModel): void {
    const { models, dt } = this.draft;
    const place = at("models", models.size);
    const { twin, precise: _precise, derive, check, ...description } = model;
    for (const [name, f] of Object.entries({ twin, derive, check })) {
      if (f !== undefined && typeof f !== "function") throw new InputError(at(place, name), f, "must be a function");
    }
    checkStructure("model", withoutText(description), place);
    if (Object.hasOwn(builtIn, model.name))
      throw new InputError(at(place, "name"), model.name, "is a built-in model's name; choose another");
    if (models.has(model.name)) throw new InputError(at(place, "name"), model.name, "another model has this name; choose another");
    models.set(model.name, resolveModel(model, place, dt));
  }

  /** Adds a plasticity rule of the user's own. */
  rule(rule: RuleTextDescription): void {
    const { rules } = this.draft;
    const place = at("rules", rules.size - Object.keys(builtInRules).length);
    checkStructure("rule_text", withoutText(rule), place);
    if (rules.has(rule.name))
      throw new InputError(at(place, "name"), rule.name, "a built-in or another rule has this name; choose another");
    rules.set(rule.name, resolveRuleText(rule, place));
  }

  /** Adds a modulator, driven by populations that were added before. */
  modulator(modulator: ModulatorDescription): void {
    const { modulators, populations, dt } = this.draft;
    const place = checked("modulator", modulator, "modulators", modulators.list.length);
    modulators.checkName(modulator.name, place);
    modulators.add(resolveModulator(modulator, place, populations, dt));
  }

  /** Adds a population. */
  population(population: PopulationDescription<Numbers>): void {
    const { models, populations, dt } = this.draft;
    const place = checked("population", population, "populations", populations.list.length);
    const { name, size } = population;
    populations.checkName(name, place);
    const model = models.get(population.model) ?? (Object.hasOwn(builtIn, population.model) ? builtIn[population.model] : undefined);
    if (!model) throw unknownName(at(place, "model"), population.model, "neuron model", [...models.keys(), ...Object.keys(builtIn)]);
    if (this.neurons + size > MOST_NEURONS)
      throw new InputError(at(place, "size"), size, `a network has ${MOST_NEURONS} neurons at most; make it smaller`);
    const params = resolveParams(population, model, place, dt);
    const initial = resolveInitial(population, model, place);
    populations.add({ name, size, first: this.neurons, model, params, initial });
    this.neurons += size;
  }

  /** Adds an input into a population that was added before. Returns its name: given, or its place. */
  input(input: InputDescription<Numbers>): string {
    const { inputs, populations, dt } = this.draft;
    const place = checked("input", input, "inputs", inputs.list.length);
    inputs.checkName(input.name, place);
    const target = populations.indexOf(input.target, at(place, "target"));
    return inputs.add(resolveInput(input, place, populations.list[target], target, dt)).name;
  }

  /** Adds a projection between populations that were added before. Returns its name: given, or its place. */
  projection(projection: ProjectionDescription<Numbers>): string {
    const { projections } = this.draft;
    const place = checked("projection", projection, "projections", projections.list.length);
    projections.checkName(projection.name, place);
    return projections.add(resolveProjection(projection, place, this.draft)).name;
  }

  /** Adds a field. */
  field(field: FieldDescription): void {
    const { fields } = this.draft;
    const place = checked("field", field, "fields", fields.list.length);
    fields.checkName(field.name, place);
    fields.add(resolveField(field, place, this.draft));
  }

  /** Couples a field and a population that were added before. */
  coupling(coupling: CouplingDescription<Numbers>): void {
    const { fields, populations } = this.draft;
    const place = checked("coupling", coupling, "couplings", this.couplings);
    const f = fields.indexOf(coupling.field, at(place, "field"));
    const population = populations.indexOf(coupling.population, at(place, "population"));
    fields.list[f] = withCoupling(fields.list[f], coupling, place, populations.list[population], population);
    this.couplings++;
  }

  /** Adds something to keep during a run. */
  record(record: RecordDescription): void {
    const place = checked("record", record, "record", this.records?.length ?? 0);
    this.records = [...(this.records ?? []), resolveRecord(record, place, this.draft)];
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
    const { populations, inputs, projections, modulators, fields } = this.draft;
    if (populations.list.length === 0) throw new InputError("populations", [], "must not be empty (Groups of neurons of one model)");
    return {
      name: this.options.name ?? "network",
      dt: this.options.dt,
      seed: this.options.seed,
      neurons: this.neurons,
      populations: [...populations.list],
      inputs: [...inputs.list],
      projections: [...projections.list],
      modulators: [...modulators.list],
      ...(fields.list.length > 0 && { fields: fields.list.map(({ place: _, compiled: _compiled, ...field }) => field) }),
      records: this.records ?? populations.list.map((_, population) => ({ kind: "spikes", population, neurons: undefined })),
    };
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

/** The piece's place in its list, after its keys, types and ranges have been checked. */
function checked(part: Part, value: unknown, list: string, index: number): string {
  const place = at(list, index);
  checkStructure(part, value, place);
  return place;
}
