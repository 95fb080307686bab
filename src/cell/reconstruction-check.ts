/** What is wrong with a reconstruction before any of it is made: one InputError that names the place. */
import { checkSettings } from "../learn/check.ts";
import { need, needWhole } from "../learn/needs.ts";
import { refuseOthers } from "../network/names.ts";
import { checkPlrnn } from "./plrnn-spec.ts";
import type { ForcingSpec, ReconstructionSpec } from "./reconstruction-spec.ts";

/** An observed trajectory: rows of `columns` numbers, one a step. Standardise it before: the loss weighs all columns alike. */
export interface Series {
  readonly values: Float32Array;
  readonly columns: number;
}

const KEYS: Readonly<Record<keyof ReconstructionSpec, true>> = {
  ...{ model: true, steps: true, batches: true, forcing: true },
  ...{ batch: true, parts: true, memory: true, optimiser: true, schedule: true, seed: true },
};

/** @throws InputError */
export function checkReconstruction(spec: ReconstructionSpec, series: Series): void {
  refuseOthers("", spec, Object.keys(KEYS));
  checkPlrnn(spec.model);
  checkSettings(spec);
  needWhole("steps", spec.steps, 1);
  needWhole("batches", spec.batches, 1);
  need(spec.batches * spec.batch < 2 ** 32, "batches", spec.batches, "fewer: windows are counted in 32 bits");
  checkForcing(spec.forcing);
  checkSeries(spec, series);
}

function checkForcing(spec: ForcingSpec): void {
  need(typeof spec === "object" && spec !== null, "forcing", spec, `an object: forcing "sparse" or "generalised" ...`);
  need(["sparse", "generalised"].includes(spec.forcing), "forcing.forcing", spec.forcing, "one of sparse, generalised");
  refuseOthers("forcing", spec, ["forcing", spec.forcing === "sparse" ? "every" : "alpha"]);
  if (spec.forcing === "sparse") needWhole("forcing.every", spec.every, 1);
  else need(spec.alpha === "adaptive" || (spec.alpha >= 0 && spec.alpha <= 1), "forcing.alpha", spec.alpha, `0 to 1, or "adaptive"`);
}

function checkSeries({ model: { observed }, steps }: ReconstructionSpec, series: Series): void {
  refuseOthers("series", series, ["values", "columns"]);
  const { values, columns } = series;
  need(values instanceof Float32Array, "series.values", values, "numbers in a Float32Array");
  need(columns === observed, "series.columns", columns, `the model observes ${observed}; make them equal`);
  need(values.length % columns === 0, "series.values", values, `rows of ${columns} numbers: a multiple of that`);
  const rows = values.length / columns;
  need(rows > steps, "series.values", values, `${rows} rows; windows of ${steps} steps need ${steps + 1} rows or more`);
  const wrong = values.findIndex((value) => !Number.isFinite(value));
  need(wrong < 0, `series.values[${wrong}]`, values[wrong], `row ${Math.floor(wrong / columns)}: must be finite`);
}
