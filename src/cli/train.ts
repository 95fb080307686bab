import { join } from "node:path";
import { CancelledError, GalvaniError, InputError } from "../errors.ts";
import type { TrainingCheckpoint } from "../io/training.ts";
import { type TrainEpochsProgress, trainEpochs } from "../learn/epochs.ts";
import type { Learning } from "../learn/training.ts";
import { hint } from "../network/names.ts";
import { counted } from "../view/network-text.ts";
import { INTERRUPTED, type Io, interruptible } from "./io.ts";
import { asOptions } from "./load.ts";
import type { RawOptions } from "./options.ts";
import { checkFolder, readBytes, writeFolder } from "./output.ts";
import { Progress } from "./progress.ts";
import { FIELD_SETS, fields } from "./train-fields.ts";
import { images } from "./train-images.ts";
import type { About, DataWanted, Kind, Run, Settings } from "./train-kind.ts";
import { keysOf, type TrainOptions, trainOptions } from "./train-options.ts";
import { epochLine, filesOf, summarise, summaryText } from "./train-output.ts";
import { IMAGE_SETS } from "./train-spec.ts";

/** A checkpoint of `galvani train`. */
interface Resumed<L extends Learning, S extends Settings> extends TrainingCheckpoint<L> {
  readonly about: About<S>;
  readonly file: string;
}

/** What a command was called with. */
interface Call {
  readonly set: string;
  readonly raw: RawOptions;
  readonly argv: readonly string[];
  readonly io: Io;
}

/** `galvani train`. Returns the exit code. */
export async function train(name: string, raw: RawOptions, argv: readonly string[], io: Io): Promise<number> {
  const call = { set: name, raw, argv, io };
  if (Object.hasOwn(IMAGE_SETS, name)) return trainAs(images, call);
  if (Object.hasOwn(FIELD_SETS, name)) return trainAs(fields, call);
  throw new InputError("data set", name, hint(name, [...keysOf(IMAGE_SETS), ...keysOf(FIELD_SETS)], "data sets"));
}

async function trainAs<L extends Learning, S extends Settings, D>(kind: Kind<L, S, D>, call: Call): Promise<number> {
  const { set, raw, argv, io } = call;
  const options = trainOptions(raw);
  const given = kind.given(raw, set);
  if (options.out !== undefined) checkFolder("--out", options.out);
  const resumed = options.resume === undefined ? undefined : readCheckpoint(kind, options.resume, set);
  const settings = resumed ? continued(resumed, given) : kind.settingsOf(set, given);
  return interruptible(io, "nothing was written", async (signal) => {
    const { data, sha256 } = await dataOf(kind, { set, folder: options.data, settings, signal }, io);
    if (resumed && resumed.about.data_sha256 !== sha256) throw otherData(kind.examples, resumed.file, options.data);
    const spec = resumed?.spec ?? kind.specOf(settings, set, data);
    const trainer = await asOptions(["adapter"], () => kind.trainer(spec, data, options.adapter));
    try {
      if (resumed) trainer.load(resumed.state);
      const about: About<S> = { data_set: set, data_sha256: sha256, settings };
      const before = resumed && { file: resumed.file, epoch: resumed.state.epoch };
      const run = { about, trainer, data, argv, resumed: before, started: performance.now() };
      return await carryOut(kind, run, resumed?.history ?? [], options, { io, signal });
    } finally {
      trainer.destroy();
    }
  });
}

/** Reads the data, or makes it, with its progress shown. @throws InputError at `--data` or `--fields` */
async function dataOf<L extends Learning, S extends Settings, D>(
  kind: Kind<L, S, D>,
  wanted: Omit<DataWanted<S>, "onProgress">,
  io: Io,
): Promise<{ readonly data: D; readonly sha256: string }> {
  const progress = new Progress(io, "data");
  try {
    return await asOptions(["data", "fields"], () => kind.data({ ...wanted, onProgress: (share) => progress.update(share) }));
  } finally {
    progress.stop();
  }
}

/** @param folder where the data was read from; undefined where it was made */
function otherData(examples: string, file: string, folder: string | undefined): InputError {
  if (folder === undefined)
    return new InputError("--resume", file, `was trained on other ${examples} than are made here; train anew without it`);
  return new InputError("--data", folder, `holds other ${examples} than ${file} was trained on; give the same ones`);
}

