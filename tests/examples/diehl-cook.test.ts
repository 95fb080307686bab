import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, test } from "vitest";
import { Workbench } from "../../examples/bench.ts";
import { confusion } from "../../examples/diehl-cook/figures.ts";
import { diehlCook, experiment, type Plan } from "../../examples/diehl-cook/index.ts";
import { accuracies, PARTS } from "../../examples/diehl-cook/learn.ts";
import { frozenNetwork, learningNetwork, NAMES } from "../../examples/diehl-cook/network.ts";
import { excitatoryNeuron, inhibitoryNeuron } from "../../examples/diehl-cook/neurons.ts";
import { DT, excitatory, inhibitory, plastic } from "../../examples/diehl-cook/parameters.ts";
import { present } from "../../examples/diehl-cook/present.ts";
import { type Images, loadImages } from "../../examples/shared/datasets.ts";
import { CancelledError, InputError } from "../../src/errors.ts";
import { Network } from "../../src/network/network.ts";
import { Simulation } from "../../src/simulate/simulation.ts";
import { cpuBench } from "./study.ts";

const MNIST = join(import.meta.dirname, "../../../shared/data/mnist");

/** `count` images of `side` x `side`: a bright band left (class 0) or right (class 1), its place and brightness a little different each time. */
function bands(count: number, first: number, side = 28): Images {
  const pixels = new Uint8Array(count * side * side);
  const labels = new Uint8Array(count);
  for (let k = 0; k < count; k++) {
    const n = first + k;
    labels[k] = (n * 7 + (n >> 2)) % 2;
    const left = (labels[k] === 0 ? 3 : 17) + (n % 3);
    for (let row = 4; row < side - 4; row++)
      for (let column = left; column < left + 6; column++) pixels[(k * side + row) * side + column] = 200 + ((n * 13) % 50);
  }
  return { count, rows: side, columns: side, pixels, labels };
}

const plan: Plan = { neurons: 20, training: 40, labelled: 20, tested: 30, lanes: 4 };

test("two classes of made-up images become separable without a teacher; the same twice", async () => {
  const data = { train: bands(30, 0), test: bands(30, 100) };
  const shares: number[] = [];
  const bench = new Workbench({ adapter: "cpu", threads: 1, onProgress: (share) => shares.push(share) });
  const outcome = await experiment(data, plan, 3, bench);
  expect(outcome.accuracy).toBeGreaterThanOrEqual(0.95);
  expect(shares.at(-1)).toBe(1);
  expect(bench.simulations).toHaveLength(1);
  const { trained, tested } = outcome;
  expect([...trained.labels]).toEqual([...data.train.labels, ...data.train.labels.slice(0, 10)]);
  for (const counts of [trained.responses, tested.counts])
    for (let k = 0; k < counts.length / 20; k++)
      expect(counts.subarray(20 * k, 20 * k + 20).reduce((a, b) => a + b)).toBeGreaterThanOrEqual(5);
  // Neurons with a class have its band as their receptive field.
  const half = (n: number, c: number) => {
    let sum = 0;
    for (let i = 0; i < 784; i++) if (Math.floor((i % 28) / 14) === c) sum += trained.weights[i * 20 + n]!;
    return sum;
  };
  const busiest = Array.from(trained.theta, (_, n) => n).sort((a, b) => trained.theta[b]! - trained.theta[a]!)[0]!;
  const own = outcome.assigned[busiest]!;
  expect(half(busiest, own)).toBeGreaterThan(1.5 * half(busiest, 1 - own));
  const again = await experiment(data, plan, 3, new Workbench({ adapter: "cpu", threads: 2 }));
  expect(again.trained.weights).toEqual(trained.weights);
  expect(again.tested).toEqual(tested);
});

