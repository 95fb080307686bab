import type { Device } from "../gpu/device.ts";
import type { ShaderSource } from "../gpu/source.ts";
import type { ResolvedNetwork } from "../network/resolved.ts";
import { type Batch, reachOf, windowsOf } from "../plan/batch.ts";
import { CpuExecutor } from "../plan/cpu.ts";
import type { Executor } from "../plan/executor.ts";
import { GpuExecutor } from "../plan/gpu.ts";
import type { Plan } from "../plan/plan.ts";
import type { CompileOptions } from "../simulate/assemble.ts";
import { type Compiled, compile } from "../simulate/compile.ts";
import { Run } from "../twins/lib/window.ts";
import type { Dice } from "./dice.ts";
import { type Alter, POISON } from "./stage.ts";
import type { Tally } from "./tally.ts";

const POISON_FLOAT = -12345.5;
/** Rounds between two poisonings: large uploads. */
const POISON_EVERY = 8;
/** First faulty step of a population that had none. */
const NO_FAULT = 0xffffffff;

interface PlanCheck {
  readonly network: ResolvedNetwork;
  readonly pageBytes: number;
  readonly windowSteps: number;
  /** Submits, each from the twin's state, and windows a submit. */
  readonly rounds: number;
  readonly windows: number;
  /** Random arrivals for the ring before each round; absent: what the run itself puts there. */
  readonly arrivals?: (compiled: Compiled) => Int32Array;
  readonly alter?: Alter;
  /** Checks the resident kernel with the network. */
  readonly resident?: CompileOptions["resident"];
  /** Checks the kernel that draws synapses on each spike. */
  readonly procedural?: boolean;
  /** Leaves the forms of the kernels for devices with subgroups out. */
  readonly plain?: boolean;
}

/** Runs one plan on the twins and on the device, round by round from equal states, and compares every buffer after each, up to the first that differs. */
export async function checkPlan(device: Device, check: PlanCheck, tally: Tally): Promise<void> {
  const { network, pageBytes, windowSteps, resident, procedural } = check;
  const compiled = await compile(network, { pageBytes, windowSteps, resident, procedural });
  const other = await compile(network, { pageBytes, windowSteps, resident, procedural });
  const cpu = new CpuExecutor(compiled.plan);
  const gpu = await GpuExecutor.create(device, altered(other.plan, check));
  const fixed = Object.keys(compiled.plan.buffers).filter(
    (name) => name.startsWith("page") || ["tables", "params", "rows", "weights", "synapses", "links", "slices"].includes(name),
  );
  for (const executor of [cpu, gpu]) {
    executor.setEnd(0xffff_0000);
    executor.setStep(0);
  }
  for (let round = 0; round < check.rounds; round++) {
    const poisoned = round % POISON_EVERY === 0;
    if (poisoned) await poison([cpu, gpu], compiled.plan);
    const ring = check.arrivals?.(compiled);
    if (ring) for (const executor of [cpu, gpu]) await executor.replace("ring", ring);
    const expected = await cpu.submit(check.windows);
    const got = await gpu.submit(check.windows);
    const edges = compareSpikes(compiled, got, expected, tally);
    if (poisoned && edges.size === 0) compareRest(compiled, got, expected, tally);
    await compareState(compiled, { cpu, gpu }, edges, tally);
    await compareFields(compiled, { cpu, gpu }, tally);
    compareTraces({ compiled, network }, got, expected, edges, tally);
    if (tally.missed) return;
    await level(cpu, gpu, edges.size > 0);
    for (const name of fieldBuffers(compiled.plan, "f32")) await gpu.replace(name, await cpu.read(name, "f32"));
  }
  for (const name of fixed)
    tally.words(name, await gpu.read(name, gpuType(compiled.plan, name)), await cpu.read(name, gpuType(compiled.plan, name)));
}