/** Trains, keeps each epoch in `--out`, and prints what came out. */
async function carryOut<L extends Learning, S extends Settings, D>(
  kind: Kind<L, S, D>,
  run: Run<L, S, D>,
  before: readonly L["record"][],
  { out, json }: TrainOptions,
  { io, signal }: { readonly io: Io; readonly signal: AbortSignal },
): Promise<number> {
  const { trainer, about } = run;
  const { epochs, seed } = about.settings;
  const say = json ? () => {} : io.out;
  say(`${about.data_set}: ${kind.headline(run)}, seed ${seed}\n`);
  const shown = progressOf(kind, io, epochs, before);
  let kept = before.length;
  try {
    const onEpoch = async (history: readonly L["record"][]) => {
      if (out !== undefined) writeFolder(out, await filesOf(kind, run, history));
      kept = history.length;
      shown.epoch(history);
      say(epochLine(kind, history[history.length - 1]));
    };
    const history = await trainEpochs(trainer, { epochs, history: before, signal, onProgress: shown.update, onEpoch });
    const summary = summarise(kind, run, history);
    io.out(json ? `${JSON.stringify(summary)}\n` : summaryText(kind, summary, out));
    return 0;
  } catch (error) {
    if (!(error instanceof GalvaniError)) throw error;
    io.err(`galvani: ${error.message}; ${keptText(kept, before.length, out)}\n`);
    return error instanceof CancelledError ? INTERRUPTED : error.exitCode;
  } finally {
    shown.stop();
  }
}

/** What is left of a training that did not reach its end. */
function keptText(kept: number, before: number, out: string | undefined): string {
  if (out === undefined) return "nothing is kept without --out";
  if (kept === before) return "no epoch was done, nothing was written";
  return `epoch ${kept} is kept in ${join(out, "model.safetensors")}`;
}

/** The bar, and what is said beside it: of an epoch under way the speed, of the last one what it came to. */
function progressOf<L extends Learning, S extends Settings, D>(
  kind: Kind<L, S, D>,
  io: Io,
  epochs: number,
  before: readonly L["record"][],
) {
  let at: TrainEpochsProgress = { epoch: before.length + 1, share: 0, examplesPerSecond: 0 };
  let last: L["record"] | undefined = before[before.length - 1];
  const progress = new Progress(io, "training", () =>
    [
      `epoch ${at.epoch} of ${epochs}`,
      ...(last ? [kind.besideBar(last)] : []),
      `${Math.round(at.examplesPerSecond).toLocaleString("en")} examples/s`,
    ].join(", "),
  );
  return {
    update: (now: TrainEpochsProgress) => {
      at = now;
      progress.update((now.epoch - 1 - before.length + now.share) / (epochs - before.length));
    },
    /** Takes the bar away for the epoch's line; the next update draws it again. */
    epoch: (history: readonly L["record"][]) => {
      last = history[history.length - 1];
      progress.stop();
    },
    stop: () => progress.stop(),
  };
}

/** @throws InputError for a file that `galvani train` did not write for this data set */
function readCheckpoint<L extends Learning, S extends Settings, D>(kind: Kind<L, S, D>, file: string, set: string): Resumed<L, S> {
  const checkpoint = kind.decode(readBytes("--resume", file, "name a checkpoint that galvani train wrote"), "--resume", file);
  const about = checkpoint.about as About<S> | null | undefined;
  if (!kind.areSettings(about?.settings))
    throw new InputError("--resume", file, "was not written by galvani train; name a checkpoint that was");
  if (about.data_set !== set)
    throw new InputError("--resume", file, `was trained on ${about.data_set}; train ${about.data_set}, or leave it out`);
  return { ...checkpoint, about, file };
}

/** The settings of a checkpoint; more epochs may be asked for. @throws InputError for settings that are others */
function continued<L extends Learning, S extends Settings>({ about: { settings }, state, file }: Resumed<L, S>, given: Partial<S>): S {
  const longer = settings.schedule === "constant" && given.epochs !== undefined;
  for (const [key, value] of Object.entries(given)) {
    const had = settings[key as keyof S];
    if (value !== had && !(key === "epochs" && longer))
      throw new InputError(`--${key}`, value, `${file} was trained with ${had}; leave it out, or train anew without --resume`);
  }
  const epochs = given.epochs ?? settings.epochs;
  if (epochs <= state.epoch)
    throw new InputError(
      "--epochs",
      epochs,
      `${file} has ${counted(state.epoch, "epoch")} behind it; ${longer ? "give more" : "it is at its end"}`,
    );
  return { ...settings, epochs };
}