test("weights into each neuron add up to 78 at first and after every image; theta rises with spikes", async () => {
  const sizes = { seed: 1, pixels: 784, neurons: 12 };
  const simulation = await Simulation.create(learningNetwork(sizes).resolve(), { adapter: "cpu", threads: 1 });
  const sums = async () => {
    const { weight } = await simulation.weights(NAMES.learned);
    return Array.from({ length: 12 }, (_, n) => weight.reduce((sum, w, k) => sum + (k % 12 === n ? w : 0), 0));
  };
  const before = (await simulation.weights(NAMES.learned)).weight;
  expect(Math.min(...before)).toBeGreaterThanOrEqual(plastic.low);
  expect(Math.max(...before)).toBeLessThanOrEqual(plastic.high);
  await simulation.setWeights(
    NAMES.learned,
    before.map(() => 0.2),
  );
  const images = bands(3, 0);
  const spikes: number[] = [];
  const seen = async (_: number, counts: Uint16Array, times: number) => {
    expect(times).toBe(1);
    spikes.push(counts.reduce((a, b) => a + b));
    for (const sum of await sums()) expect(sum).toBeCloseTo(78, 3);
  };
  const { signal } = new AbortController();
  await present(simulation, { images, chosen: Uint32Array.of(0, 1, 2), lanes: 1, neurons: 12, signal, seen });
  expect(simulation.time).toBe(1500);
  const theta = simulation.traces()[0]!.values;
  const total = spikes.reduce((a, b) => a + b);
  expect(theta.reduce((a, b) => a + b - 20, 0)).toBeCloseTo(0.05 * total - 12 * 20 * (1 - Math.exp(-1500 / 1e7)), 2);
  simulation.destroy();
});

test("an image that makes too few spikes is shown again, brighter; one that never makes them is refused; lanes go on beside it", async () => {
  const sizes = { seed: 1, pixels: 784, neurons: 12 };
  const learned = { weights: new Float32Array(784 * 12).fill(78 / 784), theta: new Float64Array(12).fill(20) };
  const simulation = await Simulation.create(frozenNetwork(sizes, 2, learned).resolve(), { adapter: "cpu", threads: 1 });
  const images = bands(3, 0);
  for (let i = 0; i < 784; i++) images.pixels[i]! >>= 2;
  const told: [number, number][] = [];
  const { signal } = new AbortController();
  const asked = {
    images,
    lanes: 2,
    neurons: 12,
    signal,
    seen: (place: number, _: Uint16Array, times: number) => void told.push([place, times]),
  };
  await present(simulation, { ...asked, chosen: Uint32Array.of(0, 1, 2) });
  expect(told.map(([place]) => place)).toEqual([1, 2, 0]);
  expect(told[0]![1]).toBe(1);
  expect(told[2]![1]).toBeGreaterThan(2);
  images.pixels.fill(0, 0, 784);
  await expect(present(simulation, { ...asked, chosen: Uint32Array.of(0) })).rejects.toThrow("this image makes no 5 spikes");
  simulation.destroy();
});

/**
 * The code's equations and events in float64, forward Euler at its step but never past what V heads for, for one neuron that gets these weights
 * at these steps.
 */
function reference(at: Readonly<Record<number, readonly [number, number]>>, steps: number, p: typeof excitatory) {
  let [v, ge, gi, theta, since] = [p.rest + 3, 0, 0, 20, Infinity];
  const rows: { V: number; g_ex: number; g_in: number; theta: number; spike: boolean }[] = [];
  for (let step = 0; step < steps; step++) {
    ge += at[step]?.[0] ?? 0;
    gi += at[step]?.[1] ?? 0;
    const dv = (p.rest - v + ge * (p.E_ex - v) + gi * (p.E_in - v)) / p.tau;
    since += DT;
    const pull = (DT * (1 + ge + gi)) / p.tau;
    if (since >= p.refractory) v += pull < 1 ? DT * dv : (p.rest + ge * p.E_ex + gi * p.E_in) / (1 + ge + gi) - v;
    ge -= (DT * ge) / p.tau_ex;
    gi -= (DT * gi) / p.tau_in;
    theta -= (DT * theta) / p.tau_theta;
    const spike = v > theta + p.V_th;
    if (spike) {
      v = p.V_reset;
      theta += p.theta_plus;
      since = 0;
    }
    rows.push({ V: v - p.rest, g_ex: ge, g_in: gi, theta, spike });
  }
  return rows;
}

