/**
 * Measures the kernels beside what the adapter can do in the same run.
 *   npm run bench                              on a GPU, else on cpu
 *   npm run bench -- --adapter software update copy
 *   npm run bench -- peers                     with the same network in Brian2
 *   --json FILE writes the results, --against FILE compares with such a file, --list names the benchmarks
 */
import { readFileSync, writeFileSync } from "node:fs";
import { cpus } from "node:os";
import { parseArgs } from "node:util";
import { GalvaniError, InputError } from "../src/errors.ts";
import type { Device } from "../src/gpu/device.ts";
import { ADAPTER_CHOICES, type AdapterChoice, openTarget } from "../src/plan/target.ts";
import { atomicAdd } from "./atomic_add.ts";
import { copy } from "./copy.ts";
import { cubaNetwork } from "./cuba.ts";
import type { Bench, Result } from "./measure.ts";
import { brian2 } from "./peers/brian2.ts";
import { propagate } from "./propagate.ts";
import { update } from "./update.ts";

const BENCHES: Readonly<Record<string, (bench: Bench) => Promise<Result[]>>> = {
  copy,
  atomic_add: atomicAdd,
  update,
  propagate,
  cuba: cubaNetwork,
  peers: brian2,
};
/** Needs a program that is not part of this one. */
const ASKED_FOR = ["peers"];

interface File {
  readonly adapter: string;
  readonly date: string;
  readonly results: readonly Result[];
}

function options() {
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: {
      adapter: { type: "string", default: "auto" },
      json: { type: "string" },
      against: { type: "string" },
      list: { type: "boolean", default: false },
    },
  });
  const adapter = ADAPTER_CHOICES.find((a) => a === values.adapter);
  if (!adapter) throw new InputError("--adapter", values.adapter, `choose one of ${ADAPTER_CHOICES.join(", ")}`);
  const names = Object.keys(BENCHES);
  for (const word of positionals)
    if (!names.includes(word)) throw new InputError("bench", word, `no benchmark of this name; there are ${names.join(", ")}`);
  const chosen = positionals.length > 0 ? positionals : names.filter((name) => !ASKED_FOR.includes(name));
  // What others are compared with comes first.
  return { ...values, adapter, chosen: names.filter((name) => chosen.includes(name)) };
}

function reference(file: string | undefined): File | undefined {
  if (file === undefined) return undefined;
  try {
    return JSON.parse(readFileSync(file, "utf8")) as File;
  } catch (error) {
    throw new InputError("--against", file, error instanceof Error ? error.message : String(error));
  }
}

function line({ name, value, spread, unit, note }: Result, before: Result | undefined): string {
  const change = before ? `${(value / before.value).toFixed(2)} x before` : "";
  const number = value.toPrecision(3).padStart(9);
  return `${name.padEnd(38)} ${number} ${unit.padEnd(15)} +- ${(50 * spread).toFixed(0).padStart(2)} %  ${note}${note && change ? "; " : ""}${change}`.trimEnd();
}

function nameOf(device: Device | undefined): string {
  if (!device) return `cpu (TypeScript, 1 thread; ${cpus()[0]?.model ?? "unknown"}, Node ${process.version})`;
  const { kind, description, device: name, architecture } = device.summary;
  return `${kind}: ${description || name || "unknown"} ${architecture}`.trim();
}

async function main(): Promise<void> {
  const { adapter, chosen, json, against, list } = options();
  if (list) {
    console.log(Object.keys(BENCHES).join("\n"));
    return;
  }
  const before = reference(against);
  const target = await openTarget(adapter, undefined);
  const choice: AdapterChoice = target.device?.summary.kind ?? "cpu";
  const file = { adapter: nameOf(target.device), date: new Date().toISOString(), results: [] as Result[] };
  console.log(`${file.adapter}, ${file.date.slice(0, 10)}`);
  for (const name of chosen) {
    for (const result of await BENCHES[name]({ choice, device: target.device, results: file.results })) {
      console.log(
        line(
          result,
          before?.results.find((r) => r.name === result.name),
        ),
      );
      file.results.push(result);
    }
  }
  if (json) writeFileSync(json, `${JSON.stringify(file, null, 2)}\n`);
  target.device?.destroy();
}

main().then(
  () => process.exit(0),
  (error: unknown) => {
    console.error(error instanceof GalvaniError ? error.message : error);
    process.exit(error instanceof GalvaniError ? error.exitCode : 1);
  },
);
