import { examples } from "../../examples/index.ts";
import { GalvaniError, InputError, NoAdapterError } from "../errors.ts";
import { availableMemory, hasHardware } from "../gpu/adapter.ts";
import type { ResolvedNetwork } from "../network/resolved.ts";
import type { AdapterChoice } from "../plan/target.ts";
import type { Spikes } from "../simulate/recorder.ts";
import { Simulation } from "../simulate/simulation.ts";
import type { Io } from "./io.ts";
import { load } from "./load.ts";
import type { RunOptions } from "./options.ts";
import { forPeople, Progress } from "./progress.ts";

/** Free memory a demo wants for each byte of its example: building takes more than running, and others want some too. */
const ROOM = 3.1;
/** The small network on which executors are compared. */
const SMALL = { scale: 0.1, duration: 100 };

/** Scale for `--demo`: 1, or what the free memory holds, in percent. */
export function demoScale(
  name: string,
  options: RunOptions,
  free = availableMemory() ?? Infinity,
): { scale: number | undefined; note?: string } {
  const example = examples.find((e) => e.name === name);
  if (!example) throw new InputError("--demo", name, "is for examples; leave it out");
  const { bytes } = example;
  if (options.scale !== undefined || !example.scales || !bytes || free >= ROOM * bytes(1)) return { scale: options.scale };
  let percent = 99;
  while (percent > 1 && ROOM * bytes(percent / 100) > free) percent--;
  const scale = percent / 100;
  const has = `${(free / 1e9).toFixed(1)} GB of memory are free, full scale wants ${((ROOM * bytes(1)) / 1e9).toFixed(1)} GB`;
  return { scale, note: `${has}: running at scale ${scale}` };
}

/**
 * Where the demo ran on `cpu`: a small version of the example on the software WebGPU adapter and on `cpu`, and for how many steps
 * the spikes of both are the same. One line where there is no such adapter or nothing to compare; empty on a GPU.
 */
export async function agreement(name: string, options: RunOptions, io: Io, signal: AbortSignal): Promise<string> {
  if (options.adapter === "hardware" || options.adapter === "software") return "";
  if (options.adapter === "auto" && (await hasHardware())) return "";
  const example = examples.find((e) => e.name === name);
  const small = { ...options, scale: example?.scales ? SMALL.scale : undefined };
  const { network } = await load(name, small);
  const started = performance.now();
  const spikes: Spikes[] = [];
  let software = "";
  let synapses = 0;
  const progress = new Progress(io, "comparing executors");
  for (const [k, adapter] of (["software", "cpu"] as const).entries()) {
    try {
      const one = await spikesOf(network, adapter, signal, (share) => progress.update((k + share) / 2));
      spikes.push(one.spikes);
      synapses = one.synapses;
      software ||= one.adapter;
    } catch (error) {
      if (adapter === "software" && error instanceof NoAdapterError) return `\nexecutors not compared: ${error.message}\n`;
      throw error;
    } finally {
      progress.stop();
    }
  }
  const steps = spikes[0].to;
  const same = agreeing(spikes[0], spikes[1]);
  const what = `${network.neurons.toLocaleString("en")} neurons, ${synapses.toLocaleString("en")} synapses${small.scale === undefined ? "" : `, scale ${small.scale}`}`;
  const verdict =
    same === steps
      ? `the same for all ${steps.toLocaleString("en")} steps (${spikes[0].step.length.toLocaleString("en")} spikes)`
      : `the same for the first ${same.toLocaleString("en")} of ${steps.toLocaleString("en")} steps`;
  return `\nThe same network, small (${what}), on the software WebGPU adapter (${software}) and on cpu:\nthe spikes of both are ${verdict}. (${forPeople((performance.now() - started) / 1000)})\n`;
}

async function spikesOf(
  network: ResolvedNetwork,
  adapter: AdapterChoice,
  signal: AbortSignal,
  onProgress: (share: number) => void,
): Promise<{ spikes: Spikes; adapter: string; synapses: number }> {
  const simulation = await Simulation.create(network, { adapter, signal });
  try {
    await simulation.run(SMALL.duration, { signal, onProgress: (at) => onProgress(at / SMALL.duration) });
    return { spikes: simulation.spikes(), adapter: simulation.adapter, synapses: simulation.synapses };
  } finally {
    simulation.destroy();
  }
}

/** Steps from the start in which both have the same spikes. */
export function agreeing(a: Spikes, b: Spikes): number {
  if (a.from !== b.from || a.to !== b.to) throw new GalvaniError("spikes of different times cannot be compared");
  const n = Math.min(a.step.length, b.step.length);
  for (let k = 0; k < n; k++) if (a.step[k] !== b.step[k] || a.neuron[k] !== b.neuron[k]) return Math.min(a.step[k], b.step[k]) - a.from;
  if (a.step.length === b.step.length) return a.to - a.from;
  return (a.step[n] ?? b.step[n]) - a.from;
}
