import drawSource from "../../shaders/verify/draw.wgsl";
import type { Device } from "../gpu/device.ts";
import type { NetworkDescription, Numbers, RuleDescription } from "../network/description.ts";
import { formatOf, receptorsOf } from "../network/format.ts";
import { drawDegrees, linksOf } from "../network/links.ts";
import { resolve } from "../network/resolve.ts";
import type { ResolvedNetwork } from "../network/resolved.ts";
import { type ConnectJob, type ConnectKernel, connectKernels, countingJobs, fillingJobs, type PageSpan } from "../simulate/connect-jobs.ts";
import { knownLengths, placeRows, type RowPlaces } from "../simulate/connect-rows.ts";
import { JOB_WORDS } from "../twins/lib/connect.ts";
import { linkAt } from "../twins/lib/links.ts";
import { draw } from "../twins/verify/draw.ts";
import type { Dice } from "./dice.ts";
import { type Alter, GUARD, POISON } from "./stage.ts";
import type { Tally } from "./tally.ts";

/** Small, so that rules take several dispatches and rows several pages. */
const LIMITS = { slice: 700, rows: 1, taken: 64 };
const PAGE_SYNAPSES = 4096;

/** What the kernels write to; `page` has room for a guard. */
type Outputs = Readonly<Record<"places" | "sums" | "delays" | "page", Uint32Array>>;

/** One kernel that draws rows, in every use it has, on networks of one word a synapse and of two. */
export function checkConnect(kernel: ConnectKernel) {
  return async (device: Device, tally: Tally, dice: Dice, alter: Alter): Promise<string> => {
    let synapses = 0;
    for (const constant of [true, false]) {
      const network = connectNetwork(kernel, dice, constant);
      synapses += await checkNetwork(device, network, kernel, tally, dice, alter);
    }
    return `${synapses} synapses`;
  };
}

/** Counts, then fills, on the device and by the twin, from equal buffers. */
async function checkNetwork(
  device: Device,
  network: ResolvedNetwork,
  kernel: ConnectKernel,
  tally: Tally,
  dice: Dice,
  alter: Alter,
): Promise<number> {
  const scales = Float64Array.from(network.populations, () => 2 ** 12);
  const tables = linksOf(network, scales);
  drawDegrees(tables, network);
  const rows = network.projections.reduce((sum, { source }) => sum + network.populations[source].size, 0);
  const empty = { places: new Uint32Array(rows), sums: new Uint32Array(2), delays: new Uint32Array(2), page: new Uint32Array(GUARD) };
  const bench = { device, tables, alter };
  const counted = await both(bench, countingJobs(network, tables, LIMITS), empty);
  tally.words("counts", counted.got.places, counted.expected.places);
  knownLengths(network, tables, counted.expected.places);
  const placed = placeRows(network, tables, counted.expected.places, PAGE_SYNAPSES);
  let { places } = placed;
  for (const span of placed.spans) {
    const jobs = fillingJobs(network, tables, span, LIMITS).filter((job) => job.kernel === kernel);
    const { got, expected } = await both(bench, jobs, outputsFor(network, span, places, dice));
    for (const name of ["places", "sums", "delays"] as const) tally.words(name, got[name], expected[name]);
    tally.words("page", sorted(got.page, network, placed, span), sorted(expected.page, network, placed, span));
    places = expected.places;
  }
  return placed.synapses;
}

/** Random sums near the end of their low words, delays as at the start, a page of poison. */
function outputsFor(network: ResolvedNetwork, span: PageSpan, places: Uint32Array, dice: Dice): Outputs {
  return {
    places,
    sums: dice.words32(2 * network.neurons * receptorsOf(network)).map((word) => word | 0xfffff000),
    delays: Uint32Array.of(0xffffffff, 0),
    page: new Uint32Array(formatOf(network).words * span.room + GUARD).fill(POISON),
  };
}

