import { existsSync } from "node:fs";
import { expect, test } from "vitest";
import { Workbench } from "../../examples/bench.ts";
import { initialise } from "../../examples/nalsm/experiment.ts";
import { experiment, firstOf, nalsm } from "../../examples/nalsm/index.ts";
import { Activity, Liquid, type LiquidWeights } from "../../examples/nalsm/liquid.ts";
import type { Phase } from "../../examples/nalsm/network.ts";
import { bernoulli, type Drawn, probabilities } from "../../examples/nalsm/spikes.ts";
import { SOURCES, topologyOf } from "../../examples/nalsm/topology.ts";
import type { Images } from "../../examples/shared/datasets.ts";
import { Words } from "../../examples/shared/draw.ts";
import { InputError } from "../../src/errors.ts";
import { nalsm_synapse } from "../../src/twins/plasticity/nalsm_synapse.ts";
import { type Course, published, type Scheme } from "./nalsm-reference.ts";

const FASHION = "../shared/data/fashion-mnist";

test("the small liquid has the published synapses, give or take the draw", () => {
  const { synapses, edges, excitatory, neurons } = topologyOf([10, 10, 10], 784, 1);
  // Standard deviation 330.
  expect(Math.abs(synapses - 134_302)).toBeLessThan(1300);
  expect([neurons, excitatory]).toEqual([1000, 800]);
  const counts = SOURCES.map((kind) => edges[kind].reduce((sum, { source }) => sum + source.length, 0));
  expect(Math.abs(counts[0]! - 117_600)).toBeLessThan(1300);
  for (const kind of SOURCES)
    for (const { source, target } of edges[kind]) {
      expect(new Set(source.map((j, n) => j * neurons + target[n]!)).size).toBe(source.length);
      if (kind === "input") continue;
      expect(source.every((j, n) => j !== target[n] && j < excitatory === (kind === "excitatory"))).toBe(true);
    }
});

test("pairs in the liquid are connected as often as their kinds and distance say", () => {
  const { edges } = topologyOf([10, 10, 10], 1, 3);
  // In a cube of 10^3 cells the mean over pairs of exp(-(D/3)^2), by hand: the sum over each axis apart, to the third power.
  let axis = 0;
  for (let a = 0; a < 10; a++) for (let b = 0; b < 10; b++) axis += Math.exp(-((a - b) ** 2) / 9);
  const mean = (axis ** 3 - 1000) / (1000 * 999);
  const found = { EE: 0, EI: 0, IE: 0, II: 0 };
  for (const kind of ["excitatory", "inhibitory"] as const)
    for (const { target } of edges[kind]) for (const i of target) found[`${kind === "excitatory" ? "E" : "I"}${i < 800 ? "E" : "I"}`]++;
  const pairs = { EE: 0.2 * 800 * 799, EI: 0.1 * 800 * 200, IE: 0.3 * 200 * 800, II: 0.05 * 200 * 199 };
  for (const kind of ["EE", "EI", "IE", "II"] as const) {
    const expected = pairs[kind] * mean;
    // The cells are drawn too: that adds a few percent.
    expect(Math.abs(found[kind] - expected), `${kind}: ${found[kind]}, expected ${expected}`).toBeLessThan(
      5 * Math.sqrt(expected) + 0.03 * expected,
    );
  }
});

test("input spikes come with their probability, each millisecond apart", () => {
  const p = Float64Array.from([0, 0.01, 0.3, 1]);
  const { times, neurons } = bernoulli(p, 20_000, 5, 0);
  const counts = [0, 0, 0, 0];
  const seen = new Set<number>();
  times.forEach((time, k) => {
    counts[neurons[k]!]!++;
    seen.add(4 * time + neurons[k]!);
    expect(time >= (times[k - 1] ?? 2) && time < 20_002).toBe(true);
  });
  expect(seen.size).toBe(times.length);
  expect([counts[0], counts[3]]).toEqual([0, 20_000]);
  expect(Math.abs(counts[1]! - 200)).toBeLessThan(5 * Math.sqrt(200));
  expect(Math.abs(counts[2]! - 6000)).toBeLessThan(5 * Math.sqrt(4200));
});

