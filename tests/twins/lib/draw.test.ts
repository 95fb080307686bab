/** Synapses drawn from the words of a network's links: WGSL against its twin, and the twin against the host's own classes. */
import { afterAll, expect, it } from "vitest";
import source from "../../../shaders/verify/draw.wgsl";
import type { Distribution, NetworkDescription, Numbers, ProjectionDescription } from "../../../src/network/description.ts";
import { drawDegrees, linksOf, wordsOf } from "../../../src/network/links.ts";
import { resolve } from "../../../src/network/resolve.ts";
import type { ResolvedNetwork } from "../../../src/network/resolved.ts";
import { drawSpec } from "../../../src/network/rules/draw.ts";
import { SpecDraw } from "../../../src/twins/lib/draw.ts";
import { totalDegrees } from "../../../src/twins/lib/generate.ts";
import { contextOf, degreeOf, Link, linkAt } from "../../../src/twins/lib/links.ts";
import { draw } from "../../../src/twins/verify/draw.ts";
import { Dice } from "../../../src/verify/dice.ts";
import { closeDevice, softwareDevice } from "./kernel.ts";

afterAll(closeDevice);

const POISON = 0xdeadbeef;

/** Weights of every kind, ordinary and as far out as they are accepted. */
const WEIGHTS: Numbers[] = [
  0,
  87.8,
  -351.2,
  { uniform: { low: -20, high: 60 } },
  { uniform: { low: -1, high: 1 } },
  { uniform: { low: 3, high: 3 } },
  { normal: { mean: 87.8, std: 8.78 } },
  { normal: { mean: 10, std: 20, min: -5, max: 12 } },
  { normal: { mean: -351, std: 35.1, max: 0 } },
  { normal: { mean: 3, std: 0 } },
  // Standard deviations beyond 32 bits of quanta, means beyond 31.
  { normal: { mean: 0, std: 777.7, min: -1, max: 1 } },
  { normal: { mean: 2500, std: 1000, min: -1, max: 30 } },
  { normal: { mean: -1000, std: 1000, min: -1, max: 3 } },
  { lognormal: { mean: 3, std: 0.5 } },
  { lognormal: { mean: 1, std: 5, max: 10 } },
  { lognormal: { mean: -2, std: 4, min: 0.1, max: 3 } },
  { lognormal: { mean: 40, std: 7, max: 1e20 } },
  { lognormal: { mean: -300, std: 60 } },
];
const DELAYS: Numbers[] = [
  0.1,
  3276.7,
  { uniform: { low: 0.1, high: 6 } },
  { uniform: { low: 0.05, high: 3276 } },
  { normal: { mean: 1.5, std: 0.75 } },
  { normal: { mean: 0.75, std: 0.375 } },
  { normal: { mean: 100, std: 1000, max: 300 } },
  { lognormal: { mean: 0.5, std: 0.7, min: 1, max: 3 } },
  { lognormal: { mean: 0, std: 4, max: 3000 } },
];

/** A network whose populations each take one kind of weight, of models that take signs and sizes. */
function network(seed: number, extra: readonly ProjectionDescription<Numbers>[] = []): ResolvedNetwork {
  const of = ["iaf_psc_exp", "iaf_cond_exp", "iaf_psc_delta"];
  const description: NetworkDescription<Numbers> = {
    galvani: 1,
    dt: 0.1,
    seed,
    populations: WEIGHTS.map((_, k) => ({ name: `p${k}`, size: 5 + 13 * k, model: of[k % 3] })),
    projections: [
      ...WEIGHTS.map((weight, k) => ({
        source: "p3",
        target: `p${k}`,
        rule: { fixed_outdegree: { outdegree: 2, allow_autapses: false } },
        weight,
        delay: DELAYS[k % DELAYS.length],
      })),
      ...extra,
    ],
  };
  return resolve(description);
}

/** Scales that the rows would have for one synapse a neuron: weights fill their 31 bits. */
const scalesFor = (n: ResolvedNetwork) =>
  Float64Array.from(n.populations, (_, p) => {
    const weight = n.projections.find(({ target }) => target === p)?.weight;
    return 2 ** Math.floor(Math.log2((2 ** 31 - 1) / largest(weight ?? 1)));
  });
function largest(weight: number | Float64Array | Distribution): number {
  if (typeof weight === "number") return Math.max(1, Math.abs(weight));
  if (weight instanceof Float64Array) return Math.max(...weight.map(Math.abs));
  if ("uniform" in weight) return Math.max(Math.abs(weight.uniform.low), Math.abs(weight.uniform.high));
  if ("normal" in weight) return Math.min(weight.normal.max || Infinity, Math.abs(weight.normal.mean) + 6.4 * weight.normal.std);
  return Math.min(weight.lognormal.max ?? Infinity, Math.exp(weight.lognormal.mean + 6.4 * weight.lognormal.std));
}

