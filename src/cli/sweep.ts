import { InputError } from "../errors.ts";
import { sweepCsv, sweepNpz } from "../io/table.ts";
import { type Column, type Sweep, sweep } from "../simulate/sweep.ts";
import { type Io, interruptible } from "./io.ts";
import { asOptions, type Loaded, load } from "./load.ts";
import { type RawOptions, type RunOptions, runOptions } from "./options.ts";
import { checkFile, writeFile } from "./output.ts";
import { forPeople, Progress } from "./progress.ts";
import { adapterName, rounded } from "./summary.ts";
import { table } from "./table.ts";

/** Rows shown to people. */
const SHOWN = 20;
/** Letters of a digest shown to people. */
const DIGEST = 12;
/** Values of one --vary at most: more is a slip of the keyboard. */
const MOST_VALUES = 1e6;

/** `galvani sweep`. Returns the exit code. */
export async function sweepCommand(name: string, given: readonly string[], raw: RawOptions, io: Io): Promise<number> {
  const options = runOptions(raw);
  const vary = varied(given);
  if (options.out !== undefined) {
    if (!/\.(csv|npz)$/.test(options.out)) throw new InputError("--out", options.out, "name a file that ends in .csv or .npz");
    checkFile("--out", options.out);
  }
  const loaded = await load(name, options);
  return interruptible(io, "nothing was written", async (signal) => {
    const done = await swept(loaded, vary, raw.zip === true ? "zip" : "grid", options, io, signal);
    if (options.out !== undefined) writeFile("--out", options.out, options.out.endsWith(".npz") ? sweepNpz(done) : sweepCsv(done));
    io.out(options.json ? `${JSON.stringify(asObject(done, loaded))}\n` : text(done, loaded, options));
    return 0;
  });
}

async function swept(
  { described: network, duration, warmup }: Loaded,
  vary: Vary,
  combine: "zip" | "grid",
  { adapter }: RunOptions,
  io: Io,
  signal: AbortSignal,
): Promise<Sweep> {
  const progress = new Progress(io, "sweeping");
  try {
    const report = (share: number) => progress.update(share);
    const isOption = (place: string) => place === "adapter" || place.startsWith("vary");
    return await asOptions(isOption, () => sweep({ network, vary, combine, duration, warmup, adapter, onProgress: report, signal }));
  } finally {
    progress.stop();
  }
}

/** Values by the place that they go to. */
type Vary = Readonly<Record<string, readonly (number | string)[]>>;

/** `path=values`, each given once. @throws InputError */
function varied(given: readonly string[]): Vary {
  const vary: Record<string, readonly (number | string)[]> = {};
  if (given.length === 0) throw new InputError("--vary", undefined, "name something to vary: --vary seed=1:10");
  for (const text of given) {
    const at = text.lastIndexOf("=");
    if (at < 1 || at === text.length - 1)
      throw new InputError("--vary", text, "write it as place=values: seed=1:10, inputs.drive.rate=5000,6000");
    const path = text.slice(0, at);
    if (Object.hasOwn(vary, path)) throw new InputError("--vary", text, `"${path}" is given twice; put all its values into one`);
    vary[path] = text
      .slice(at + 1)
      .split(",")
      .flatMap((part) => valuesOf(part, text));
  }
  return vary;
}

/** A number, a range `from:to` or `from:to:step` with its end, or a text. */
function valuesOf(part: string, whole: string): (number | string)[] {
  if (part.trim() === "") throw new InputError("--vary", whole, "has an empty value; leave out the comma");
  const pieces = part.split(":");
  const numbers = pieces.map((piece) => (piece.trim() === "" ? Number.NaN : Number(piece)));
  if (pieces.length === 1) return [Number.isNaN(numbers[0]) ? part : numbers[0]];
  const [from, to, step = 1] = numbers;
  const count = Math.floor((to - from) / step + 1e-9) + 1;
  if (pieces.length > 3 || !numbers.every(Number.isFinite) || step === 0 || !(count >= 1))
    throw new InputError("--vary", whole, `"${part}" is no range; write from:to or from:to:step, the step towards the end`);
  if (count > MOST_VALUES) throw new InputError("--vary", whole, `"${part}" has ${count} values; ${MOST_VALUES} at most`);
  // A step like 0.1 must not leave 0.30000000000000004 behind.
  return Array.from({ length: count }, (_, k) =>
    Number.isInteger(step) && Number.isInteger(from) ? from + k * step : Number((from + k * step).toPrecision(12)),
  );
}

/** What `--json` prints: rows in the order of `columns`, null where there is no number. */
function asObject(done: Sweep, { name, duration, warmup }: Loaded): object {
  const { columns, instances, batches, buildSeconds, runSeconds } = done;
  return {
    network: name,
    instances,
    duration,
    warmup,
    adapter: adapterName(done),
    batches,
    build_s: rounded(buildSeconds),
    run_s: rounded(runSeconds),
    columns: columns.map((column) => column.name),
    rows: Array.from({ length: instances }, (_, k) => columns.map(({ values }) => values[k])),
  };
}

function text(done: Sweep, { name, duration, warmup }: Loaded, { out }: RunOptions): string {
  const { instances, batches, buildSeconds, runSeconds, note } = done;
  const faults = done.columns.find((column) => column.name === "error")?.values as readonly string[];
  const failed = faults.filter((fault) => fault !== "").length;
  // The column of errors is for those that have one.
  const columns = done.columns.filter((column) => column.name !== "error" || failed > 0);
  const rows = Array.from({ length: Math.min(SHOWN, instances) }, (_, k) => columns.map((column) => shown(column, k)));
  const textual = [...columns.keys()].filter((c) => !(columns[c].values instanceof Float64Array));
  const more = instances - rows.length;
  const lines = [
    table(
      columns.map((column) => column.name),
      rows,
      [0, ...textual],
    ),
    ...(more > 0 ? [`... and ${more.toLocaleString("en")} more${out === undefined ? "; --out table.csv keeps all" : ""}`] : []),
    "",
    `network           ${name}: ${instances.toLocaleString("en")} instances, ${duration} ms after ${warmup} ms of warm-up`,
    ...(failed > 0 ? [`stopped           ${failed.toLocaleString("en")} instances, see error: what they show is of the time before`] : []),
    `adapter           ${adapterName(done)}`,
    `built in          ${forPeople(buildSeconds)}`,
    `run in            ${forPeople(runSeconds)}, ${batches === 1 ? "all side by side" : `in ${batches} batches`}`,
    ...(note === undefined ? [] : [`note              ${note}`]),
    ...(out === undefined ? [] : [`table             ${out}`]),
  ];
  return `${lines.join("\n")}\n`;
}

function shown({ name, values }: Column, k: number): string {
  const value = values[k];
  if (typeof value === "string") return name === "digest" ? value.slice(0, DIGEST) : value;
  if (Number.isNaN(value)) return "-";
  return Number.isInteger(value) ? String(value) : name.startsWith("rate.") || name.startsWith("cv.") ? value.toFixed(3) : String(value);
}