/** Runs jobs on the device and by the twins, one after another. */
async function both(
  { device, tables, alter }: { device: Device; tables: Uint32Array; alter: Alter },
  jobs: readonly ConnectJob[],
  outputs: Outputs,
): Promise<{ got: Outputs; expected: Outputs }> {
  const { places, sums, delays, page } = outputs;
  const expected = { places: places.slice(), sums: sums.slice(), delays: delays.slice(), page: page.slice() };
  const held = {
    tables: await device.bufferOf("tables", "u32", tables),
    places: await device.bufferOf("places", "u32", places),
    sums: await device.bufferOf("sums", "u32", sums),
    delays: await device.bufferOf("delays", "u32", delays),
    page: await device.bufferOf("page", "u32", page),
  };
  const taken = await device.buffer("taken", "u32", LIMITS.taken);
  taken.fill(POISON);
  const job = await device.uniform("job", 4 * JOB_WORDS, Math.max(1, jobs.length));
  const list = device.commands("verify connect");
  for (const [slot, { kernel, words, threads }] of jobs.entries()) {
    const { source, twin } = connectKernels[kernel];
    twin(words, tables, expected.places, expected.sums, expected.delays, expected.page);
    job.write(words, slot);
    const bound = (await device.kernel(alter ? alter(source) : source)).bind({ ...held, job, ...(kernel === "distinct" && { taken }) });
    list.dispatch(bound, Math.ceil(threads / 64), slot);
  }
  await list.submit();
  const got = {
    places: await held.places.read(),
    sums: await held.sums.read(),
    delays: await held.delays.read(),
    page: await held.page.read(),
  };
  for (const buffer of [...Object.values(held), taken, job]) buffer.destroy();
  return { got, expected };
}

/** The page with the synapses of each row in rising order: what order they come in is nobody's business. */
function sorted(page: Uint32Array, network: ResolvedNetwork, { extents }: RowPlaces, span: PageSpan): Uint32Array {
  const { words } = formatOf(network);
  const result = page.slice();
  for (let neuron = span.from; neuron < span.to; neuron++) {
    const [from, to] = [extents[2 * neuron] - span.base, extents[2 * neuron + 1] - span.base];
    const synapses = Array.from({ length: to - from }, (_, k) => page.subarray(words * (from + k), words * (from + k + 1)));
    synapses.sort((a, b) => a[0] - b[0] || a[words - 1] - b[words - 1]);
    synapses.forEach((synapse, k) => {
      result.set(synapse, words * (from + k));
    });
  }
  return result;
}

/** A network whose projections are all drawn by one kernel; `constant`: one weight a projection. */
function connectNetwork(kernel: ConnectKernel, dice: Dice, constant: boolean): ResolvedNetwork {
  const sizes = { a: dice.size(70, 110), b: dice.size(33, 60) };
  const names = ["a", "b"] as const;
  const description: NetworkDescription<Numbers> = {
    galvani: 1,
    name: `verify connect ${kernel}`,
    dt: 0.1,
    seed: dice.word(),
    populations: [
      { name: "a", size: sizes.a, model: "iaf_psc_exp" },
      { name: "b", size: sizes.b, model: "iaf_cond_exp" },
    ],
    projections: names.flatMap((source) =>
      names.flatMap((target) =>
        rulesOf(kernel, dice, sizes[source], sizes[target]).map((rule, k) => ({
          source,
          target,
          rule,
          weight: constant ? (k % 2 === 0 ? 3 : -2) : weightOf(rule, k, dice),
          delay: k % 2 === 0 ? { normal: { mean: 1.5, std: 0.75 } } : 0.7,
        })),
      ),
    ),
  };
  return resolve(description);
}

function weightOf(rule: RuleDescription<Numbers>, k: number, dice: Dice): Numbers {
  if (typeof rule === "object" && "edges" in rule) return dice.list((rule.edges.source as number[]).length, -4, 4);
  return k % 2 === 0 ? { normal: { mean: 2, std: 3 } } : { uniform: { low: -4, high: 1 } };
}

