import type { Device } from "../gpu/device.ts";
import type { ProjectionDescription } from "../network/description.ts";
import { resolve } from "../network/resolve.ts";
import type { ResolvedNetwork } from "../network/resolved.ts";
import { CpuExecutor } from "../plan/cpu.ts";
import { GpuExecutor } from "../plan/gpu.ts";
import { compile } from "../simulate/compile.ts";
import { pageNames } from "../simulate/weights.ts";
import { Plastic } from "../twins/lib/plastic.ts";
import { rules } from "../twins/plasticity/index.ts";
import type { Dice } from "./dice.ts";
import { altered } from "./plans.ts";
import type { Alter } from "./stage.ts";
import type { Tally } from "./tally.ts";

const STEPS = 5;
const ROUNDS = 3;
const WINDOWS = 6;

/** A neuron that spikes in the step in which something arrives at its receptor "drive". */
const ECHO = `struct Params { dt: f32 }
struct State { x: f32 }
fn advance(p: Params, s: ptr<function, State>, drive: f32) { (*s).x = 0.0; }
fn receive(p: Params, s: ptr<function, State>, a: array<f32, 2>) { (*s).x = a[1]; }
fn crossed(p: Params, s: State, before: State) -> bool { return s.x > 50.0; }
fn reset(p: Params, s: ptr<function, State>) { }
`;

/**
 * Neurons that spike when they are told to, so that every spike is the same on both sides whatever the weights become; a plastic
 * projection for each mode of a rule, of random rows and delays, the first one normalised and modulated too.
 */
function plasticNetwork(rule: string, dice: Dice): ResolvedNetwork {
  const sizes = { a: dice.size(40, 65), b: dice.size(40, 70) };
  const names = Object.keys(sizes) as (keyof typeof sizes)[];
  const { modes, parameters, every, bounds, fields } = rules[rule];
  const defaults = Object.fromEntries(Object.entries(parameters).map(([name, info]) => [name, info.default]));
  const [least, most] = bounds(defaults);
  const low = Math.max(least, 0.2 * Math.min(most, 10));
  const [modulated] = fields;
  const ms = ROUNDS * WINDOWS * STEPS * 0.1;
  const projections = Object.entries(modes).map(([mode, form], k): ProjectionDescription => {
    const [source, target] = k % 2 === 0 ? ["a", "b"] : ["a", "a"];
    return {
      name: mode,
      source,
      target,
      receptor: "syn",
      // The first one's rows take a workgroup of 64 threads more than one turn.
      rule: k % 3 === 0 ? { fixed_outdegree: { outdegree: k === 0 ? 70 : 13 } } : { pairwise_bernoulli: { p: 0.15 } },
      weight: { uniform: { low, high: Math.min(most, low + 5) } },
      delay: { uniform: { low: 0.5, high: 2 } },
      plasticity: {
        rule,
        mode,
        ...(form.on_step && { every: every === undefined ? 1 : Math.min(every, 1) }),
        ...(k === 0 && !form.contribute && { normalise: { sum: 20, every: 1.5 } }),
        ...(k === 0 && { modulate: { [modulated]: "glia" } }),
        ...(form.delayed && k % 2 === 0 && { axonal_delay: 0.2 }),
      },
    };
  });
  return resolve({
    galvani: 1,
    name: `verify ${rule}`,
    dt: 0.1,
    seed: dice.word(),
    models: [{ name: "echo", wgsl: ECHO, params: {}, state: { x: 0 }, receptors: ["syn", "drive"] }],
    populations: names.map((name) => ({ name, size: sizes[name], model: "echo" })),
    inputs: names.map((name) => ({
      kind: "spikes",
      target: name,
      times: dice.list(12 * sizes[name], 0, ms).sort((x, y) => x - y),
      neurons: Array.from({ length: 12 * sizes[name] }, () => dice.whole(0, sizes[name] - 1)),
      // Not small beside the sums of plastic weights that share its fixed point.
      weight: 100,
      receptor: "drive",
    })),
    modulators: [{ name: "glia", tau: 5, initial: 1, bias: 1, gain: { a: 0.01, b: -0.01 } }],
    projections,
  });
}