/** A liquid of 27 neurons, its inputs and what is drawn for them. */
const topology = topologyOf([3, 3, 3], 100, 7);
const options = { topology, seed: 7, astrocyteWeight: 0.015 };
const drawn = bernoulli(new Float64Array(100).fill(0.2), 400, 7, 1);

function drawnSteps({ times, neurons }: Drawn): Set<number>[] {
  const sets = Array.from({ length: topology.inputs }, () => new Set<number>());
  times.forEach((time, k) => sets[neurons[k]!]!.add(time - 2));
  return sets;
}

interface Ran {
  readonly spikes: [number, number][];
  readonly weights: number[][];
  readonly depression: number;
  readonly course: Course;
}

async function ran(phase: Phase, steps: number, current: Scheme["current"]): Promise<Ran> {
  const liquid = await Liquid.create(phase, options, new Workbench({ adapter: "cpu" }));
  const start = await liquid.weights();
  const { step, neuron } = await liquid.show(drawn, steps);
  const { astrocyte = 0, fade = 1 } = await liquid.simulation.modulators();
  const weights = await liquid.weights();
  liquid.simulation.destroy();
  const scheme = { steps, current, astrocyteWeight: options.astrocyteWeight, fading: phase === "data" };
  return {
    spikes: Array.from(step, (t, k): [number, number] => [t, neuron[k]!]),
    weights: weights.map((list) => Array.from(list)),
    depression: astrocyte * fade,
    course: published(topology, start, drawnSteps(drawn), scheme),
  };
}

const liquidOnly = ({ spikes }: Course) => spikes.filter(([, i]) => i < topology.neurons);

test.each(["initialisation", "data"] as const)(
  "%s: spike for spike and weight for weight the published equations in float64, currents held between spikes of the source",
  async (phase) => {
    const { spikes, weights, depression, course } = await ran(phase, 400, "held");
    expect(spikes.length).toBeGreaterThan(200);
    expect(spikes).toEqual(liquidOnly(course));
    expect(Math.abs(depression - course.depression)).toBeLessThan(1e-5);
    let moved = 0;
    weights.forEach((list, k) => {
      list.forEach((w, n) => {
        expect(Math.abs(w - course.weights[k]![n]!)).toBeLessThan(1e-4);
        moved = Math.max(moved, Math.abs(Math.abs(w) - 1));
      });
    });
    expect(moved).toBeGreaterThan(0.05);
  },
);

test("the published equations themselves, whose currents follow the weights: the same spikes for a while, and about as many after it", async () => {
  const { spikes, weights, course } = await ran("data", 400, "published");
  const reference = liquidOnly(course);
  const until = spikes.findIndex(([t, i], k) => t !== reference[k]?.[0] || i !== reference[k]?.[1]);
  expect(until).toBeGreaterThan(10);
  expect(Math.abs(spikes.length / reference.length - 1)).toBeLessThan(0.05);
  let [difference, change] = [0, 0];
  weights.forEach((list, k) => {
    list.forEach((w, n) => {
      difference += Math.abs(w - course.weights[k]![n]!);
      change += Math.abs(Math.abs(w) - 1);
    });
  });
  expect(difference / change).toBeLessThan(0.03);
});

test("frozen: spike for spike the published equations without plasticity", async () => {
  const { spikes, weights, course } = await ran("frozen", 400, "frozen");
  expect(spikes.length).toBeGreaterThan(100);
  expect(spikes).toEqual(liquidOnly(course));
  expect(weights).toEqual(course.weights);
});

