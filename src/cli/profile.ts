import { join } from "node:path";
import { traceEvents } from "../io/trace-events.ts";
import type { KernelProfile, Profile } from "../simulate/profile.ts";
import type { Simulation } from "../simulate/simulation.ts";
import { figure, roofline } from "../view/plots.ts";
import { type Io, interruptible } from "./io.ts";
import { type Loaded, load } from "./load.ts";
import { type RawOptions, type RunOptions, runOptions } from "./options.ts";
import { checkFolder, writeFolder } from "./output.ts";
import { Progress } from "./progress.ts";
import { build } from "./run.ts";
import { adapterName } from "./summary.ts";
import { table } from "./table.ts";

/** ms profiled without `--duration`: enough for any network to show where its time goes. */
export const PROFILE_DURATION = 200;

/** `galvani profile`. Returns the exit code. */
export async function profile(name: string, raw: RawOptions, io: Io): Promise<number> {
  const given = runOptions(raw);
  const options = { ...given, duration: given.duration ?? PROFILE_DURATION };
  if (options.out !== undefined) checkFolder("--out", options.out);
  const loaded = await load(name, options);
  return interruptible(io, "nothing was measured", async (signal) => {
    const simulation = await build(loaded, options, io, signal);
    try {
      tell(loaded, simulation, await measured(loaded, simulation, io, signal), options, io);
      return 0;
    } finally {
      simulation.destroy();
    }
  });
}

async function measured({ warmup, duration }: Loaded, simulation: Simulation, io: Io, signal: AbortSignal): Promise<Profile> {
  const progress = new Progress(io, "running");
  const whole = warmup + duration;
  try {
    await simulation.run(warmup, { signal, onProgress: (at) => progress.update(at / whole) });
    return await simulation.profile(duration, { signal, onProgress: (at) => progress.update((warmup + at) / whole) });
  } finally {
    progress.stop();
  }
}

/** Writes the files, prints the tables or the object. */
function tell(loaded: Loaded, simulation: Simulation, profile: Profile, { out, json }: RunOptions, io: Io): void {
  const object = shape(loaded, simulation, profile);
  if (out !== undefined) {
    const panel = roofline({ ...profile, adapter: object.adapter });
    writeFolder(out, {
      "profile.json": `${JSON.stringify(object, null, 2)}\n`,
      "trace.json": traceEvents(profile, `galvani: ${loaded.name} on ${object.adapter}`),
      "roofline.svg": figure(`${loaded.name}: ${loaded.duration} ms`, [panel]),
    });
  }
  if (json) {
    io.out(`${JSON.stringify(object)}\n`);
    return;
  }
  io.out(`\n${text(loaded, object.adapter, profile)}`);
  if (out !== undefined)
    io.out(`trace             ${join(out, "trace.json")} (open it in ui.perfetto.dev)\nroofline          ${join(out, "roofline.svg")}\n`);
}

/** What `--json` prints and `profile.json` holds. */
function shape({ name, network, duration, warmup }: Loaded, simulation: Simulation, profile: Profile) {
  const { copyGBs, atomicMs, fmaGops, footprintBytes } = profile.ceilings;
  return {
    network: name,
    neurons: simulation.neurons,
    synapses: simulation.synapses,
    dt: network.dt,
    duration,
    warmup,
    seed: network.seed,
    adapter: adapterName(simulation),
    executor: simulation.executorKind,
    clock: profile.clock,
    steps: profile.steps,
    windows: profile.windows,
    spikes: profile.spikes,
    events: profile.events,
    wall_ms: profile.wallMs,
    parts_ms: profile.partsMs,
    ceilings: { copy_gb_s: copyGBs, atomic_m_s: atomicMs, fma_gop_s: fmaGops, footprint_bytes: footprintBytes },
    kernels: profile.kernels.map((kernel) => ({
      label: kernel.label,
      calls: kernel.calls,
      ms: kernel.ms,
      share: kernel.share,
      bytes_read: kernel.read,
      bytes_written: kernel.written,
      atomics: kernel.atomics,
      operations: kernel.operations,
      integers: kernel.integers,
      gb_s: kernel.gbs,
      atomic_m_s: kernel.atomicMs,
      gop_s: kernel.gops,
      bound: kernel.bound,
      of_ceiling: kernel.ofCeiling,
    })),
    host: profile.host.map(({ label, ms, usPerStep }) => ({ label, ms, us_per_step: usPerStep })),
    parts: profile.parts,
    notes: profile.notes,
  };
}

function text({ duration, warmup }: Loaded, adapter: string, profile: Profile): string {
  const { ceilings, wallMs, partsMs, parts, host, steps } = profile;
  const count = (value: number) => value.toLocaleString("en");
  const work = `${count(steps)} steps in ${count(profile.windows)} windows, ${count(profile.spikes)} spikes, ${count(profile.events)} synaptic events`;
  const time = (label: string, ms: number) => [label, shown(ms), percent(ms / wallMs)];
  const lines = [
    `profiled          ${duration} ms after ${warmup} ms of warm-up: ${work}`,
    `adapter           ${adapter}; kernels timed by ${profile.clock === "timestamps" ? "its own timestamps" : "the host's clock"}`,
    `ceilings          copy ${shown(ceilings.copyGBs)} GB/s, random atomic adds ${shown(ceilings.atomicMs)} M/s over ${shown(ceilings.footprintBytes / 1e6)} MB, multiply-add ${shown(ceilings.fmaGops)} GOP/s: measured in this run`,
    "",
    table(
      ["kernel", "calls", "ms", "share", "MB", "GB/s", "M atomics/s", "GOP/s", "of ceiling", "which"],
      profile.kernels.map(kernelRow),
      [0, 9],
    ),
    "",
    table(
      ["host, meanwhile too", "ms", "us a step"],
      host.map(({ label, ms, usPerStep }) => [label, shown(ms), shown(usPerStep)]),
    ),
    "",
    table(
      ["where the time went", "ms", "share"],
      [...parts.map(({ label, ms }) => time(label, ms)), time("sum of the parts", partsMs), time("whole, by the clock", wallMs)],
    ),
    "",
    ...profile.notes.map((note) => `note              ${note}`),
  ];
  return `${lines.join("\n").trimEnd()}\n`;
}

function kernelRow({ label, calls, ms, share, read, written, gbs, atomicMs, gops, ofCeiling, bound }: KernelProfile): string[] {
  const megabytes = (read + written) / 1e6;
  return [
    label,
    calls.toLocaleString("en"),
    shown(ms),
    percent(share),
    shown(megabytes),
    shown(gbs),
    shown(atomicMs),
    shown(gops),
    percent(ofCeiling),
    bound,
  ];
}

function shown(value: number): string {
  if (value === 0) return "0";
  return value >= 100 ? Math.round(value).toLocaleString("en") : value >= 0.01 ? value.toPrecision(3) : value.toExponential(1);
}

function percent(share: number): string {
  return `${(100 * share).toFixed(1)} %`;
}
