import type { TrainingCheckpoint } from "../io/training.ts";
import type { Trainer } from "../learn/trainer.ts";
import type { Learning } from "../learn/training.ts";
import type { AdapterChoice } from "../plan/target.ts";
import type { RawOptions } from "./options.ts";

export const SCHEDULES = ["constant", "cosine"] as const;

/** Settings of every training that `galvani train` does: what its results hang on, besides its data. */
export interface Settings {
  readonly epochs: number;
  readonly batch: number;
  readonly lr: number;
  readonly seed: number;
  readonly schedule: (typeof SCHEDULES)[number];
}

/** What a checkpoint of `galvani train` says of its training. */
export interface About<S extends Settings> {
  readonly data_set: string;
  /** Of all examples: another set would not continue to the same bits. */
  readonly data_sha256: string;
  readonly settings: S;
}

/** A training under way. */
export interface Run<L extends Learning, S extends Settings, D> {
  readonly about: About<S>;
  readonly trainer: Trainer<L>;
  readonly data: D;
  /** The command that started it. */
  readonly argv: readonly string[];
  readonly resumed: { readonly file: string; readonly epoch: number } | undefined;
  /** As `performance.now()` has it. */
  readonly started: number;
}

/** What `--json` prints, and `summary.json` holds, beside the settings. */
export interface TrainSummary<R> {
  readonly data_set: string;
  readonly adapter: string;
  /** Numbers that are learnt or kept: the elements of the state_dict. */
  readonly parameters: number;
  /** The checkpoint it continued from. */
  readonly resumed?: string;
  readonly epochs_done: number;
  readonly best: R;
  readonly last: R;
  /** Of this run. */
  readonly took_s: number;
}

/** What is asked for when data is read or made. */
export interface DataWanted<S> {
  readonly set: string;
  readonly folder: string | undefined;
  readonly settings: S;
  readonly signal: AbortSignal;
  /** @param share of it done, 0 to 1 */
  onProgress(share: number): void;
}

/** What trainings of different kinds differ in on the command line. */
export interface Kind<L extends Learning, S extends Settings, D> {
  /** What was given of this kind's options. @throws InputError naming the option, also one that this kind does not have */
  given(raw: RawOptions, set: string): Partial<S>;
  /** @throws InputError for settings that do not go together */
  settingsOf(set: string, given: Partial<S>): S;
  /** Whether a checkpoint's settings are such. */
  areSettings(value: unknown): value is S;
  /** @throws InputError at `data` */
  data(wanted: DataWanted<S>): Promise<{ readonly data: D; readonly sha256: string }>;
  /** What its examples are, for a message: "images or labels". */
  readonly examples: string;
  specOf(settings: S, set: string, data: D): L["spec"];
  trainer(spec: L["spec"], data: D, adapter: AdapterChoice): Promise<Trainer<L>>;
  encode(checkpoint: TrainingCheckpoint<L>): Uint8Array;
  /** @throws InputError */
  decode(bytes: Uint8Array, place: string, file: string): TrainingCheckpoint<L>;
  /** Which epoch of a history is the best. */
  best(history: readonly L["record"][]): L["record"];
  /** What it is judged by: "(soft)". */
  readonly bestBy: string;
  /** What learns, for the first line: its seed follows. */
  headline(run: Run<L, S, D>): string;
  /** What an epoch came to, between its number and its time. */
  epochText(record: L["record"]): string;
  /** The same in few words, beside the progress bar. */
  besideBar(record: L["record"]): string;
  metrics(run: Run<L, S, D>, history: readonly L["record"][]): string;
  /** The report page. */
  report(run: Run<L, S, D>, history: readonly L["record"][], summary: S & TrainSummary<L["record"]>): Promise<string>;
  /** Columns of the table at the end, the first two aside. */
  readonly columns: (record: L["record"]) => Readonly<Record<string, string>>;
  /** What its numbers mean. */
  readonly meaning: string;
}
