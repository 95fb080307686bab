import { createHash } from "node:crypto";
import { burgers } from "../../examples/burgers-fno/problem.ts";
import { darcy } from "../../examples/darcy-fno/problem.ts";
import { casesOf, checkModes, type OperatorSettings, type Problem, shownCases } from "../../examples/shared/operators.ts";
import { InputError } from "../errors.ts";
import { decodeFieldTraining, encodeFieldTraining } from "../io/field-training.ts";
import { fieldMetricsCsv } from "../io/table.ts";
import type { FieldData, FieldSet } from "../operator/data.ts";
import { bestFieldEpoch, type FieldEpochRecord, type Fields, fieldTrainer } from "../operator/training.ts";
import { counted } from "../view/network-text.ts";
import { errorText, operatorReportHtml, RELATIVE_L2 } from "../view/operator-report.ts";
import { given, type RawOptions, whole } from "./options.ts";
import { commandLine } from "./output.ts";
import type { DataWanted, Kind, Run, TrainSummary } from "./train-kind.ts";
import { commonSettings, IMAGE_OPTIONS, refuseOptions } from "./train-options.ts";
import { courseRows, resumedNotes } from "./train-output.ts";
import { VERSION } from "./version.ts";

/** Problems by name. */
export const FIELD_SETS: Readonly<Record<string, Problem>> = { burgers, darcy };

type FieldRun = Run<Fields, OperatorSettings, FieldData>;

/** Fourier neural operators that learn what becomes of fields. */
export const fields: Kind<Fields, OperatorSettings, FieldData> = {
  given: givenOf,
  settingsOf,
  areSettings,
  data: readData,
  examples: "fields",
  specOf: (settings, set, data) => FIELD_SETS[set].spec(settings, data),
  trainer: fieldTrainer,
  encode: encodeFieldTraining,
  decode: decodeFieldTraining,
  best: (history) => bestFieldEpoch(history) as FieldEpochRecord,
  bestBy: "(first test)",
  headline: ({ about: { settings }, data }) => operatorText(settings, data),
  epochText: ({ train_loss, train_relative_l2, tests }) => {
    const test = Object.entries(tests).map(([name, { relative_l2 }]) => `${relative_l2.toFixed(5)} at ${name}`);
    return `loss ${train_loss.toFixed(5)}  training ${train_relative_l2.toFixed(5)}  test ${test.join(", ")}`;
  },
  besideBar: ({ train_relative_l2, tests }) => {
    const [first] = Object.values(tests);
    return `relative L2 ${errorText(train_relative_l2)}, test ${errorText(first.relative_l2)}`;
  },
  metrics: (_, history) => fieldMetricsCsv(history),
  report,
  columns: ({ train_relative_l2, train_loss, tests }) => ({
    ...Object.fromEntries(Object.entries(tests).map(([name, { relative_l2 }]) => [`test at ${name}`, relative_l2.toFixed(5)])),
    training: train_relative_l2.toFixed(5),
    "training loss": train_loss.toFixed(5),
  }),
  meaning: RELATIVE_L2,
};

function givenOf(raw: RawOptions, set: string): Partial<OperatorSettings> {
  refuseOptions(raw, IMAGE_OPTIONS, `${set} is learnt by a Fourier neural operator, which has none`);
  if (FIELD_SETS[set].files === undefined) refuseOptions(raw, ["data"], `the fields of ${set} are made, not read`);
  const own = { fields: whole(raw, "fields"), width: whole(raw, "width"), modes: whole(raw, "modes"), layers: whole(raw, "layers") };
  return { ...given(own), ...commonSettings(raw) };
}

/** @throws InputError for batches of more fields than there are, and more modes than they have */
function settingsOf(set: string, chosen: Partial<OperatorSettings>): OperatorSettings {
  const { settings: usual, sizes } = FIELD_SETS[set];
  const { fields = usual.fields, batch = Math.min(usual.batch, fields) } = chosen;
  if (batch > fields) throw new InputError("--batch", batch, `there are ${fields} fields to learn from; give as many or fewer`);
  const settings = { ...usual, ...chosen, fields, batch };
  // Before any field is made.
  checkModes(settings.modes, sizes);
  return settings;
}

/** Whether a checkpoint's settings are such. */
function areSettings(value: unknown): value is OperatorSettings {
  if (typeof value !== "object" || value === null) return false;
  const found: Readonly<Record<string, unknown>> = { ...value };
  return Object.entries(burgers.settings).every(([name, known]) => typeof found[name] === typeof known);
}

async function readData({
  set,
  folder,
  settings,
  signal,
  onProgress,
}: DataWanted<OperatorSettings>): Promise<{ data: FieldData; sha256: string }> {
  const { files, data: dataOf } = FIELD_SETS[set];
  if (files !== undefined && folder === undefined)
    throw new InputError("data", folder, `${set} is read from files: give a folder ${files}`);
  const data = await dataOf({ folder, fields: settings.fields, seed: settings.seed, signal, onProgress });
  const hash = createHash("sha256");
  const sets: readonly FieldSet[] = [data.train, ...Object.values(data.tests)];
  for (const { inputs, targets } of sets)
    for (const array of [inputs, targets]) hash.update(new Uint8Array(array.buffer, array.byteOffset, array.byteLength));
  return { data, sha256: hash.digest("hex") };
}

/** The operator in a line. */
function operatorText({ width, modes, layers }: OperatorSettings, { train: { sizes } }: FieldData): string {
  return `FNO of ${counted(layers, "layer")}, width ${width}, ${counted(modes, "mode")}, learnt at ${sizes.join(" x ")}`;
}

async function report(
  { trainer, about, data, resumed, argv }: FieldRun,
  history: readonly FieldEpochRecord[],
  summary: OperatorSettings & TrainSummary<FieldEpochRecord>,
): Promise<string> {
  const { parameters, data_set } = summary;
  const { parameters: learnt } = await trainer.state();
  const { spec } = trainer;
  const cases = Object.entries(data.tests).map(
    async ([name, set]) => [name, await casesOf({ spec, parameters: learnt }, set, shownCases(set.sizes))] as const,
  );
  return operatorReportHtml({
    title: `${data_set}, FNO`,
    command: commandLine(argv),
    version: VERSION,
    summary: {
      problem: FIELD_SETS[data_set].about,
      operator: operatorText(about.settings, data),
      parameters,
      "fields to learn from": about.settings.fields,
      ...courseRows(summary),
    },
    history,
    cases: Object.fromEntries(await Promise.all(cases)),
    names: FIELD_SETS[data_set].names,
    notes: resumedNotes({ resumed }),
  });
}
