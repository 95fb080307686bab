/** Sequences of unequal lengths with a label each. */
import { InputError } from "../errors.ts";
import { need, needWhole } from "../learn/needs.ts";

/** Sequences padded to one length; what lies behind the end of one is not looked at. */
export interface SequenceSet {
  /** Steps of the longest one, or more. */
  readonly steps: number;
  /** Numbers a step. */
  readonly features: number;
  /** Sequences x steps x features. */
  readonly values: Float32Array;
  /** Sequences x steps: time since the step before, above 0, in whatever unit. */
  readonly elapsed: Float32Array;
  /** Steps of each, 1 to `steps`. */
  readonly lengths: Uint32Array;
}

/** With what is to be said of each. */
export interface LabelledSequences extends SequenceSet {
  /** One a sequence, below `classes`. */
  readonly labels: Uint8Array;
  readonly classes: number;
}

/** Sequences to learn from, and others to be judged by. */
export interface SequenceData {
  readonly train: LabelledSequences;
  readonly test: LabelledSequences;
}

/** @param place of the set in messages @param inputs numbers a step that the cell takes. @throws InputError for the first thing that is wrong */
export function checkSequences(place: string, set: SequenceSet, inputs: number): void {
  const { steps, features, values, elapsed, lengths } = set;
  needWhole(`${place}.steps`, steps, 1);
  need(features === inputs, `${place}.features`, features, `the cell takes ${inputs} numbers a step; make them equal`);
  need(lengths.length > 0, `${place}.lengths`, lengths, "a set needs sequences");
  const wanted = { values: lengths.length * steps * features, elapsed: lengths.length * steps };
  for (const [key, given] of [["values", values] as const, ["elapsed", elapsed] as const])
    need(given.length === wanted[key], `${place}.${key}`, given, `${lengths.length} sequences need ${wanted[key]} numbers`);
  lengths.forEach((length, k) => {
    if (length < 1 || length > steps) throw new InputError(`${place}.lengths[${k}]`, length, `1 to ${steps} steps`);
    for (let at = k * steps; at < k * steps + length; at++)
      if (!(elapsed[at] > 0 && elapsed[at] < Number.POSITIVE_INFINITY))
        throw new InputError(`${place}.elapsed[${at}]`, elapsed[at], "the time since the step before, above 0");
    for (let at = k * steps * features; at < (k * steps + length) * features; at++)
      if (!Number.isFinite(values[at])) throw new InputError(`${place}.values[${at}]`, values[at], "finite numbers");
  });
}

/** @throws InputError for labels that are none */
export function checkLabels(place: string, { labels, classes, lengths }: LabelledSequences): void {
  needWhole(`${place}.classes`, classes, 1);
  need(labels.length === lengths.length, `${place}.labels`, labels, `${lengths.length} sequences need as many`);
  const wrong = labels.findIndex((label) => label >= classes);
  need(wrong < 0, `${place}.labels[${wrong}]`, labels[wrong], `labels of ${classes} classes are 0 to ${classes - 1}`);
}

/** The same sequences padded to fewer steps, as many as the longest has or more. */
export function withoutPadding({ steps, features, values, elapsed, lengths }: SequenceSet, fewer: number): SequenceSet {
  const cut = (all: Float32Array, each: number) => {
    const kept = new Float32Array(lengths.length * fewer * each);
    lengths.forEach((_, k) => {
      kept.set(all.subarray(k * steps * each, (k * steps + fewer) * each), k * fewer * each);
    });
    return kept;
  };
  return { steps: fewer, features, values: cut(values, features), elapsed: cut(elapsed, 1), lengths };
}
