import { InputError } from "../errors.ts";
import { hint } from "../network/names.ts";
import type { AdapterChoice } from "../plan/target.ts";
import type { RawOptions } from "./cli.ts";
import { adapterOf, number, seedOf, text, whole } from "./options.ts";
import { DATA_SETS, type DataSetName, NEURONS, PRESETS, SCHEDULES, type TrainSettings } from "./train-spec.ts";

/** The options of `train`, checked. */
export interface TrainOptions {
  /** Those that were given. */
  readonly given: Partial<TrainSettings>;
  readonly data: string | undefined;
  readonly out: string | undefined;
  readonly resume: string | undefined;
  readonly adapter: AdapterChoice;
  readonly json: boolean;
}

/** @throws InputError naming the option */
export function trainOptions(raw: RawOptions): TrainOptions {
  const settings = {
    preset: oneOf(raw, "preset", keysOf(PRESETS), "presets"),
    neuron: oneOf(raw, "neuron", keysOf(NEURONS), "neurons"),
    timesteps: whole(raw, "timesteps"),
    hidden: whole(raw, "hidden"),
    layers: whole(raw, "layers"),
    epochs: whole(raw, "epochs"),
    batch: whole(raw, "batch"),
    lr: number(raw, "lr", { above: 0 }),
    seed: seedOf(raw),
    sparsity: number(raw, "sparsity", { least: 0 }),
    schedule: oneOf(raw, "schedule", SCHEDULES, "schedules"),
  };
  return {
    given: Object.fromEntries(Object.entries(settings).filter(([, value]) => value !== undefined)),
    data: text(raw, "data"),
    out: text(raw, "out"),
    resume: text(raw, "resume"),
    adapter: adapterOf(raw),
    json: raw.json === true,
  };
}

/** @throws InputError for a name that is none of these */
export function dataSetOf(name: string): DataSetName {
  const found = keysOf(DATA_SETS).find((known) => known === name);
  if (!found) throw new InputError("data set", name, hint(name, keysOf(DATA_SETS), "data sets"));
  return found;
}

function oneOf<T extends string>(raw: RawOptions, name: string, known: readonly T[], what: string): T | undefined {
  const value = text(raw, name);
  const found = known.find((one) => one === value);
  if (value !== undefined && found === undefined) throw new InputError(`--${name}`, value, hint(value, known, what));
  return found;
}

function keysOf<K extends string>(record: Readonly<Record<K, unknown>>): readonly K[] {
  return Object.keys(record) as K[];
}
