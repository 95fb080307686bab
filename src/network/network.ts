import { InputError } from "../errors.ts";
import type { FieldSpec } from "../field/spec.ts";
import type {
  CouplingDescription,
  FieldDescription,
  InputDescription,
  ModelDescription,
  ModulatorDescription,
  NetworkDescription,
  Numbers,
  PopulationDescription,
  ProjectionDescription,
  RecordDescription,
  RuleTextDescription,
} from "./description.ts";
import { type NetworkOptions, Resolver, resolve } from "./resolve.ts";
import type { ResolvedNetwork } from "./resolved.ts";
import type { UserModel } from "./user-model.ts";

/** Something that was added to a network; give it, or its name, wherever the network asks for one. */
export class Handle<Kind extends string> {
  constructor(
    readonly kind: Kind,
    readonly name: string,
    /** Its place in the description's list. */
    readonly index: number,
    readonly network: Network,
  ) {}
  toString(): string {
    return this.name;
  }
}
export type Population = Handle<"population">;
export type Field = Handle<"field">;
type PopulationLike = string | Population;
type ModelLike = string | Handle<"model">;

/** `T` with the population named by `K` given as a handle too. */
type ByHandle<T, K extends string> = T extends unknown ? { readonly [P in keyof T]: P extends K ? PopulationLike : T[P] } : never;
type PopulationOptions = Omit<PopulationDescription, "model"> & { readonly model: ModelLike };
type InputOptions = ByHandle<InputDescription, "target">;
type ProjectionOptions = ByHandle<ProjectionDescription, "source" | "target">;
export type CouplingOptions = Pick<CouplingDescription, "gain" | "variable" | "positions">;
type ByFieldToo<T> = T extends { readonly field: string } ? Omit<T, "field"> & { readonly field: string | Field } : T;
type RecordOptions = ByFieldToo<ByHandle<RecordDescription, "spikes" | "state" | "rate">>;

/**
 * A spiking network, described piece by piece in the order that later pieces need: models, populations, then the rest. Every call
 * checks what it is given as a network file is checked.
 *
 * ```ts
 * const net = new Network({ dt: 0.1, seed: 1 });
 * const E = net.population("E", 800, "iaf_psc_exp", { params: { tau_m: 20 } });
 * net.input({ kind: "poisson", target: E, rate: 8000, weight: 40 });
 * net.connect({ source: E, target: E, rule: { pairwise_bernoulli: { p: 0.1 } }, weight: 20, delay: 1.5 });
 * net.record({ spikes: E });
 * ```
 */
export class Network {
  private readonly resolver: Resolver;
  private readonly options: NetworkOptions;
  private readonly models: ModelDescription[] = [];
  /** With their functions, by name. */
  private readonly ownModels = new Map<string, UserModel>();
  private readonly rules: RuleTextDescription[] = [];
  private readonly modulators: ModulatorDescription[] = [];
  private readonly populations: PopulationDescription[] = [];
  private readonly inputs: InputDescription[] = [];
  private readonly projections: ProjectionDescription[] = [];
  private readonly fields: FieldDescription[] = [];
  private readonly couplings: CouplingDescription[] = [];
  private records: RecordDescription[] | undefined;

  /**
   * @param options `dt`: time step, ms; `seed`: an integer of 0 to 2^53 - 1; `name`: for reports, default "network"
   * @throws InputError
   */
  constructor(options: NetworkOptions) {
    this.resolver = new Resolver(options);
    this.options = copy({ dt: options.dt, seed: options.seed, name: options.name });
  }

  /**
   * Adds a neuron model of your own, as WGSL text. With `twin` it runs on the `cpu` executor too; `derive` turns parameters into
   * the fields of `struct Params` in float64.
   * @throws InputError
   */
  model(model: UserModel): Handle<"model"> {
    const { twin: _twin, precise: _precise, derive: _derive, check: _check, ...description } = model;
    this.resolver.model(model);
    this.models.push(copy(description));
    this.ownModels.set(model.name, model);
    return new Handle("model", model.name, this.models.length - 1, this);
  }

  /**
   * Adds `size` neurons of one model, a built-in one's name or one given to `model` before.
   * @throws InputError
   */
  population(name: string, size: number, model: ModelLike, options?: Pick<PopulationDescription, "params" | "initial">): Population;
  population(population: PopulationOptions): Population;
  population(
    first: string | PopulationOptions,
    size?: number,
    model?: ModelLike,
    options?: Pick<PopulationDescription, "params" | "initial">,
  ): Population {
    const place = `populations[${this.populations.length}]`;
    const given = typeof first === "object" ? first : { ...options, name: first, size, model };
    const population = copy({ ...given, model: this.nameOf(given?.model, `${place}.model`) }) as PopulationDescription;
    this.resolver.population(population);
    this.populations.push(population);
    return new Handle("population", population.name, this.populations.length - 1, this);
  }

  /**
   * Adds a plasticity rule of your own, as WGSL text, for `plasticity` of a projection.
   * @throws InputError
   */
  rule(rule: RuleTextDescription): Handle<"rule"> {
    this.resolver.rule(rule);
    this.rules.push(copy(rule));
    return new Handle("rule", rule.name, this.rules.length - 1, this);
  }

  /**
   * Adds a variable of the whole network, driven by the spikes of populations, that may scale plasticity.
   * @throws InputError
   */
  modulator(modulator: ModulatorDescription): Handle<"modulator"> {
    this.resolver.modulator(modulator);
    this.modulators.push(copy(modulator));
    return new Handle("modulator", modulator.name, this.modulators.length - 1, this);
  }