/** Output buffers full of a pattern that no kernel writes. */
async function poison(executors: readonly Executor[], { buffers }: Plan): Promise<void> {
  const queue = new Uint32Array(buffers.queue.length).fill(POISON);
  const traces = new Float32Array(buffers.traces.length).fill(POISON_FLOAT);
  for (const executor of executors) {
    await executor.replace("queue", queue);
    await executor.replace("traces", traces);
  }
}

/** Behind what a round wrote the poison must be there still. */
function compareRest(compiled: Compiled, got: Batch, expected: Batch, tally: Tally): void {
  tally.words("queue behind its end", got.queue.subarray(got.control[0]), expected.queue.subarray(expected.control[0]));
  for (const [t, trace] of compiled.traces.entries()) {
    const end = compiled.traces[t + 1]?.at ?? expected.traces.length;
    const written = trace.at + valuesOf(compiled, t, expected);
    tally.words("traces behind their end", got.traces.subarray(written, end), expected.traces.subarray(written, end));
  }
}

function gpuType(plan: Plan, name: string): "u32" | "i32" | "f32" {
  return plan.buffers[name].type;
}

/** A plan whose shaders are changed before they are compiled. */
export function altered(plan: Plan, { alter = (source) => source, plain }: Pick<PlanCheck, "alter" | "plain">): Plan {
  const both = (source: ShaderSource): ShaderSource => ({
    ...alter(source),
    subgroups: plain || !source.subgroups ? undefined : alter(source.subgroups),
  });
  const kernels = Object.fromEntries(
    Object.entries(plan.kernels).map(([name, kernel]) => [name, { ...kernel, source: both(kernel.source) }]),
  );
  return { ...plan, kernels };
}

/** The next round starts from the twin's state on both sides. */
async function level(cpu: CpuExecutor, gpu: GpuExecutor, edges: boolean): Promise<void> {
  await gpu.replace("state", await cpu.read("state", "f32"));
  await gpu.replace("cursors", await cpu.read("cursors", "u32"));
  // Only a spike on one side leaves rings apart that may be apart.
  if (edges) await gpu.replace("ring", await cpu.read("ring", "i32"));
}

/** Compares queue and control, the entries of a window in any order; returns the neurons that spiked on one side only. */
function compareSpikes({ plan }: Compiled, got: Batch, expected: Batch, tally: Tally): Set<number> {
  const { tailsAt, stepsAt } = plan;
  const { windows } = expected;
  const mask = 2 ** plan.run[Run.neuron_bits] - 1;
  const edges = new Set<number>();
  const entriesOf = (batch: Batch) => [...windowsOf(batch, plan)].map(({ spikes }) => spikes.slice().sort());
  const [gotOf, expectedOf] = [entriesOf(got), entriesOf(expected)];
  let differing = 0;
  for (let w = 0; w < windows; w++) {
    const [a, b] = [gotOf[w], expectedOf[w]];
    const [inA, inB] = [new Set(a), new Set(b)];
    if (inA.size !== a.length) tally.miss("queue holds a spike twice");
    for (const entry of [...a.filter((e) => !inB.has(e)), ...b.filter((e) => !inA.has(e))]) {
      edges.add((entry & mask) >>> 0);
      differing++;
    }
  }
  tally.edge(expected.control[0], differing);
  tally.words(
    "control: steps",
    got.control.subarray(stepsAt, stepsAt + windows + 1),
    expected.control.subarray(stepsAt, stepsAt + windows + 1),
  );
  tally.words("control: faults", got.control.subarray(1, tailsAt), expected.control.subarray(1, tailsAt));
  if (expected.control.subarray(1, tailsAt).some((step) => step !== NO_FAULT)) tally.miss("the random input drove a twin out of its range");
  if (edges.size > 0) return edges;
  tally.words(
    "control: tails",
    got.control.subarray(tailsAt, tailsAt + windows + 1),
    expected.control.subarray(tailsAt, tailsAt + windows + 1),
  );
  tally.words("control: queue length", got.control.subarray(0, 1), expected.control.subarray(0, 1));
  return edges;
}