test.each(["cpu", "software"] as const)("the excitatory neuron on %s is the code's equations in float64", async (adapter) => {
  const steps = 400;
  // [excitation, inhibition]: enough to spike three times, be held back once, and once by a hundred neurons together.
  const at: Record<number, readonly [number, number]> = {};
  for (let step = 5; step < 300; step += 1 + (step % 4)) at[step] = [1.7 + (step % 5) / 4, 0];
  at[120] = [0, 17];
  at[121] = [0, 17];
  at[350] = [0, 1700];
  const net = new Network({ dt: DT, seed: 1 });
  net.population("n", 1, net.model(excitatoryNeuron), { initial: { V: 3, theta: 20 } });
  for (const [receptor, which] of [
    ["ex", 0],
    ["in", 1],
  ] as const)
    for (const [step, weights] of Object.entries(at))
      if (weights[which] > 0)
        net.input({ kind: "spikes", target: "n", receptor, times: [(Number(step) + 1) * DT], neurons: [0], weight: weights[which] });
  for (const variable of ["V", "g_ex", "g_in", "theta", "faded"]) net.record({ state: "n", variable });
  net.record({ spikes: "n" });
  const simulation = await Simulation.create(net.resolve(), { adapter });
  await simulation.run(steps * DT);
  const [V, g_ex, g_in, theta, faded] = simulation.traces().map(({ values }) => values);
  const spikes = [...simulation.spikes().step];
  simulation.destroy();
  const wanted = reference(at, steps, excitatory);
  expect(spikes).toEqual(wanted.flatMap(({ spike }, step) => (spike ? [step] : [])));
  expect(spikes.length).toBeGreaterThan(2);
  wanted.forEach((row, k) => {
    expect(Math.abs(V![k]! - row.V), `V at step ${k}`).toBeLessThan(1e-3);
    expect(Math.abs(g_ex![k]! - row.g_ex), `g_ex at step ${k}`).toBeLessThan(1e-4);
    expect(Math.abs(g_in![k]! - row.g_in), `g_in at step ${k}`).toBeLessThan(1e-3);
    expect(Math.abs(theta![k]! - faded![k]! - row.theta), `theta at step ${k}`).toBeLessThan(1e-5);
  });
});

test("theta fades by its time constant although a step's loss is below float32, and not at all where it is frozen", async () => {
  const net = new Network({ dt: DT, seed: 1 });
  const model = net.model(excitatoryNeuron);
  net.population("fades", 4, model, { initial: { theta: Float64Array.of(20, 33.3, 50, 9) } });
  net.population("stays", 1, model, { params: { theta_plus: 0, fade: 0 }, initial: { theta: 40.1 } });
  for (const name of ["fades", "stays"]) for (const variable of ["theta", "faded"]) net.record({ state: name, variable, every: 200_000 });
  const simulation = await Simulation.create(net.resolve(), { adapter: "cpu", threads: 1 });
  await simulation.run(400_000);
  const [theta, faded, still, none] = simulation.traces().map(({ values }) => values.slice(-4));
  simulation.destroy();
  [20, 33.3, 50, 9].forEach((start, n) => {
    expect(theta![n]! - faded![n]!).toBeCloseTo(start * Math.exp(-400_000 / excitatory.tau_theta), 3);
  });
  expect([still!.at(-1), none!.at(-1)]).toEqual([Math.fround(40.1), 0]);
});

