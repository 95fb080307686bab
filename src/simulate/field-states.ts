import { InputError } from "../errors.ts";
import { take } from "../field/place.ts";
import { at, unknownName } from "../network/names.ts";
import type { ResolvedNetwork } from "../network/resolved.ts";
import type { Executor } from "../plan/executor.ts";
import type { Plan } from "../plan/plan.ts";
import { compiledField } from "./couplings.ts";
import { stateBuffers } from "./fields.ts";

/** What a network's field is. */
export interface FieldSummary {
  readonly name: string;
  readonly model: string;
  /** Points along each axis, the slowest first, and the period along each. */
  readonly sizes: readonly number[];
  readonly lengths: readonly number[];
  /** ms */
  readonly dt: number;
  readonly variables: readonly string[];
}

/** Arrays of a checkpoint by name. */
type State = Readonly<Record<string, Float32Array | Uint32Array>>;

/** The fields of a network between its runs. */
export class FieldStates {
  constructor(
    private readonly network: ResolvedNetwork,
    private readonly plan: Plan,
    private readonly executor: Executor,
  ) {}

  get summaries(): FieldSummary[] {
    return (this.network.fields ?? []).map(({ name, spec }, f) => {
      const { grid, variables } = compiledField(this.network, f);
      return { name, model: spec.model, sizes: grid.sizes, lengths: grid.lengths, dt: grid.dt, variables: Object.keys(variables) };
    });
  }

  /** A variable's values, one a grid point. */
  async read(name: string, variable: string | undefined): Promise<Float32Array> {
    const { network, executor } = this;
    const fields = network.fields ?? [];
    const f = fields.findIndex((field) => field.name === name);
    if (f < 0)
      throw unknownName(
        "readField",
        name,
        "field",
        fields.map((field) => field.name),
      );
    const { variables } = compiledField(network, f);
    const known = Object.keys(variables);
    const wanted = variable ?? known[0];
    if (!known.includes(wanted)) throw unknownName(`readField("${name}")`, wanted, `variable of "${name}"`, known, "its variables");
    const place = variables[wanted];
    return take(await executor.read(place.buffer, "f32"), place);
  }

  /** Back to the first values. */
  async reset(): Promise<void> {
    for (const { name, type, length, first } of this.buffers())
      await this.executor.replace(name, first ?? new (type === "f32" ? Float32Array : Uint32Array)(length));
  }

  async save(): Promise<State> {
    const state: Record<string, Float32Array | Uint32Array> = {};
    for (const { name, type } of this.buffers()) state[name] = await this.executor.read(name, type);
    return state;
  }

  /** @throws InputError where arrays are missing or of other lengths */
  async load(state: State): Promise<void> {
    const buffers = this.buffers();
    for (const { name, length } of buffers)
      if (state[name]?.length !== length)
        throw new InputError(
          at("checkpoint.plastic", name),
          state[name]?.length,
          `must have ${length} values; it was saved by another version`,
        );
    for (const { name } of buffers) await this.executor.replace(name, state[name]);
  }

  /** What changes during a run, with its first contents. */
  private buffers() {
    const { network, plan } = this;
    return (network.fields ?? []).flatMap((_, f) =>
      stateBuffers(network, f).map((name) => {
        const { type, length } = plan.buffers[name];
        const first = compiledField(network, f).buffers[name]?.data as Float32Array | Uint32Array | undefined;
        return { name, type: type === "f32" ? ("f32" as const) : ("u32" as const), length, first };
      }),
    );
  }
}
