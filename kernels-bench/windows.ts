import type { ResolvedNetwork } from "../src/network/resolved.ts";
import type { Plan } from "../src/plan/plan.ts";
import { execute, openTarget } from "../src/plan/target.ts";
import { compile } from "../src/simulate/compile.ts";
import type { Context } from "./bench.ts";
import { type Spread, spreadOf } from "./measure.ts";

/** Seconds one measurement should take at least, so that coarse clocks and single hiccups do not matter. */
const PASS_SECONDS = 0.1;
/** Passes of a submit that a GPU times one by one. */
const PASSES = 2048;
/** A submit's windows when spikes come densely: its queue holds this many beside one window's. */
const QUEUE = 2 ** 20;

/** What a kernel took in the windows of a running network. */
export interface Paced {
  /** Seconds of the kernel a window. */
  readonly seconds: Spread;
  readonly spikesPerWindow: number;
  readonly windowSteps: number;
  /** Bytes it reads and writes in a window without spikes, by its declared model. */
  readonly quietBytes: number;
}

/** Runs a network and times all dispatches whose label begins so, by the executor's own spans: those of a simulation, nothing set up for the benchmark. */
export async function paced({ kind, repeats }: Context, network: ResolvedNetwork, label: string): Promise<Paced> {
  const target = await openTarget(kind, undefined);
  const { plan: whole, windowSteps } = await compile(network, { pageBytes: target.pageBytes });
  // As many as a GPU's timestamps reach for.
  const plan = { ...whole, maxWindows: Math.min(whole.maxWindows, Math.floor(PASSES / whole.window.length)) };
  const executor = await execute(plan, target);
  try {
    executor.setEnd(2 ** 31);
    executor.setStep(0);
    let seconds = 0;
    const sink = {
      span: (_track: string, of: string, _start: number, duration: number) => {
        if (of.startsWith(label)) seconds += duration / 1000;
      },
    };
    const pass = async (windows: number) => {
      seconds = 0;
      await executor.profile(sink);
      const { control } = await executor.submit(windows);
      const spikes = control[0];
      await executor.profile(undefined);
      return { perWindow: seconds / windows, spikes: spikes / windows };
    };
    // The first pass warms up and is not counted; neither is the second, which tells how many windows to take.
    await pass(1);
    const { perWindow, spikes } = await pass(2);
    const held = Math.max(1, Math.floor(QUEUE / Math.max(1, spikes)));
    const windows = Math.max(1, Math.min(plan.maxWindows, held, Math.ceil(PASS_SECONDS / Math.max(perWindow, 1e-6))));
    await pass(windows);
    const passes = [];
    for (let i = 0; i < repeats; i++) passes.push(await pass(windows));
    return {
      seconds: spreadOf(passes.map((p) => p.perWindow)),
      spikesPerWindow: passes.reduce((sum, p) => sum + p.spikes, 0) / repeats,
      windowSteps,
      quietBytes: quietBytes(plan, label, windowSteps),
    };
  } finally {
    executor.destroy();
  }
}

function quietBytes({ window, kernels }: Plan, label: string, steps: number): number {
  const dispatch = window.find((d) => d.label.startsWith(label));
  const cost = dispatch && kernels[dispatch.kernel].cost?.({ windows: 1, steps, spikes: 0, events: 0, plastic: [], calls: 1 });
  return cost ? cost.read + cost.written : Number.NaN;
}