/** The kernels of a plastic projection, and the modulators', with one rule woven in: every mode of it, against the twins. */
export function checkPlastic(rule: string): (device: Device, tally: Tally, dice: Dice, alter: Alter) => Promise<string> {
  return async (device, tally, dice, alter) => {
    const network = plasticNetwork(rule, dice);
    const options = { pageBytes: 4096, windowSteps: STEPS };
    const compiled = await compile(network, options);
    const { plan } = compiled;
    const cpu = new CpuExecutor(plan);
    const gpu = await GpuExecutor.create(device, altered((await compile(network, options)).plan, { alter }));
    for (const executor of [cpu, gpu]) executor.setStep(0);
    for (let round = 0; round < ROUNDS; round++) {
      // The host asks for the synapses at the end of every other round.
      for (const executor of [cpu, gpu]) executor.setEnd((round + 1) * WINDOWS * STEPS, round % 2 === 0);
      const expected = await cpu.submit(WINDOWS);
      const got = await gpu.submit(WINDOWS);
      tally.words("spikes", got.queue.slice(0, got.control[0]).sort(), expected.queue.slice(0, expected.control[0]).sort());
      tally.words("control", got.control.subarray(0, plan.tailsAt), expected.control.subarray(0, plan.tailsAt));
      const floats = async (name: string) => tally.floats(await gpu.read(name, "f32"), await cpu.read(name, "f32"));
      await floats("modulators");
      tally.floats(Float32Array.from(await gpu.read("ring", "i32")), Float32Array.from(await cpu.read("ring", "i32")));
      for (const k of compiled.plastic.keys()) {
        const histories = `plastic${k}_histories`;
        compareHistories(plan.uniforms[`plastic${k}_at0`], await gpu.read(histories, "u32"), await cpu.read(histories, "u32"), tally);
        for (const name of pageNames(k, plan.buffers)) {
          comparePages(compiled.plastic[k].words, await gpu.read(name, "u32"), await cpu.read(name, "u32"), tally);
          await gpu.replace(name, await cpu.read(name, "u32"));
        }
        await gpu.replace(histories, await cpu.read(histories, "u32"));
      }
      if (tally.missed) break;
      await gpu.replace("ring", await cpu.read("ring", "i32"));
      await gpu.replace("modulators", await cpu.read("modulators", "f32"));
    }
    const synapses = compiled.plastic.reduce((sum, { count }) => sum + count, 0);
    return `${synapses} synapses x ${ROUNDS * WINDOWS * STEPS} steps, ${compiled.plastic.length} modes`;
  };
}

/** Where synapses lead must stay; weights and variables are float32. */
function comparePages(words: number, got: Uint32Array, expected: Uint32Array, tally: Tally): void {
  tally.words(
    "synapses",
    got.filter((_, k) => k % words === 0),
    expected.filter((_, k) => k % words === 0),
  );
  for (let v = 1; v < words; v++) tally.floats(column(got, words, v), column(expected, words, v));
}

/** Counts and steps of spikes are integers, traces float32. */
function compareHistories(plastic: Uint32Array, got: Uint32Array, expected: Uint32Array, tally: Tally): void {
  const marks = plastic[Plastic.pre_marks];
  const [heads, headWords] = [plastic[Plastic.post_heads], plastic[Plastic.head_words]];
  const targets = plastic[Plastic.targets] * plastic[Plastic.instances];
  tally.words("spikes kept", got.subarray(0, marks), expected.subarray(0, marks));
  const [a, b] = [got, expected].map((words) => words.subarray(heads, heads + targets * headWords));
  // A head is the count, two steps, then traces.
  for (let k = 0; k < headWords; k++)
    if (k < 3) tally.words("heads", integers(a, headWords, k), integers(b, headWords, k));
    else tally.floats(column(a, headWords, k), column(b, headWords, k));
  for (const [at, end, words] of [
    [marks, plastic[Plastic.post_marks], plastic[Plastic.pre_words]],
    [plastic[Plastic.post_marks], heads, plastic[Plastic.post_words]],
  ]) {
    if (words === 0) continue;
    const [a, b] = [got.subarray(at, end), expected.subarray(at, end)];
    tally.words(
      "steps kept",
      a.filter((_, k) => k % words === 0),
      b.filter((_, k) => k % words === 0),
    );
    for (let t = 1; t < words; t++) tally.floats(column(a, words, t), column(b, words, t));
  }
}

function integers(words: Uint32Array, stride: number, which: number): Uint32Array {
  return words.filter((_, k) => k % stride === which);
}

function column(words: Uint32Array, stride: number, which: number): Float32Array {
  return new Float32Array(words.filter((_, k) => k % stride === which).buffer);
}