test.each(["data", "frozen"] as const)("%s: kernels and twins to the bit, through any cut of the run", async (phase) => {
  const results: unknown[] = [];
  for (const [adapter, cuts] of [
    ["cpu", [70]],
    ["software", [1, 69]],
  ] as const) {
    const liquid = await Liquid.create(phase, options, new Workbench({ adapter }));
    // What came before leaves nothing behind.
    await liquid.show(drawn, 10);
    await liquid.prepare(drawn);
    for (const ms of cuts) await liquid.simulation.run(ms);
    const { step, neuron } = liquid.simulation.spikes();
    const weights = (await liquid.weights()).map((list) => new Uint32Array(list.buffer, list.byteOffset, list.length));
    results.push([step, neuron, weights, await liquid.simulation.modulators()]);
    liquid.simulation.destroy();
  }
  expect((results[0] as [Uint32Array])[0].length).toBeGreaterThan(15);
  expect(results[1]).toEqual(results[0]);
});

test("the twin of the rule, by hand", () => {
  const { stdp, frozen } = nalsm_synapse.modes;
  const p = Float32Array.of(-0.5, 0.25, -1, 3);
  const none = new Float32Array(1);
  const s = Float32Array.of(2, 1.5);
  stdp!.twin!.on_post!(p, s, Float32Array.of(2, 0.75), none);
  expect(Array.from(s)).toEqual([2.5, 1.5]);
  // What is left of the weight delivered last goes; the change comes after the delivery.
  expect(stdp!.twin!.on_pre(p, s, Float32Array.of(2, 0.5), Float32Array.of(3))).toBe(1.75);
  expect(Array.from(s)).toEqual([1, 2.5]);
  expect(stdp!.twin!.on_pre(p, s, Float32Array.of(0, 0), Float32Array.of(5))).toBe(1);
  expect(Array.from(s)).toEqual([-1, 1]);
  stdp!.twin!.on_post!(p, s, Float32Array.of(100, 0), none);
  expect(s[0]).toBe(3);
  expect(frozen!.twin!.on_pre(p, s, Float32Array.of(0.25), none)).toBe(2.25);
  expect(s[0]).toBe(3);
});

test("made ready: weights carried from image to image, all else quiet each time", async () => {
  const images = bands(3);
  const small = { ...options, topology: topologyOf([4, 4, 4], 36, 5) };
  const shown = { images, train: 3 };
  const after = async (count: number) => (await initialise(small, shown, count, new Workbench({ adapter: "cpu" }), () => {})).weights;
  const distance = (a: LiquidWeights, b: LiquidWeights) =>
    a.reduce((sum, list, k) => sum + list.reduce((part, w, n) => part + Math.abs(w - b[k]![n]!), 0), 0);
  const [none, few, many] = [await after(0), await after(5), await after(40)];
  expect(distance(few, none)).toBeGreaterThan(0);
  expect(distance(many, none)).toBeGreaterThan(2 * distance(few, none));
});

/** Images of three classes: each a band of its own, with noise. */
function bands(count: number): Images {
  const words = new Words(11, 1);
  const [rows, columns] = [6, 6];
  const labels = Uint8Array.from({ length: count }, (_, k) => k % 3);
  const pixels = new Uint8Array(count * rows * columns);
  for (let k = 0; k < count; k++)
    for (let i = 0; i < rows * columns; i++) {
      const inside = Math.floor(i / (2 * columns)) === labels[k];
      pixels[k * rows * columns + i] = words.below(inside ? 256 : 60);
    }
  return { count, rows, columns, pixels, labels };
}

test("probabilities: each pixel over the sum of its image, all over the largest; an empty image stays empty", () => {
  const images: Images = { count: 3, rows: 1, columns: 2, pixels: Uint8Array.from([10, 30, 0, 0, 60, 40]), labels: new Uint8Array(3) };
  const of = probabilities(images);
  expect([0, 1, 2].map((k) => Array.from(of(k)))).toEqual([
    [10 / (40 * 0.75), 1],
    [0, 0],
    [60 / (100 * 0.75), 40 / (100 * 0.75)],
  ]);
});

test("activity: rate and mean ratio of counts in neighbouring milliseconds", () => {
  const activity = new Activity(4, 5);
  const spikes = (step: number[], neuron: number[]) => ({
    step: Uint32Array.from(step),
    neuron: Uint32Array.from(neuron),
    populations: [],
    dt: 1,
    from: 0,
    to: 5,
  });
  expect(Array.from(activity.add(spikes([0, 1, 1, 2, 4], [3, 0, 3, 3, 1])))).toEqual([1, 1, 0, 3]);
  // 2 / 1, 1 / 2, 0 / 1.
  expect(activity.ratio).toBeCloseTo(2.5 / 3, 12);
  expect(activity.rate).toBeCloseTo((1000 * 5) / (4 * 5), 12);
});

