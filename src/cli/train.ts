import { createHash } from "node:crypto";
import { join } from "node:path";
import { IMAGE_FILES, type Images, loadImages } from "../../examples/datasets.ts";
import { CancelledError, GalvaniError, InputError } from "../errors.ts";
import { decodeTraining, type TrainingCheckpoint } from "../io/training.ts";
import type { DataSet, LabelledSet } from "../learn/data.ts";
import { type EpochRecord, type TrainEpochsProgress, trainEpochs } from "../learn/epochs.ts";
import { Trainer } from "../learn/trainer.ts";
import { counted, networkText } from "../view/network-text.ts";
import type { RawOptions } from "./cli.ts";
import { INTERRUPTED, type Io } from "./io.ts";
import { asOptions } from "./load.ts";
import { checkFolder, readBytes, writeFolder } from "./output.ts";
import { Progress } from "./progress.ts";
import { dataSetOf, type TrainOptions, trainOptions } from "./train-options.ts";
import { type About, epochLine, filesOf, type Run, summarise, summaryText } from "./train-output.ts";
import { areSettings, type DataSetName, settingsOf, specOf, type TrainSettings } from "./train-spec.ts";

/** A checkpoint of `galvani train`. */
interface Resumed extends TrainingCheckpoint {
  readonly about: About;
  readonly file: string;
}

/** `galvani train`. Returns the exit code. */
export async function train(name: string, raw: RawOptions, argv: readonly string[], io: Io): Promise<number> {
  const options = trainOptions(raw);
  const set = dataSetOf(name);
  if (options.out !== undefined) checkFolder("--out", options.out);
  const resumed = options.resume === undefined ? undefined : readCheckpoint(options.resume, set);
  const settings = resumed ? continued(resumed, options.given) : settingsOf(options.given);
  const { data, sha256 } = await asOptions(["data"], () => readData(set, options.data));
  if (resumed && resumed.about.data_sha256 !== sha256)
    throw new InputError("--data", options.data, `holds other images or labels than ${resumed.file} was trained on; give the same ones`);
  const spec = resumed?.spec ?? specOf(settings, set, data.train.shape[0]);
  const trainer = await asOptions(["adapter"], () => Trainer.create(spec, data, options.adapter));
  try {
    if (resumed) trainer.load(resumed.state);
    const about: About = { data_set: set, data_sha256: sha256, settings };
    const before = resumed && { file: resumed.file, epoch: resumed.state.epoch };
    return await carryOut({ about, trainer, argv, resumed: before, started: performance.now() }, resumed?.history ?? [], options, io);
  } finally {
    trainer.destroy();
  }
}

/** Trains, keeps each epoch in `--out`, and prints what came out. */
async function carryOut(run: Run, before: readonly EpochRecord[], { out, json }: TrainOptions, io: Io): Promise<number> {
  const { trainer, about } = run;
  const { epochs, timesteps, seed } = about.settings;
  const say = json ? () => {} : io.out;
  say(`${about.data_set}: ${networkText(trainer.spec.network)}, ${counted(timesteps, "time step")}, seed ${seed}\n`);
  const abort = new AbortController();
  const release = io.onInterrupt(() => abort.abort());
  const shown = progressOf(io, epochs, before);
  let kept = before.length;
  try {
    const onEpoch = async (history: readonly EpochRecord[]) => {
      if (out !== undefined) writeFolder(out, await filesOf(run, history));
      kept = history.length;
      shown.epoch(history);
      say(epochLine(history[history.length - 1]));
    };
    const history = await trainEpochs(trainer, { epochs, history: before, signal: abort.signal, onProgress: shown.update, onEpoch });
    const summary = summarise(run, history);
    io.out(json ? `${JSON.stringify(summary)}\n` : summaryText(summary, out));
    return 0;
  } catch (error) {
    if (!(error instanceof GalvaniError)) throw error;
    io.err(`galvani: ${error.message}; ${keptText(kept, before.length, out)}\n`);
    return error instanceof CancelledError ? INTERRUPTED : error.exitCode;
  } finally {
    shown.stop();
    release();
  }
}

/** What is left of a training that did not reach its end. */
function keptText(kept: number, before: number, out: string | undefined): string {
  if (out === undefined) return "nothing is kept without --out";
  if (kept === before) return "no epoch was done, nothing was written";
  return `epoch ${kept} is kept in ${join(out, "model.safetensors")}`;
}

/** The bar, and what is said beside it: of an epoch under way the speed, of the last one loss and accuracy. */
function progressOf(io: Io, epochs: number, before: readonly EpochRecord[]) {
  let at: TrainEpochsProgress = { epoch: before.length + 1, share: 0, examplesPerSecond: 0 };
  let last = before[before.length - 1];
  const progress = new Progress(io, "training", () =>
    [
      `epoch ${at.epoch} of ${epochs}`,
      ...(last ? [`loss ${last.train_loss.toFixed(3)}`, `test ${(100 * last.test_accuracy_soft).toFixed(1)} % soft`] : []),
      `${Math.round(at.examplesPerSecond).toLocaleString("en")} examples/s`,
    ].join(", "),
  );
  return {
    update: (now: TrainEpochsProgress) => {
      at = now;
      progress.update((now.epoch - 1 - before.length + now.share) / (epochs - before.length));
    },
    /** Takes the bar away for the epoch's line; the next update draws it again. */
    epoch: (history: readonly EpochRecord[]) => {
      last = history[history.length - 1];
      progress.stop();
    },
    stop: () => progress.stop(),
  };
}

/** @throws InputError for a file that `galvani train` did not write for this data set */
function readCheckpoint(file: string, set: DataSetName): Resumed {
  const checkpoint = decodeTraining(readBytes("--resume", file, "name a checkpoint that galvani train wrote"), "--resume", file);
  const about = checkpoint.about as About | null | undefined;
  if (!areSettings(about?.settings)) throw new InputError("--resume", file, "was not written by galvani train; name a checkpoint that was");
  if (about.data_set !== set)
    throw new InputError("--resume", file, `was trained on ${about.data_set}; train ${about.data_set}, or leave it out`);
  return { ...checkpoint, about, file };
}

/** The settings of a checkpoint; more epochs may be asked for. @throws InputError for settings that are others */
function continued({ about: { settings }, state, file }: Resumed, given: Partial<TrainSettings>): TrainSettings {
  const longer = settings.schedule === "constant" && given.epochs !== undefined;
  for (const [key, value] of Object.entries(given)) {
    const had = settings[key as keyof TrainSettings];
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

async function readData(set: DataSetName, folder: string | undefined): Promise<{ data: DataSet; sha256: string }> {
  if (folder === undefined) throw new InputError("data", folder, `${set} is read from files: give a folder ${IMAGE_FILES}`);
  const images = await loadImages(folder);
  const hash = createHash("sha256");
  const labelled = ({ rows, columns, pixels, labels }: Images): LabelledSet => {
    hash.update(pixels).update(labels);
    return { shape: [rows * columns], pixels, labels, classes: 10 };
  };
  return { data: { train: labelled(images.train), test: labelled(images.test) }, sha256: hash.digest("hex") };
}
