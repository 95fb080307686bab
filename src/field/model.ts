import type { Buffers, Stage } from "../plan/program.ts";
import type { CheckedGrid } from "./grid.ts";
import type { Place } from "./place.ts";
import type { FieldSpec } from "./spec.ts";

/** Names of the buffers of one field, and its place among the fields of a program. */
export interface FieldNames {
  readonly name: string;
  /** Stream of its noise. */
  readonly index: number;
  readonly clock: string;
  of(part: string): string;
}

/** What a model adds to a field: the stages and names of its own. */
export interface FieldParts {
  /** The first is the one that is watched, recorded and drawn where nobody names another. */
  readonly variables: Readonly<Record<string, Place>>;
  readonly inputs: Readonly<Record<string, Place>>;
  /** One time step, its end aside. */
  readonly step: readonly Stage[];
  /** What follows from the variables: to be run after they are written. */
  readonly load: readonly Stage[];
}

/** Compiles one model. */
export type FieldModel<S extends FieldSpec> = (spec: S, grid: CheckedGrid, names: FieldNames, buffers: Buffers) => FieldParts;