async function onDevice(tables: Uint32Array, queries: Uint32Array, length: number): Promise<Uint32Array> {
  const device = await softwareDevice();
  const kernel = await device.kernel(source);
  const size = await device.uniform("size", kernel.uniformSize("size"));
  size.write(kernel.pack("size", { n: queries.length / 4 }));
  const results = await device.buffer("results", "u32", length);
  results.fill(POISON);
  const bound = kernel.bind({
    size,
    tables: await device.bufferOf("tables", "u32", tables),
    queries: await device.bufferOf("queries", "u32", queries),
    results,
  });
  await device
    .commands("draw")
    .dispatch(bound, Math.ceil(queries.length / 256))
    .submit();
  return results.read();
}

it.each([1, 2 ** 40 + 17])("seed %d: WGSL is its twin to the bit for every kind of draw", async (seed) => {
  const dice = new Dice(seed, "draws");
  const given: Numbers = dice.list(300, -5, 5);
  const delays: Numbers = dice.list(300, 0.1, 20);
  const n = network(seed, [
    {
      source: "p0",
      target: "p1",
      rule: { edges: { source: new Array(300).fill(1), target: new Array(300).fill(2) } },
      weight: given,
      delay: delays,
    },
    ...[1e-18, 1e-9, 0.003, 0.5, 0.97, 1].map((p) => ({
      source: "p3",
      target: "p9",
      rule: { pairwise_bernoulli: { p } },
      weight: 1,
      delay: 1,
    })),
  ]);
  const tables = linksOf(n, scalesFor(n));
  expect(tables.length).toBeLessThanOrEqual(wordsOf(n));
  const count = 20_001;
  const queries = new Uint32Array(4 * count);
  for (let i = 0; i < count; i++) {
    const index = dice.whole(0, n.projections.length - 1);
    queries.set([linkAt(tables, index), i % 3 === 0 ? dice.word() : dice.whole(0, 40), dice.word(), dice.whole(0, 299)], 4 * i);
  }
  const expected = new Uint32Array(5 * count + 7).fill(POISON);
  draw(count, tables, queries, expected);
  expect(await onDevice(tables, queries, expected.length)).toEqual(expected);
  // Each draw that varies does.
  n.projections.forEach((projection, index) => {
    const seen = new Set<number>();
    for (let i = 0; i < count; i++) if (queries[4 * i] === linkAt(tables, index)) seen.add(expected[5 * i + 2]);
    const { weight } = projection;
    const single =
      typeof weight === "number" ||
      ("uniform" in weight && weight.uniform.low === 3) ||
      ("normal" in weight && weight.normal.std === 0) ||
      // All but none are below a quantum.
      ("lognormal" in weight && weight.lognormal.mean === -300);
    if (single) expect(seen.size).toBe(1);
    else expect(seen.size).toBeGreaterThan(20);
  });
});

it("the words say what the host draws by", () => {
  const n = network(3);
  const scales = scalesFor(n);
  const tables = linksOf(n, scales);
  const dice = new Dice(4, "words");
  n.projections.forEach((projection, index) => {
    const { key, stream, synapses } = contextOf(tables, linkAt(tables, index));
    const weight = new SpecDraw(drawSpec(projection.weight, scales[projection.target]), { key, stream, word: 1 });
    const delay = new SpecDraw(drawSpec(projection.delay, 65536 / n.dt), { key, stream, word: 2 });
    for (let k = 0; k < 50; k++) {
      const word = dice.word() | 0;
      expect(synapses.weight.at(word, k, 7, 0)).toBe(weight.at(word, k, 7, 0));
      expect(synapses.delay.at(word, k, 7, 0)).toBe(delay.at(word, k, 7, 0));
    }
  });
});

it("out-degrees of fixed_total_number are in the words, whoever asks", () => {
  const total = (n: number, allow_multapses: boolean) => ({
    source: "p3",
    target: "p3",
    rule: { fixed_total_number: { n, allow_multapses, allow_autapses: false } },
    weight: 1,
    delay: 1,
  });
  const n = network(5, [total(900, true), total(901, false)]);
  const tables = linksOf(n, scalesFor(n));
  drawDegrees(tables, n);
  for (const [k, expected] of [900, 901].entries()) {
    const link = linkAt(tables, WEIGHTS.length + k);
    const degrees = Array.from({ length: 44 }, (_, source) => degreeOf(tables, link, source));
    expect(degrees.reduce((a, b) => a + b)).toBe(expected);
    const stream = tables[link + Link.sources_stream];
    expect(Uint32Array.from(degrees)).toEqual(
      totalDegrees({ key: [5, 0], stream, sources: 44, targets: 44, barSelf: true }, expected, k === 1),
    );
  }
});
