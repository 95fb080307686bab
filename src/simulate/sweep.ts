import { InputError } from "../errors.ts";
import type { NetworkDescription, Numbers } from "../network/description.ts";
import { Network } from "../network/network.ts";
import { resolve } from "../network/resolve.ts";
import type { ResolvedNetwork } from "../network/resolved.ts";
import { changedAt, parsePath } from "../network/vary.ts";
import type { Executor } from "../plan/executor.ts";
import type { AdapterChoice } from "../plan/target.ts";
import { Instances, type Outcome } from "./instances.ts";
import { groupsOf } from "./sizing.ts";

/** Varied values of one instance, by path. */
export type Point = Readonly<Record<string, unknown>>;
type Described = Network | NetworkDescription<Numbers>;

export interface SweepOptions {
  /** The network, whose description the varied values go into; or what makes it from them. */
  readonly network: Described | ((point: Point) => Described);
  /**
   * Values by place: `seed`, `populations.E.params.I_e`, `inputs.drive.rate`, `projections[0].weight`, any place of the network file, with
   * names instead of indices where there are names. Where `network` is a function, any names.
   */
  readonly vary: Readonly<Record<string, readonly unknown[]>>;
  /** `grid`: every combination, the last name fastest (default). `zip`: the first values together, then the second ... */
  readonly combine?: "grid" | "zip";
  /** ms measured, and before that not counted (default 0). */
  readonly duration: number;
  readonly warmup?: number;
  /** Default `auto`. */
  readonly adapter?: AdapterChoice;
  /** Called with the share of the whole sweep done. */
  readonly onProgress?: (share: number) => void;
  /** Stops with CancelledError; nothing is kept. */
  readonly signal?: AbortSignal;
}

/** One column: a number or a text an instance; NaN where there is none. */
export interface Column {
  readonly name: string;
  readonly values: Float64Array | readonly string[];
}

/** One row an instance: varied values, then rate (Hz) and CV of inter-spike intervals of each population, spikes, digest, error. */
export interface Sweep {
  readonly columns: readonly Column[];
  readonly instances: number;
  readonly adapter: string;
  readonly adapterKind: Executor["adapterKind"];
  /** Plans that ran one after another. */
  readonly batches: number;
  /** Seconds spent building and running. */
  readonly buildSeconds: number;
  readonly runSeconds: number;
  readonly note: string | undefined;
}

/** Instances of a sweep at most: more is a slip of the keyboard. */
const MOST_INSTANCES = 1e6;

/**
 * Runs many instances of a network, side by side in as few plans as memory allows. Each does what it would do alone: its digest is that of
 * `simulate` with the same description.
 *
 * ```ts
 * const table = await sweep({ network, vary: { seed: [1, 2, 3], "populations.E.params.I_e": [100, 200] }, duration: 1000 });
 * await writeFile("sweep.csv", sweepCsv(table));
 * ```
 * @throws InputError for a wrong path or value, naming it, before anything runs; NoAdapterError, DeviceError, CancelledError
 */
export async function sweep(options: SweepOptions): Promise<Sweep> {
  const { duration, warmup = 0, adapter, signal, onProgress } = options;
  checkTimes(duration, warmup);
  const points = pointsOf(options);
  const networks = networksOf(options, points);
  const groups = await groupsOf(networks, adapter ?? "auto");
  const outcomes = new Array<Outcome>(points.length);
  const told = {
    adapter: "",
    adapterKind: "cpu" as Executor["adapterKind"],
    buildSeconds: 0,
    runSeconds: 0,
    note: undefined as string | undefined,
  };
  let done = 0;
  for (const group of groups) {
    const report = (share: number) => onProgress?.((done + share * group.length) / points.length);
    const started = performance.now();
    const members = group.map((b) => networks[b]);
    const instances = await Instances.create(members, { adapter, signal, onProgress: (share) => report(BUILDING * share) });
    try {
      const built = performance.now();
      const whole = warmup + duration;
      const part = (before: number) => (at: number) => report(BUILDING + (1 - BUILDING) * ((before + at) / whole));
      if (warmup > 0) await instances.run(warmup, { signal, onProgress: part(0) });
      instances.forget();
      await instances.run(duration, { signal, onProgress: part(warmup) });
      told.buildSeconds += (built - started) / 1000;
      told.runSeconds += (performance.now() - built) / 1000;
      told.adapter = instances.adapter;
      told.adapterKind = instances.adapterKind;
      told.note ??= instances.note;
      group.forEach((b, k) => {
        outcomes[b] = instances.outcome(k);
      });
    } finally {
      instances.destroy();
    }
    done += group.length;
  }
  return { columns: columnsOf(options, points, outcomes), instances: points.length, batches: groups.length, ...told };
}

/** Share of a batch's time that building is taken for. */
const BUILDING = 0.3;

function checkTimes(duration: number, warmup: number): void {
  if (!(Number.isFinite(duration) && duration > 0)) throw new InputError("duration", duration, "must be above 0 (ms)");
  if (!(Number.isFinite(warmup) && warmup >= 0)) throw new InputError("warmup", warmup, "must be 0 ms or more");
}

