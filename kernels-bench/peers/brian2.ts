import { execFile } from "node:child_process";
import { existsSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { GalvaniError } from "../../src/errors.ts";
import type { PeerRun, PeerTime } from "./galvani.ts";
import type { Match } from "./match.ts";

const call = promisify(execFile);

/** Folders that hold the scripts: beside this file, or seen from dist/. */
const FOLDERS = [import.meta.dirname, join(import.meta.dirname, "../kernels-bench/peers")];

/** @throws GalvaniError outside a checkout */
export function scriptPath(name: string): string {
  const found = FOLDERS.map((folder) => join(folder, name)).find(existsSync);
  if (!found) throw new GalvaniError(`kernels-bench/peers/${name} is not here: peers are compared from a checkout of the repository`);
  return found;
}

/** A Python that has Brian2, or undefined. */
export async function pythonWithBrian2(): Promise<string | undefined> {
  for (const python of ["/usr/bin/python3", "python3"]) {
    const has = await call(python, ["-c", "import brian2"]).then(
      () => true,
      () => false,
    );
    if (has) return python;
  }
  return undefined;
}

/**
 * Brian2's side: compiled once (not timed), then one process a measurement, each of which draws a network anew.
 * @throws GalvaniError where Brian2 or the compiler fails
 */
export async function brian2Run(match: Match, python: string): Promise<PeerRun & { readonly version: string }> {
  const folder = mkdtempSync(join(tmpdir(), "galvani-brian2-"));
  const destroy = () => rmSync(folder, { recursive: true, force: true });
  try {
    const { neurons, delay, warmup, duration, threads, parameters } = match;
    const given = JSON.stringify({ neurons, delay, warmup, duration, threads, ...parameters });
    const { stdout } = await call(python, [scriptPath(match.script), given, folder], { maxBuffer: 2 ** 26 });
    const { version, counts } = JSON.parse(stdout.trim().split("\n").at(-1) ?? "") as { version: string; counts: string };
    return { version, destroy, measure: () => measure(match, folder, counts) };
  } catch (error) {
    destroy();
    throw new GalvaniError(`peers: Brian2 could not build ${match.name}: ${lastLine(error)}`, { cause: error });
  }
}

async function measure(p: Match, folder: string, counts: string): Promise<PeerTime> {
  const { stdout } = await call(join(folder, "main"), { cwd: folder });
  const loop = Number(/^loop (\S+)$/m.exec(stdout)?.[1]);
  // What Brian2 writes of its last run: seconds by std::clock, which is processor time, and the share done.
  const processor = Number(readFileSync(join(folder, "results/last_run_info.txt"), "utf8").split(" ")[0]);
  const words = readFileSync(join(folder, counts));
  let spikes = 0;
  for (let at = 0; at < words.length; at += 4) spikes += words.readInt32LE(at);
  const model = p.duration / 1000;
  return { wall: loop / model, processor: processor / model, rate: spikes / p.neurons / model };
}

function lastLine(error: unknown): string {
  const text = (error as { stderr?: string }).stderr || (error instanceof Error ? error.message : String(error));
  return text.trim().split("\n").at(-1) ?? "";
}