  /**
   * Adds an input into a population.
   * @throws InputError
   */
  input(input: InputOptions): Handle<"input"> {
    const index = this.inputs.length;
    const description = copy(this.named(input, ["target"], `inputs[${index}]`)) as InputDescription;
    const name = this.resolver.input(description);
    this.inputs.push(description);
    return new Handle("input", name, index, this);
  }

  /**
   * Adds a projection: synapses from `source` to `target` by a rule.
   * @throws InputError
   */
  connect(projection: ProjectionOptions): Handle<"projection"> {
    const index = this.projections.length;
    const description = copy(this.named(projection, ["source", "target"], `projections[${index}]`)) as ProjectionDescription;
    const name = this.resolver.projection(description);
    this.projections.push(description);
    return new Handle("projection", name, index, this);
  }

  /**
   * Adds a field on a grid, which takes its own steps in the same run. Times are in ms.
   * @throws InputError
   */
  field(name: string, spec: FieldSpec): Field {
    const description = copy({ ...spec, name }) as FieldDescription;
    this.resolver.field(description);
    this.fields.push(description);
    return new Handle("field", name, this.fields.length - 1, this);
  }

  /**
   * Lets a field drive a population: `gain` pA per unit of its variable at each neuron's place, between grid points linear. The current follows
   * the field step by step of the field's.
   * @throws InputError
   */
  drive(field: string | Field, population: PopulationLike, coupling: CouplingOptions): this {
    return this.couple("drive", field, population, coupling);
  }

  /**
   * Makes a population a source of a field: at the end of each of the field's steps, `gain` units of its input per Hz of the mean rate, in
   * that step, of the neurons nearest to a grid point. Several sources add.
   * @throws InputError
   */
  source(population: PopulationLike, field: string | Field, coupling: CouplingOptions): this {
    return this.couple("source", field, population, coupling);
  }

  private couple(kind: "drive" | "source", field: string | Field, population: PopulationLike, coupling: CouplingOptions): this {
    const place = `couplings[${this.couplings.length}]`;
    const ends = { field: this.nameOf(field, `${place}.field`), population: this.nameOf(population, `${place}.population`) };
    const description = copy({ ...coupling, kind, ...ends }) as CouplingDescription;
    this.resolver.coupling(description);
    this.couplings.push(description);
    return this;
  }

  /**
   * Adds something to keep during a run. Without a call the spikes of every population are kept.
   * @throws InputError
   */
  record(record: RecordOptions): this {
    const description = copy(
      this.named(record, ["spikes", "state", "rate", "field"], `record[${this.records?.length ?? 0}]`),
    ) as RecordDescription;
    this.resolver.record(description);
    this.records = [...(this.records ?? []), description];
    return this;
  }

  /** The network so far, frozen: what a network file of the same network gives. Functions of own models are not in it. */
  get description(): NetworkDescription<Numbers> {
    return Object.freeze({
      galvani: 1 as const,
      ...this.options,
      ...(this.models.length > 0 && { models: Object.freeze([...this.models]) }),
      ...(this.rules.length > 0 && { rules: Object.freeze([...this.rules]) }),
      ...(this.modulators.length > 0 && { modulators: Object.freeze([...this.modulators]) }),
      populations: Object.freeze([...this.populations]),
      ...(this.inputs.length > 0 && { inputs: Object.freeze([...this.inputs]) }),
      ...(this.projections.length > 0 && { projections: Object.freeze([...this.projections]) }),
      ...(this.fields.length > 0 && { fields: Object.freeze([...this.fields]) }),
      ...(this.couplings.length > 0 && { couplings: Object.freeze([...this.couplings]) }),
      ...(this.records && { record: Object.freeze([...this.records]) }),
    });
  }

  /** The network so far, for the engine. @throws InputError where it has no population */
  resolve(): ResolvedNetwork {
    return this.resolver.result();
  }

  /** Another description, with this network's own models, for the engine. @throws InputError */
  resolveAs(description: NetworkDescription<Numbers>): ResolvedNetwork {
    return resolve(description, this.ownModels);
  }

  /** The network file of this network as a value for JSON.stringify; typed arrays become lists. */
  toJSON(): unknown {
    return plain(this.description);
  }

  private nameOf(value: unknown, place: string): unknown {
    if (!(value instanceof Handle)) return value;
    if (value.network !== this) throw new InputError(place, value.name, `is a ${value.kind} of another network; add it to this one`);
    return value.name;
  }

  /** The same object with handles turned into names. */
  private named(value: object, keys: readonly string[], place: string): unknown {
    if (typeof value !== "object" || value === null) return value;
    return Object.fromEntries(Object.entries(value).map(([k, v]) => [k, keys.includes(k) ? this.nameOf(v, `${place}.${k}`) : v]));
  }
}

/** A frozen copy without undefined properties. Typed arrays are copied; their elements cannot be frozen. */
function copy<T>(value: T): T {
  if (ArrayBuffer.isView(value)) return (value as unknown as Float64Array).slice() as unknown as T;
  if (Array.isArray(value)) return Object.freeze(value.map(copy)) as unknown as T;
  if (typeof value !== "object" || value === null) return value;
  const kept = Object.entries(value).filter(([, v]) => v !== undefined);
  return Object.freeze(Object.fromEntries(kept.map(([k, v]) => [k, copy(v)]))) as T;
}

function plain(value: unknown): unknown {
  if (ArrayBuffer.isView(value)) return Array.from(value as Float64Array);
  if (Array.isArray(value)) return value.map(plain);
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([k, v]) => [k, plain(v)]));
}
