import { IMAGE, liquidNetwork, PROJECTIONS } from "../../examples/nalsm/network.ts";
import { sizes } from "../../examples/nalsm/parameters.ts";
import { bernoulli } from "../../examples/nalsm/spikes.ts";
import { topologyOf } from "../../examples/nalsm/topology.ts";
import type { ResolvedNetwork } from "../../src/network/resolved.ts";
import { changed } from "../../src/simulate/change.ts";
import { Instances } from "../../src/simulate/instances.ts";
import type { AdapterKind } from "../adapter.ts";
import type { Benchmark, Row } from "../bench.ts";
import { type Spread, seconds, spreadOf } from "../measure.ts";

const SEED = 1;
const INPUTS = 784;
/** ms of model time of a repeat. */
const PART = 20;
/** Chance of an input spike a millisecond, that of an image's mean pixel. */
const CHANCE = 0.03;

/** The small liquid of NALSM, all of its synapses plastic; each instance is shown something else, so that each learns something else. */
function networksOf(count: number, ms: number): ResolvedNetwork[] {
  const { grid, astrocyteWeight } = sizes.small;
  const shared = { ...liquidNetwork(topologyOf(grid, INPUTS, SEED), SEED, "initialisation", astrocyteWeight).resolve(), records: [] };
  const chances = new Float64Array(INPUTS).fill(CHANCE);
  return Array.from({ length: count }, (_, b) => {
    const { times, neurons } = bernoulli(chances, ms, SEED, b);
    return changed(shared, { input: IMAGE, values: { times, neurons } });
  });
}

interface Ran {
  readonly build: number;
  /** ms an instance and ms of model time. */
  readonly run: Spread;
  readonly bytes: number;
  /** Weights of the last instance, by projection. */
  readonly last: readonly Float32Array[];
  /** Of the first. */
  readonly first: readonly Float32Array[];
}

async function ran(networks: readonly ResolvedNetwork[], kind: AdapterKind, repeats: number): Promise<Ran> {
  const started = performance.now();
  const instances = await Instances.create(networks, { adapter: kind, threads: 1 });
  try {
    const build = (performance.now() - started) / 1000;
    const times: number[] = [];
    for (let i = 0; i < repeats; i++) times.push((1000 * (await seconds(() => instances.run(PART)))) / (PART * networks.length));
    const weights = async (b: number) => {
      const all: Float32Array[] = [];
      for (const name of PROJECTIONS) all.push((await instances.weights(b, name)).weight);
      return all;
    };
    const last = await weights(networks.length - 1);
    return { build, run: spreadOf(times), bytes: instances.memoryBytes, last, first: await weights(0) };
  } finally {
    instances.destroy();
  }
}

/** To the bit, so that not-a-number would show too. */
function same(a: readonly Float32Array[], b: readonly Float32Array[]): boolean {
  return a.every((list, k) => Buffer.from(list.buffer, list.byteOffset, list.byteLength).equals(Buffer.from(b[k].buffer)));
}

/** Whether the last instance has the weights it has alone, and none that another has or that it began with. */
function verdict(together: Ran, alone: Ran, count: number, ms: number): string {
  const moved = alone.last.some((list) => list.some((w) => Math.abs(w) !== 1));
  if (!moved) return `WRONG: no weight has changed in ${ms} ms`;
  if (!same(together.last, alone.last)) return `WRONG: after ${ms} ms the last instance's weights are not those it has alone`;
  if (count > 1 && same(together.first, together.last)) return "WRONG: the first and the last instance have the same weights";
  return `ok: after ${ms} ms the last instance's weights are those it has alone, to the bit`;
}

/** Many instances of one plastic network, each with weights of its own, and one of them alone; on cpu with one thread. */
export const privateWeights: Benchmark = {
  name: "private-weights",
  title: `instances of nalsm's small liquid, each with plastic weights of its own, side by side; ${PART} ms a repeat`,
  sizes: { of: "instances", usual: () => [4], large: [200] },
  measure: async ({ kind, repeats }, size) => {
    const ms = PART * repeats;
    const networks = networksOf(size, ms);
    const alone = await ran(networks.slice(-1), kind, repeats);
    const together = await ran(networks, kind, repeats);
    const synapses = alone.last.reduce((sum, { length }) => sum + length, 0);
    const row = (name: string, value: Spread, unit: string, note = ""): Row => ({
      name: `private-weights, ${name}`,
      size,
      ...value,
      unit,
      better: "less",
      note,
    });
    return [
      row("built in", spreadOf([together.build]), "s", `${(size * synapses).toLocaleString("en")} plastic synapses`),
      row("buffers", spreadOf([together.bytes / 1e6]), "MB", `${Math.round(process.memoryUsage.rss() / 1e6)} MB resident`),
      row("run, alone", alone.run, "ms/model ms"),
      row("run", together.run, "ms/model ms", `an instance; ${verdict(together, alone, size, ms)}`),
    ];
  },
};
