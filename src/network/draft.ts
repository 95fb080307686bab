import { InputError } from "../errors.ts";
import type { CompiledField } from "../field/compile.ts";
import type { NeuronModel } from "../twins/neuron/model.ts";
import type { SynapseRule } from "../twins/plasticity/rule.ts";
import { at, unknownName } from "./names.ts";
import type { ResolvedField, ResolvedInput, ResolvedModulator, ResolvedPopulation, ResolvedProjection } from "./resolved.ts";

/** A network while it is described: what was checked and added so far. */
export interface Draft {
  /** ms */
  readonly dt: number;
  readonly seed: number;
  /** The user's own. */
  readonly models: Map<string, NeuronModel>;
  /** The built-in ones, then the user's own. */
  readonly rules: Map<string, SynapseRule>;
  readonly modulators: Pieces<ResolvedModulator>;
  readonly populations: Pieces<ResolvedPopulation>;
  readonly inputs: Pieces<ResolvedInput>;
  readonly projections: Pieces<ResolvedProjection>;
  readonly fields: Pieces<FieldDraft>;
}

/** A field while couplings are added to it. */
export interface FieldDraft extends ResolvedField {
  readonly place: string;
  readonly compiled: CompiledField;
}

/** Pieces of one kind in the order of the description, found by their names. */
export class Pieces<T extends { readonly name: string }> {
  readonly list: T[] = [];
  private readonly places = new Map<string, number>();

  constructor(private readonly kind: string) {}

  add(piece: T): T {
    if (!this.places.has(piece.name)) this.places.set(piece.name, this.list.length);
    this.list.push(piece);
    return piece;
  }

  /** @throws InputError where another piece has the name that one at `place` is to get */
  checkName(name: string | undefined, place: string): void {
    if (name !== undefined && this.places.has(name))
      throw new InputError(at(place, "name"), name, `another ${this.kind} has this name; choose another`);
  }

  /** @throws InputError, `place` being that of the name, where no piece has it */
  indexOf(name: string, place: string): number {
    const index = this.places.get(name);
    if (index === undefined) throw unknownName(place, name, this.kind, this.places.keys());
    return index;
  }
}
