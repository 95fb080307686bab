/** Builds and runs one network off the page's thread, and reports to it. */
import { CancelledError } from "../../src/errors.ts";
import type { SimulationOptions } from "../../src/simulate/options.ts";
import { simulate } from "../../src/simulate/simulate.ts";
import type { Simulation } from "../../src/simulate/simulation.ts";
import type { Example } from "../example.ts";
import { portableExamples } from "../portable.ts";
import { onAdapter } from "./adapter.ts";
import type { FromWorker, Progress, Settings, ToWorker } from "./protocol.ts";

/** ms of one submit: the page's own frames go through the same GPU. */
const SUBMIT_MS = 8;
/** ms between two messages, at least. */
const MESSAGE_MS = 16;

const scope = self as unknown as DedicatedWorkerGlobalScope;
let pausing = new AbortController();
let resume: (() => void) | undefined;

scope.onmessage = ({ data }: MessageEvent<ToWorker>) => {
  if (data.kind === "start") void start(data.settings).catch(failed);
  else if (data.kind === "pause") pausing.abort();
  else resume?.();
};

function say(message: FromWorker, transfer: Transferable[] = []): void {
  scope.postMessage(message, transfer);
}

function failed(error: unknown): void {
  const { name, message } = error instanceof Error ? error : new Error(String(error));
  say({ kind: "failed", name, message });
}

async function start(settings: Settings): Promise<void> {
  const example = portableExamples.find(({ name }) => name === settings.network);
  if (!example) throw new Error(`unknown network "${settings.network}"`);
  const { network: _, variant, adapter, ...rest } = settings;
  const asked = { ...rest, ...(variant !== undefined && { variant }) };
  const network = await example.network(asked);
  const options: SimulationOptions = { submitMs: SUBMIT_MS, onProgress: (share) => say({ kind: "building", share }) };
  const { made: simulation, notice } = await onAdapter(adapter, (choice) => simulate(network, { ...options, adapter: choice }));
  try {
    const { dt, neurons, synapses, adapterKind, buildSeconds, populations } = simulation;
    const { duration } = settings;
    const { warmup } = example;
    const spans = populations.map(({ name, first, size }) => ({ name, first, size }));
    const reference = example.reference?.(asked);
    const about = { populations: spans, dt, warmup, duration, neurons, synapses, adapterKind, notice, reference, buildSeconds };
    say({ kind: "ready", adapter: simulation.adapter, ...about });
    await run(simulation, example, duration);
  } finally {
    simulation.destroy();
  }
}

async function run(simulation: Simulation, { warmup }: Example, duration: number): Promise<void> {
  const reporter = new Reporter(simulation);
  if (warmup > 0) await stretch(simulation, reporter, warmup);
  const warmSeconds = simulation.runSeconds;
  simulation.forget();
  reporter.measure();
  await stretch(simulation, reporter, duration);
  const spikes = Object.values(simulation.counts()).reduce((a, b) => a + b, 0);
  const runSeconds = simulation.runSeconds - warmSeconds;
  const stepsPerSecond = (simulation.step - simulation.recordedFrom) / Math.max(runSeconds, 1e-6);
  say({ kind: "done", digest: simulation.digest, spikes, runSeconds, stepsPerSecond });
}

/** Runs `ms` of model time, through any number of pauses. */
async function stretch(simulation: Simulation, reporter: Reporter, ms: number): Promise<void> {
  const end = simulation.step + Math.round(ms / simulation.dt);
  while (simulation.step < end) {
    const { signal } = pausing;
    try {
      await simulation.run((end - simulation.step) * simulation.dt, { signal, onProgress: () => reporter.report(false) });
    } catch (error) {
      if (!(error instanceof CancelledError)) throw error;
    }
    reporter.report(true);
    if (signal.aborted) await pause(reporter);
  }
}

async function pause(reporter: Reporter): Promise<void> {
  say({ kind: "paused" });
  await new Promise<void>((resolve) => {
    resume = resolve;
  });
  pausing = new AbortController();
  reporter.rest();
}

/** Sends what is new, at most every few milliseconds. */
class Reporter {
  private sent = 0;
  private last = 0;
  private warmingUp = true;
  /** [wall-clock ms, step] of the last second. */
  private marks: [number, number][] = [];

  constructor(private readonly simulation: Simulation) {
    this.rest();
  }

  /** The records were emptied: what follows is measured. */
  measure(): void {
    this.sent = 0;
    this.warmingUp = false;
  }

  /** The clock stood still. */
  rest(): void {
    this.marks = [[performance.now(), this.simulation.step]];
  }

  report(always: boolean): void {
    const now = performance.now();
    if (!always && now - this.last < MESSAGE_MS) return;
    this.last = now;
    const { simulation, warmingUp } = this;
    const { step, neuron } = simulation.spikes(this.sent);
    this.sent += step.length;
    const rates = Float64Array.from(Object.values(simulation.rates()));
    const message: Progress = { kind: "progress", step, neuron, at: simulation.step, rates, warmingUp, stepsPerSecond: this.speed(now) };
    say(message, [step.buffer, neuron.buffer, rates.buffer]);
  }

  private speed(now: number): number {
    this.marks.push([now, this.simulation.step]);
    while (this.marks.length > 2 && now - this.marks[1]![0] > 1000) this.marks.shift();
    const [then, step] = this.marks[0]!;
    return (1000 * (this.simulation.step - step)) / Math.max(now - then, 0.1);
  }
}