async function compareState(
  compiled: Compiled,
  { cpu, gpu }: { cpu: CpuExecutor; gpu: GpuExecutor },
  edges: Set<number>,
  tally: Tally,
): Promise<void> {
  const [got, expected] = [await gpu.read("state", "f32"), await cpu.read("state", "f32")];
  let first = 0;
  for (const [p, bases] of compiled.layout.stateBases.entries()) {
    const end = compiled.layout.stateBases[p + 1]?.[0] ?? expected.length;
    const size = (end - bases[0]) / bases.length;
    const from = first;
    for (const base of bases)
      tally.floats(got.subarray(base, base + size), expected.subarray(base, base + size), (i) => edges.has(from + i));
    first += size;
  }
  tally.words("cursors", await gpu.read("cursors", "u32"), await cpu.read("cursors", "u32"));
  if (edges.size === 0) tally.words("ring", await gpu.read("ring", "i32"), await cpu.read("ring", "i32"));
}

/** Buffers of the fields and their couplings. */
function fieldBuffers({ buffers }: Plan, type: "f32" | "u32"): string[] {
  return Object.keys(buffers).filter((name) => /^field\d+ /.test(name) && buffers[name].type === type);
}

async function compareFields({ plan }: Compiled, { cpu, gpu }: { cpu: CpuExecutor; gpu: GpuExecutor }, tally: Tally): Promise<void> {
  for (const name of fieldBuffers(plan, "f32")) tally.floats(await gpu.read(name, "f32"), await cpu.read(name, "f32"));
  for (const name of fieldBuffers(plan, "u32")) tally.words(name, await gpu.read(name, "u32"), await cpu.read(name, "u32"));
}

function compareTraces(
  { compiled, network }: { compiled: Compiled; network: ResolvedNetwork },
  got: Batch,
  expected: Batch,
  edges: Set<number>,
  tally: Tally,
): void {
  for (const [t, trace] of compiled.traces.entries()) {
    const { first } = network.populations[trace.population];
    const end = trace.at + valuesOf(compiled, t, expected);
    const skip = (i: number) => edges.has(first + (trace.neurons?.[i % trace.columns] ?? i % trace.columns));
    tally.floats(got.traces.subarray(trace.at, end), expected.traces.subarray(trace.at, end), skip);
  }
  const { from, to } = reachOf(expected, compiled.plan);
  for (const { at, every, columns } of compiled.frames) {
    const end = at + columns * (Math.floor(to / every) - Math.floor(from / every));
    tally.floats(got.traces.subarray(at, end), expected.traces.subarray(at, end));
  }
}

/** Values that a submit wrote of trace `t`. */
function valuesOf({ plan, traces }: Compiled, t: number, batch: Batch): number {
  const { every, columns } = traces[t];
  const { from, to } = reachOf(batch, plan);
  return columns * (Math.floor(to / every) - Math.floor(from / every));
}

/** Arrivals of either sign (sizes only where the last receptor takes them) of up to `weight` at one cell in sixteen. */
export function randomArrivals(dice: Dice, network: ResolvedNetwork, weights: readonly number[]): (compiled: Compiled) => Int32Array {
  return ({ plan, scales }) => {
    const ring = new Int32Array(plan.buffers.ring.length);
    const [cells, slots] = [plan.run[Run.cells], plan.run[Run.ring_slots]];
    for (const [p, { first, size, model }] of network.populations.entries()) {
      const count = model.receptors.length;
      for (let slot = 0; slot < slots; slot++)
        for (let q = 0; q < count; q++)
          for (let i = 0; i < size; i++) {
            if (dice.word() % 16 !== 0) continue;
            const sign = count > 1 && q === count - 1 && !model.magnitude ? -1 : 1;
            ring[slot * cells + q * network.neurons + first + i] = Math.round(sign * scales[p] * dice.uniform(0, weights[p]));
          }
    }
    return ring;
  };
}