function rulesOf(kernel: ConnectKernel, dice: Dice, sources: number, targets: number): RuleDescription<Numbers>[] {
  const few = dice.whole(5, 20);
  const all = [true, false].flatMap((allow_autapses) => [{ allow_autapses, allow_multapses: kernel !== "distinct" }]);
  const draws = (n: number, most: number) => Array.from({ length: n }, () => dice.whole(0, most - 1));
  switch (kernel) {
    case "rows":
      return [
        ...(sources === targets ? (["one_to_one"] as const) : []),
        ...all.map((options) => ({ fixed_outdegree: { outdegree: few, ...options } })),
        ...all.map(({ allow_autapses }) => ({ all_to_all: { allow_autapses } })),
      ];
    case "degrees":
      return all.map((options) => ({ fixed_total_number: { n: dice.whole(300, 900), ...options } }));
    case "jumps":
      return [0, 0.08, 1].flatMap((p) => all.map(({ allow_autapses }) => ({ pairwise_bernoulli: { p, allow_autapses } })));
    case "distinct":
      return all.flatMap((options) => [
        { fixed_outdegree: { outdegree: few, ...options } },
        { fixed_indegree: { indegree: few, ...options } },
        { fixed_total_number: { n: dice.whole(300, 900), ...options } },
      ]);
    case "columns":
      return all.map((options) => ({ fixed_indegree: { indegree: few, ...options } }));
    case "edges":
      return [few, 900].map((n) => ({ edges: { source: draws(n, sources), target: draws(n, targets) } }));
  }
}

/** A partner, a synapse and a gap for random blocks of projections of every kind of draw. */
export async function checkDraw(device: Device, tally: Tally, dice: Dice, alter: Alter): Promise<string> {
  const network = drawNetwork(dice);
  const tables = linksOf(network, Float64Array.of(2 ** 22));
  const n = dice.size(2_000, 3_000);
  const queries = new Uint32Array(4 * n);
  for (let i = 0; i < n; i++)
    queries.set([linkAt(tables, dice.whole(0, network.projections.length - 1)), dice.whole(0, 60), dice.word(), 0], 4 * i);
  const expected = new Uint32Array(5 * n + GUARD).fill(POISON);
  draw(n, tables, queries, expected);
  const kernel = await device.kernel(alter ? alter(drawSource) : drawSource);
  const size = await device.uniform("size", kernel.uniformSize("size"));
  size.write(kernel.pack("size", { n }));
  const results = await device.buffer("results", "u32", expected.length);
  results.fill(POISON);
  const bound = kernel.bind({
    size,
    tables: await device.bufferOf("tables", "u32", tables),
    queries: await device.bufferOf("queries", "u32", queries),
    results,
  });
  await device
    .commands("verify draw")
    .dispatch(bound, Math.ceil(n / 64))
    .submit();
  tally.words("results", await results.read(), expected);
  return `${n} synapses`;
}

function drawNetwork(dice: Dice): ResolvedNetwork {
  const mean = dice.uniform(1, 50);
  const weights: Numbers[] = [
    -mean,
    { uniform: { low: -mean, high: 2 * mean } },
    { normal: { mean, std: mean } },
    { normal: { mean: -mean, std: mean, max: 0 } },
    { lognormal: { mean: 1, std: 0.7 } },
    // Deviates beyond 31 bits.
    { normal: { mean: 0, std: 1000 * mean, min: -mean, max: mean } },
  ];
  const delays: Numbers[] = [
    0.1,
    { uniform: { low: 0.1, high: 6 } },
    { normal: { mean: 1.5, std: 0.75 } },
    { lognormal: { mean: 0.5, std: 0.7, max: 30 } },
  ];
  return resolve({
    galvani: 1,
    name: "verify draw",
    dt: 0.1,
    seed: dice.word(),
    populations: [{ name: "a", size: dice.size(40, 90), model: "iaf_cond_exp" }],
    projections: weights.map((weight, k) => ({
      source: "a",
      target: "a",
      rule: { pairwise_bernoulli: { p: dice.uniform(0, 0.5), allow_autapses: k % 2 === 0 } },
      weight,
      delay: delays[k % delays.length],
    })),
  });
}
