import { InputError } from "../errors.ts";
import type { AdapterChoice } from "../plan/target.ts";
import { adapterOf, given, number, oneOf, type RawOptions, seedOf, text, whole } from "./options.ts";
import { SCHEDULES, type Settings } from "./train-kind.ts";

/** Options that only trainings on images have, and only those on fields. */
export const IMAGE_OPTIONS = ["preset", "neuron", "timesteps", "hidden", "sparsity"] as const;
export const FIELD_OPTIONS = ["fields", "width", "modes"] as const;

/** Options of `train` that no result hangs on, checked. */
export interface TrainOptions {
  readonly data: string | undefined;
  readonly out: string | undefined;
  readonly resume: string | undefined;
  readonly adapter: AdapterChoice;
  readonly json: boolean;
}

/** @throws InputError naming the option */
export function trainOptions(raw: RawOptions): TrainOptions {
  return {
    data: text(raw, "data"),
    out: text(raw, "out"),
    resume: text(raw, "resume"),
    adapter: adapterOf(raw),
    json: raw.json === true,
  };
}

/** The settings of every training that were given. @throws InputError naming the option */
export function commonSettings(raw: RawOptions): Partial<Settings> {
  return given({
    epochs: whole(raw, "epochs"),
    batch: whole(raw, "batch"),
    lr: number(raw, "lr", { above: 0 }),
    seed: seedOf(raw),
    schedule: oneOf(raw, "schedule", SCHEDULES, "schedules"),
  });
}

/** @throws InputError for an option that is another kind of training's @param why "takes" nothing like it */
export function refuseOptions(raw: RawOptions, names: readonly string[], why: string): void {
  for (const name of names) if (raw[name] !== undefined) throw new InputError(`--${name}`, raw[name], `${why}; leave it out`);
}

export function keysOf<K extends string>(record: Readonly<Record<K, unknown>>): readonly K[] {
  return Object.keys(record) as K[];
}