/** The varied values of every instance. @throws InputError */
function pointsOf({ vary, combine = "grid", network }: SweepOptions): Point[] {
  const paths = Object.keys(vary);
  if (paths.length === 0) throw new InputError("vary", vary, "must name something to vary: seed, populations.E.params.I_e ...");
  for (const path of paths) {
    const values = vary[path];
    if (!Array.isArray(values) || values.length === 0) throw new InputError(`vary["${path}"]`, values, "must be a list of values");
    if (typeof network !== "function") parsePath(path);
  }
  if (combine !== "grid" && combine !== "zip") throw new InputError("combine", combine, "must be grid or zip");
  const lengths = paths.map((path) => vary[path].length);
  const count = combine === "zip" ? lengths[0] : lengths.reduce((a, b) => a * b, 1);
  if (count > MOST_INSTANCES) throw new InputError("vary", count, `instances are too many; a sweep has ${MOST_INSTANCES} at most`);
  if (combine === "zip") {
    const odd = lengths.findIndex((length) => length !== lengths[0]);
    if (odd >= 0)
      throw new InputError(`vary["${paths[odd]}"]`, lengths[odd], `values, but "${paths[0]}" has ${lengths[0]}; zip needs as many of each`);
    return Array.from({ length: count }, (_, k) => Object.fromEntries(paths.map((path) => [path, vary[path][k]])));
  }
  return Array.from({ length: count }, (_, k) => {
    let rest = k;
    const values = lengths.map(() => 0);
    for (let p = paths.length - 1; p >= 0; p--) {
      values[p] = rest % lengths[p];
      rest = Math.floor(rest / lengths[p]);
    }
    return Object.fromEntries(paths.map((path, p) => [path, vary[path][values[p]]]));
  });
}

/** Every instance's network, checked, with nothing recorded: spikes are counted as they come. @throws InputError */
function networksOf({ network }: SweepOptions, points: readonly Point[]): ResolvedNetwork[] {
  return points.map((point, k) => {
    const base = typeof network === "function" ? network(point) : network;
    const changes = typeof network === "function" ? {} : point;
    try {
      return { ...resolvedWith(base, changes), records: [] };
    } catch (error) {
      if (!(error instanceof InputError)) throw error;
      throw blamed(error, base, changes, `point ${k} (${told(point)})`);
    }
  });
}

function resolvedWith(base: Described, changes: Point): ResolvedNetwork {
  const description = base instanceof Network ? base.description : base;
  const changed = Object.entries(changes).reduce((now, [path, value]) => changedAt(now, path, value), description);
  return base instanceof Network ? base.resolveAs(changed) : resolve(changed);
}

/** An error of a varied network as one of the value that causes it alone, or of the point. */
function blamed(error: InputError, base: Described, changes: Point, point: string): InputError {
  if (error.place.startsWith("vary")) return error;
  if (failure(base, {}) !== undefined) return error;
  for (const [path, value] of Object.entries(changes)) {
    const alone = failure(base, { [path]: value });
    if (alone) return new InputError(`vary["${path}"]`, value, `${alone.place}: ${alone.remedy}`);
  }
  return new InputError(`vary, ${point}: ${error.place}`, error.value, error.remedy);
}

function failure(base: Described, changes: Point): InputError | undefined {
  try {
    resolvedWith(base, changes);
    return undefined;
  } catch (error) {
    if (error instanceof InputError) return error;
    throw error;
  }
}

function told(point: Point): string {
  return Object.entries(point)
    .map(([path, value]) => `${path}=${textOf(value)}`)
    .join(", ");
}

function textOf(value: unknown): string {
  return typeof value === "string" ? value : (JSON.stringify(value) ?? String(value));
}

function columnsOf({ vary }: SweepOptions, points: readonly Point[], outcomes: readonly Outcome[]): Column[] {
  const varied = Object.keys(vary).map((path) => ({ name: path, values: valuesOf(points.map((point) => point[path])) }));
  const names = [...new Set(outcomes.flatMap(({ populations }) => populations.map(({ name }) => name)))];
  const measured = (key: "rate" | "cv", unit: string) =>
    names.map((name) => ({
      name: `${key}.${name}${unit}`,
      values: Float64Array.from(outcomes, ({ populations }) => populations.find((p) => p.name === name)?.[key] ?? Number.NaN),
    }));
  const spikes = Float64Array.from(outcomes, ({ populations }) => populations.reduce((sum, p) => sum + p.spikes, 0));
  return [
    ...varied,
    ...measured("rate", " (Hz)"),
    ...measured("cv", ""),
    { name: "spikes", values: spikes },
    { name: "digest", values: outcomes.map(({ digest }) => digest) },
    { name: "error", values: outcomes.map(({ fault }) => fault?.message ?? "") },
  ];
}

function valuesOf(values: readonly unknown[]): Column["values"] {
  return values.every((value) => typeof value === "number") ? Float64Array.from(values as number[]) : values.map(textOf);
}