test("an excitatory neuron's spike makes its partner spike once, some steps later, and that one holds back all but its own", async () => {
  const size = 5;
  const learned = { weights: new Float32Array(4 * size), theta: new Float64Array(size).fill(20) };
  learned.weights[0] = 1;
  const net = frozenNetwork({ seed: 1, pixels: 4, neurons: size }, 1, learned);
  net.input({ kind: "spikes", target: NAMES.excitatory, receptor: "ex", times: [10], neurons: [2], weight: 60 });
  for (const variable of ["V", "g_in"]) net.record({ state: NAMES.excitatory, variable });
  net.record({ state: NAMES.inhibitory, variable: "V", neurons: [2] });
  net.record({ spikes: NAMES.inhibitory });
  const simulation = await Simulation.create(net.resolve(), { adapter: "cpu", threads: 1 });
  await simulation.run(20);
  const { step, neuron } = simulation.spikes();
  expect([...neuron]).toEqual([4 + 2, 4 + size + 2]);
  const g_in = simulation.traces()[1]!.values;
  const arrival = step[1]! + 1;
  const after = [...g_in.slice(arrival * size, (arrival + 1) * size)];
  after.forEach((g, n) => {
    expect(g).toBeCloseTo(n === 2 ? 0 : 17 * (1 - DT / excitatory.tau_in), 3);
  });
  expect(g_in.slice(0, arrival * size).every((g) => g === 0)).toBe(true);
  // The partner by the code's equations in float64.
  const V = simulation.traces()[2]!.values;
  let [v, ge, wanted] = [inhibitory.rest - 40, 0, -1];
  for (let k = 0; wanted < 0; k++) {
    if (k === step[0]! + 1) ge += 10.4;
    v += (DT * (inhibitory.rest - v + ge * (inhibitory.E_ex - v))) / inhibitory.tau;
    ge -= (DT * ge) / inhibitory.tau_ex;
    if (v > inhibitory.V_th) wanted = k;
    else expect(Math.abs(V[k]! - (v - inhibitory.rest)), `V of the partner at step ${k}`).toBeLessThan(1e-3);
  }
  expect(step[1]).toBe(wanted);
  // It stands still for 2 ms, its conductance goes on, and so does it then.
  const standing = inhibitory.refractory / DT;
  v = inhibitory.V_reset;
  for (let k = wanted; k < wanted + standing + 6; k++) {
    expect(Math.abs(V[k]! - (v - inhibitory.rest)), `V of the partner at step ${k}`).toBeLessThan(1e-3);
    if (k >= wanted + standing - 1) v += (DT * (inhibitory.rest - v + ge * (inhibitory.E_ex - v))) / inhibitory.tau;
    ge -= (DT * ge) / inhibitory.tau_ex;
  }
  simulation.destroy();
  expect(inhibitoryNeuron.receptors).toEqual(["ex"]);
});

test("accuracy over the training: classes from one part, votes in the next; the confusion counts every image", () => {
  const neurons = 2;
  const labels = Uint8Array.from({ length: 2 * PARTS }, (_, k) => k % 2);
  const responses = Uint16Array.from({ length: 2 * PARTS * neurons }, (_, i) => (i % 2 === Math.floor(i / 2) % 2 ? 5 : 1));
  const { images, accuracy } = accuracies({ responses, labels }, neurons);
  expect(accuracy).toEqual(new Array(PARTS - 1).fill(1));
  expect(images[0]).toBe(4);
  expect(images.at(-1)).toBe(2 * PARTS);
  const { svg, caption } = confusion(Int16Array.of(3, 3, -1, 0), Uint8Array.of(3, 3, 3, 0));
  expect(svg.match(/>2<\/text>/g)).toHaveLength(3);
  expect(caption).toContain("without a vote: 1");
});

test("stopped in the middle, it ends with a CancelledError", async () => {
  const controller = new AbortController();
  const onProgress = () => controller.abort(new CancelledError("enough"));
  const bench = new Workbench({ adapter: "cpu", threads: 1, signal: controller.signal, onProgress });
  const images = bands(10, 0);
  const done = experiment({ train: images, test: images }, plan, 1, bench);
  await expect(done).rejects.toThrow(CancelledError);
});

test.skipIf(!existsSync(MNIST))("MNIST: five images learned, labels and counts in order; a truncated file is one error", async () => {
  const data = await loadImages(MNIST);
  const five: Plan = { neurons: 30, training: 5, labelled: 5, tested: 8, lanes: 8 };
  const outcome = await experiment(data, five, 1, cpuBench());
  expect([...outcome.trained.labels]).toEqual([5, 0, 4, 1, 9]);
  expect([...outcome.tested.labels]).toEqual([7, 2, 1, 0, 4, 1, 4, 9]);
  expect(Math.max(...outcome.trained.weights)).toBeGreaterThan(plastic.high * (78 / 120) + 0.01);
  const folder = mkdtempSync(join(tmpdir(), "diehl-"));
  for (const name of ["train-images-idx3-ubyte", "train-labels-idx1-ubyte", "t10k-images-idx3-ubyte", "t10k-labels-idx1-ubyte"])
    writeFileSync(
      join(folder, `${name}.gz`),
      readFileSync(join(MNIST, `${name}.gz`)).subarray(0, name.startsWith("t10k-i") ? 100_000 : undefined),
    );
  const damaged = diehlCook.run({ seed: 1, data: folder }, cpuBench());
  await expect(damaged).rejects.toThrow(InputError);
  await expect(damaged).rejects.toThrow(/^data: [^\n]*t10k-images-idx3-ubyte.gz[^\n]*$/);
  rmSync(folder, { recursive: true });
});