test("the whole experiment on made-up images: better than chance, weights moved, the same again", async () => {
  const images = bands(60);
  const small = { ...options, topology: topologyOf([4, 4, 4], 36, 5) };
  const shown = { images, train: 45 };
  const shares: number[] = [];
  const run = () => experiment(small, shown, 10, new Workbench({ adapter: "cpu", onProgress: (share) => shares.push(share) }));
  const { accuracies, readied, closeup, plastic, frozen } = await run();
  for (const { accuracy } of Object.values(accuracies)) expect(accuracy).toBeGreaterThan(60);
  expect(accuracies.plastic.sweep.map(({ validation }) => validation).every((v) => v >= 0 && v <= 100)).toBe(true);
  expect(readied.weights).not.toEqual(readied.snapshots.weights[0]);
  expect(readied.weights).toEqual(readied.snapshots.weights.at(-1));
  expect(readied.snapshots.times).toEqual(Array.from({ length: 11 }, (_, k) => 20 * k));
  // Images start from the same weights and move them for themselves alone.
  expect(closeup.moved).toBeGreaterThan(0.01);
  expect([plastic.activity.images, frozen.activity.images]).toEqual([60, 60]);
  expect(plastic.activity.perMs).not.toEqual(frozen.activity.perMs);
  // Fades by 0.99 a ms.
  expect(closeup.potentiation[249]).toBeCloseTo(0.15 * 0.99 ** 249, 6);
  expect(closeup.astrocyte[0]).toBeCloseTo(0.15, 6);
  expect(shares.at(-1)).toBeCloseTo(1, 6);
  expect(shares.every((share, k) => share >= (shares[k - 1] ?? 0))).toBe(true);
  expect((await run()).plastic.sets).toEqual(plastic.sets);
});

test("what cannot be: no data, an unknown size, a share out of range, too few images", async () => {
  const attempt = (given: object) => nalsm.run({ seed: 1, ...given }, new Workbench({ adapter: "cpu" }));
  await expect(attempt({})).rejects.toThrow(/^data: /);
  await expect(attempt({ data: "/nonexistent" })).rejects.toThrow(/^data: .*is not a folder/);
  await expect(attempt({ data: "x", variant: "huge" })).rejects.toThrow(/^variant: .*small, large/);
  for (const scale of [0, 1.5, Number.NaN]) await expect(attempt({ data: "x", scale })).rejects.toThrow(/^scale: /);
  expect(() => firstOf({ train: bands(30), test: bands(9) }, 20, 10)).toThrow(InputError);
  expect(firstOf({ train: bands(30), test: bands(12) }, 20, 10).images.count).toBe(30);
});

test.skipIf(!existsSync(FASHION))("Fashion-MNIST through the whole study, a share of it", { timeout: 600_000 }, async () => {
  const bench = new Workbench({ adapter: "cpu" });
  const { findings, figures, notes } = await nalsm.run({ seed: 1, scale: 0.002, data: FASHION }, bench);
  const measured = (name: string) => findings.find((finding) => finding.name.startsWith(name))?.measured as number;
  // 20 images of each kind say little of accuracy; what the liquid does shows.
  expect(measured("plastic liquid: test images")).toBeGreaterThan(10);
  expect(measured("plastic liquid: rate")).toBeGreaterThan(10);
  expect(measured("plastic liquid: rate")).toBeLessThan(80);
  expect(measured("largest change")).toBeGreaterThan(0.1);
  expect(findings.every(({ holds }) => holds === undefined)).toBe(true);
  expect(figures.length).toBe(5);
  for (const { svg } of figures) expect(svg).toMatch(/^<\?xml|^<svg/);
  expect(notes.join(" ")).toContain("no better than");
  expect(bench.simulations.length).toBeGreaterThan(0);
});
