import { createHash } from "node:crypto";
import { IMAGE_FILES, labelledSet, loadImages } from "../../examples/shared/datasets.ts";
import { InputError } from "../errors.ts";
import { metricsCsv } from "../io/table.ts";
import { decodeTraining, encodeTraining } from "../io/training.ts";
import type { Classes } from "../learn/compile.ts";
import type { DataSet } from "../learn/data.ts";
import type { EpochRecord } from "../learn/epoch-record.ts";
import { bestEpoch } from "../learn/epochs.ts";
import { Trainer } from "../learn/trainer.ts";
import { counted, networkText } from "../view/network-text.ts";
import { percent, SOFT_AND_HARD, trainingReportHtml } from "../view/training-report.ts";
import { given, number, oneOf, type RawOptions, whole } from "./options.ts";
import { commandLine } from "./output.ts";
import type { DataWanted, Kind, Run, TrainSummary } from "./train-kind.ts";
import { commonSettings, FIELD_OPTIONS, keysOf, refuseOptions } from "./train-options.ts";
import { courseRows, resumedNotes } from "./train-output.ts";
import { areSettings, type ImageSet, type ImageSettings, NEURONS, PRESETS, settingsOf, specOf } from "./train-spec.ts";
import { VERSION } from "./version.ts";

/** Spiking networks that learn to tell images apart. */
export const images: Kind<Classes, ImageSettings, DataSet> = {
  given: givenOf,
  settingsOf: (_, chosen) => settingsOf(chosen),
  areSettings,
  data: readData,
  examples: "images or labels",
  specOf: (settings, set, data) => specOf(settings, set as ImageSet, data.train.shape[0]),
  trainer: (spec, data, adapter) => Trainer.create(spec, data, adapter),
  encode: encodeTraining,
  decode: decodeTraining,
  best: (history) => bestEpoch(history) as EpochRecord,
  bestBy: "(soft)",
  headline: ({ trainer, about }) => `${networkText(trainer.spec.network)}, ${counted(about.settings.timesteps, "time step")}`,
  epochText: ({ train_loss, train_accuracy, test_accuracy_soft, test_accuracy_hard }) => {
    const test = `test ${percent(test_accuracy_soft)} soft, ${percent(test_accuracy_hard)} hard`;
    return `loss ${train_loss.toFixed(4)}  training ${percent(train_accuracy)}  ${test}`;
  },
  besideBar: ({ train_loss, test_accuracy_soft }) => `loss ${train_loss.toFixed(3)}, test ${(100 * test_accuracy_soft).toFixed(1)} % soft`,
  metrics: (run, history) => metricsCsv(history, layersOf(run)),
  report: async (run, history, summary) => report(run, history, summary),
  columns: (record) => {
    const rates = (values: readonly number[]) => values.map((rate) => rate.toFixed(3)).join(", ");
    return {
      "test soft": percent(record.test_accuracy_soft),
      "test hard": percent(record.test_accuracy_hard),
      "spike rate soft": rates(record.rates_soft),
      "spike rate hard": rates(record.rates_hard),
      training: percent(record.train_accuracy),
      "training loss": record.train_loss.toFixed(4),
    };
  },
  meaning: SOFT_AND_HARD,
};

function givenOf(raw: RawOptions, set: string): Partial<ImageSettings> {
  refuseOptions(raw, FIELD_OPTIONS, `${set} is learnt by a spiking network, which has none`);
  const own = {
    preset: oneOf(raw, "preset", keysOf(PRESETS), "presets"),
    neuron: oneOf(raw, "neuron", keysOf(NEURONS), "neurons"),
    timesteps: whole(raw, "timesteps"),
    hidden: whole(raw, "hidden"),
    layers: whole(raw, "layers"),
    sparsity: number(raw, "sparsity", { least: 0 }),
  };
  return { ...given(own), ...commonSettings(raw) };
}

async function readData({ set, folder }: DataWanted<ImageSettings>): Promise<{ data: DataSet; sha256: string }> {
  if (folder === undefined) throw new InputError("data", folder, `${set} is read from files: give a folder ${IMAGE_FILES}`);
  const found = await loadImages(folder);
  const hash = createHash("sha256");
  for (const { pixels, labels } of [found.train, found.test]) hash.update(pixels).update(labels);
  return { data: { train: labelledSet(found.train), test: labelledSet(found.test) }, sha256: hash.digest("hex") };
}

/** The layers of neurons, by their places in the network: "1", "3". */
function layersOf({ trainer: { training } }: Run<Classes, ImageSettings, DataSet>): readonly string[] {
  return training.recording.spiking.map(({ name }) => name);
}

function report(
  run: Run<Classes, ImageSettings, DataSet>,
  history: readonly EpochRecord[],
  summary: ImageSettings & TrainSummary<EpochRecord>,
): string {
  const { trainer, argv } = run;
  const { preset, sparsity, timesteps, parameters, data_set } = summary;
  const { layers } = trainer.spec.network;
  return trainingReportHtml({
    title: `${data_set}, ${summary.neuron}`,
    command: commandLine(argv),
    version: VERSION,
    summary: {
      "data set": data_set,
      network: networkText(trainer.spec.network),
      parameters,
      "time steps": timesteps,
      ...courseRows(summary, sparsity > 0 ? { "weight of spikes": String(sparsity) } : {}),
    },
    history,
    layers: layersOf(run).map((name) => `${layers[Number(name)].layer} (${name})`),
    notes: [`Preset ${preset}: ${PRESETS[preset].about}.`, ...resumedNotes(run)],
  });
}
