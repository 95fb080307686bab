/** The update twin on its compiled loops against itself on the TypeScript twins: whole plans, window by window, all threads' shares. */
import { describe, expect, it } from "vitest";
import { resolve } from "../../../src/network/resolve.ts";
import { Arena, type Words } from "../../../src/plan/arena.ts";
import type { Plan } from "../../../src/plan/plan.ts";
import { compile } from "../../../src/simulate/compile.ts";
import { SCRATCH_BYTES, type Share, WHOLE } from "../../../src/twins/lib/share.ts";
import { Run } from "../../../src/twins/lib/window.ts";
import { models } from "../../../src/twins/neuron/index.ts";
import type { Description } from "../../simulate/networks.ts";

const WINDOWS = 12;

const plan = async (d: Description): Promise<Plan> =>
  (await compile(resolve({ galvani: 1, dt: 0.1, seed: 1, ...d }), { pageBytes: 65536 })).plan;

/** What is in all buffers after some windows by `threads` shares one after another, in one WebAssembly memory or in arrays. */
function run({ buffers: planned, kernels, run, uniforms, window, tailsAt, stepsAt }: Plan, threads: number, together: boolean) {
  const arena = new Arena(Object.values(planned).reduce((sum, { length }) => sum + 4 * length + 64, threads * SCRATCH_BYTES));
  const { memory } = arena;
  const shares = Array.from({ length: threads }, (_, index): Share => {
    const scratch = arena.place(`scratch ${index}`, "u32", SCRATCH_BYTES / 4).byteOffset;
    return { index, count: threads, ...(together && { workplace: { memory, scratch } }) };
  });
  const buffers: Record<string, Words> = {};
  for (const [name, { type, length, data }] of Object.entries(planned)) {
    const placed = arena.place(name, type, length);
    if (data) placed.set(data);
    buffers[name] = together ? placed : placed.slice();
  }
  const calls = window.flatMap(({ kernel, bindings }) => {
    const rest = Object.values(bindings).map((name) => buffers[name] ?? uniforms[name]);
    // The rows are not cut for threads: only the neurons are.
    return (kernel === "update" ? shares : [WHOLE]).map((share) => {
      const twin = kernels[kernel].twin?.(share) as (...all: Words[]) => void;
      return (w: Uint32Array) => twin(run, w, ...rest);
    });
  });
  run[Run.end_step] = 1_000_000;
  const control = buffers.control as Uint32Array;
  for (let w = 0; w < WINDOWS; w++) for (const call of calls) call(Uint32Array.of(w));
  const queue = (buffers.queue as Uint32Array).subarray(0, control[0]);
  const spikes: number[] = [];
  for (let w = 0; w < WINDOWS; w++) {
    const first = control[stepsAt + w];
    for (const entry of queue.subarray(control[tailsAt + w], control[tailsAt + w + 1]))
      spikes.push((first + (entry >>> run[Run.neuron_bits])) * 2 ** 20 + (entry & (2 ** run[Run.neuron_bits] - 1)));
  }
  const { state, ring, cursors, traces } = buffers;
  return { spikes: spikes.sort((a, b) => a - b), control, state, ring, cursors, traces };
}

/** A weight that makes a model spike, the current that noise adds, and a weight that no state survives. */
const SCENES: Readonly<Record<string, { w: number; I: number; wild?: number }>> = {
  iaf_psc_exp: { w: 90, I: 300, wild: -1e11 },
  iaf_psc_delta: { w: 0.6, I: 300, wild: -5e6 },
  iaf_psc_alpha: { w: 90, I: 300, wild: -1e11 },
  iaf_cond_exp: { w: 8, I: 200 },
  izhikevich: { w: 2, I: 5 },
};

/** All kinds of inputs, sizes that are no multiples of 4, one population with traces, delays that make windows of 7 steps. */
function network(model: string): Description {
  const { w, I, wild = w } = SCENES[model];
  const varied = "C_m" in models[model].parameters ? "C_m" : "a";
  const p = models[model].parameters[varied].default;
  return {
    seed: 12,
    populations: [
      { name: "E", size: 151, model },
      { name: "I", size: 53, model, params: { [varied]: { uniform: { low: 0.8 * p, high: 1.2 * p } } } },
      { name: "alone", size: 2, model },
      { name: "lost", size: 6, model },
    ],
    inputs: [
      { kind: "poisson", target: "E", rate: 9000, weight: w },
      { kind: "poisson", target: "I", rate: { uniform: { low: 9000, high: 170_000 } }, weight: 0.3 * w },
      { kind: "spikes", target: "I", times: [1, 1, 5.3, 7], neurons: [0, 4, 0, 52], weight: 20 * w },
      { kind: "step_current", target: "E", times: [1, 5], amplitudes: [I, -0.5 * I] },
      { kind: "noise", target: "I", mean: I, std: I, interval: 0.2 },
      { kind: "spikes", target: "lost", times: [5], neurons: [5], weight: wild },
      { kind: "noise", target: "alone", mean: 2 * I, std: I },
    ],
    projections: [
      { source: "E", target: "I", rule: { fixed_indegree: { indegree: 20 } }, weight: w, delay: { uniform: { low: 0.7, high: 4 } } },
      { source: "I", target: "E", rule: { fixed_total_number: { n: 1500 } }, weight: -w, delay: 0.8 },
      { source: "I", target: "alone", rule: "all_to_all", weight: w, delay: 0.7 },
    ],
    record: [{ state: "I", variable: "V_m", every: 3 }],
  };
}

describe.each(Object.keys(models).filter((name) => !models[name].precise))("%s", (model) => {
  it("leaves the same behind on compiled loops as on twins, by one share and by three", async () => {
    const d = network(model);
    const twins = run(await plan(d), 1, false);
    expect(twins.spikes.length).toBeGreaterThan(20);
    // Where the first faulty steps are noted; the last population's.
    if (SCENES[model].wild) expect((twins.control as Uint32Array)[4]).toBeLessThan(100);
    expect((twins.cursors as Uint32Array).some((x) => x > 0)).toBe(true);
    expect(run(await plan(d), 1, true)).toEqual(twins);
    expect(run(await plan(d), 3, true)).toEqual(twins);
    expect(run(await plan(d), 3, false)).toEqual(twins);
  });
});
