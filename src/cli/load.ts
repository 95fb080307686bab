import { existsSync, readFileSync, statSync } from "node:fs";
import { readFile } from "node:fs/promises";
import { resolve as absolute, dirname } from "node:path";
import type { Example, ExampleOptions, Figure, Finding, Reference, Study } from "../../examples/example.ts";
import { examples, studies } from "../../examples/index.ts";
import { InputError } from "../errors.ts";
import { parseNetworkFile } from "../io/network-file.ts";
import type { NetworkDescription, Numbers } from "../network/description.ts";
import { hint } from "../network/names.ts";
import type { Network } from "../network/network.ts";
import { resolve } from "../network/resolve.ts";
import type { ResolvedNetwork } from "../network/resolved.ts";
import type { Simulation } from "../simulate/simulation.ts";
import { fieldFigures } from "./fields.ts";
import { given, type RunOptions } from "./options.ts";

/** A network to run, from an example or a file. */
export interface Loaded {
  /** What a person called it. */
  readonly name: string;
  readonly network: ResolvedNetwork;
  /** What it was made from. */
  readonly described: Network | NetworkDescription<Numbers>;
  /** For the report. */
  readonly parameters: unknown;
  readonly duration: number;
  readonly warmup: number;
  readonly reference: Reference | undefined;
  readonly source: string | undefined;
  findings(simulation: Simulation): Promise<readonly Finding[]>;
  figures(simulation: Simulation): Promise<readonly Figure[]>;
}

/** ms a network file runs without `--duration`. */
const FILE_DURATION = 1000;

/** @throws InputError */
export async function load(name: string, options: RunOptions): Promise<Loaded> {
  const example = examples.find((e) => e.name === name);
  if (studies.some((study) => study.name === name))
    throw new InputError("network", name, "is a study, which only galvani run takes; name an example or a network file");
  return example ? fromExample(example, options) : fromFile(name, options);
}

/**
 * What a person chose of an example or a study.
 * @throws InputError for what it does not take
 */
export function chosenOf(example: Example | Study, { dt, scale, variant, data, seed }: ChosenOptions): ExampleOptions {
  if (scale !== undefined && scale !== 1 && !example.scales)
    throw new InputError("--scale", scale, `${example.name} has one size only; leave it out`);
  if (variant !== undefined) checkVariant(example, variant);
  if (data !== undefined && example.data === undefined) throw new InputError("--data", data, `${example.name} needs no data; leave it out`);
  if (data === undefined && example.data?.optional === false)
    throw new InputError("--data", data, `${example.name} needs a data set: give its folder ${example.data.folder}`);
  return { seed: seed ?? 1, ...given({ dt, scale, variant, data }) };
}

type ChosenOptions = Pick<RunOptions, "dt" | "scale" | "variant" | "data" | "seed">;

async function fromExample(example: Example, options: RunOptions): Promise<Loaded> {
  const chosen = chosenOf(example, options);
  const described = await asOptions(["dt", "scale", "variant", "data", "seed"], async () => example.network(chosen));
  return {
    // The network's own name where it says more: a stand-in must not pass for the data.
    name: described.description.name ?? example.name,
    network: described.resolve(),
    described,
    parameters: described.description,
    duration: options.duration ?? example.duration,
    warmup: options.warmup ?? (options.load === undefined ? example.warmup : 0),
    reference: example.reference?.(chosen),
    source: example.source,
    findings: async (simulation) => (await example.findings?.(simulation, chosen)) ?? [],
    figures: async (simulation) => (await example.figures?.(simulation, chosen)) ?? [],
  };
}

function checkVariant(example: Example | Study, variant: string): void {
  const { variants = [] } = example;
  if (variants.length === 0) throw new InputError("--variant", variant, `${example.name} has none; leave it out`);
  if (!variants.includes(variant)) throw new InputError("--variant", variant, `of ${example.name}: ${hint(variant, variants, "variants")}`);
}

async function fromFile(path: string, options: RunOptions): Promise<Loaded> {
  if (!existsSync(path)) {
    const names = [...examples, ...studies].map((e) => e.name);
    const what = /[/\\.]/.test(path) ? "no such file" : "no example and no file of this name";
    throw new InputError("network", path, `${what}; ${hint(path, names, "examples")}`);
  }
  const keys = (["scale", "variant", "data"] as const).filter(
    (key) => options[key] !== undefined && !(key === "scale" && options.scale === 1),
  );
  for (const key of keys) throw new InputError(`--${key}`, options[key], "is for examples; a network file has none: leave it out");
  const folder = dirname(absolute(path));
  const description = await parseNetworkFile(readText(path), path, (file) => readFile(absolute(folder, file)));
  const { dt, seed } = options;
  const changed = { ...description, ...given({ dt, seed }) };
  return {
    name: description.name ?? path,
    network: await asOptions(Object.keys(given({ dt, seed })), async () => resolve(changed)),
    described: changed,
    parameters: changed,
    duration: options.duration ?? FILE_DURATION,
    warmup: options.warmup ?? 0,
    reference: undefined,
    source: undefined,
    findings: async () => [],
    figures: async (simulation) => fieldFigures(simulation),
  };
}

function readText(path: string): string {
  try {
    if (statSync(path).isDirectory()) throw new Error("it is a folder");
    return readFileSync(path, "utf8");
  } catch (cause) {
    throw new InputError("network", path, `cannot be read (${(cause as Error).message}); give the path of a network file`);
  }
}

/** An InputError about one of these places is about the option of that name. */
export async function asOptions<T>(places: readonly string[] | ((place: string) => boolean), work: () => Promise<T>): Promise<T> {
  const isOption = typeof places === "function" ? places : (place: string) => places.includes(place);
  try {
    return await work();
  } catch (error) {
    if (error instanceof InputError && isOption(error.place)) throw new InputError(`--${error.place}`, error.value, error.remedy);
    throw error;
  }
}
