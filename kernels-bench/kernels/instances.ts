import type { NetworkDescription } from "../../src/network/description.ts";
import { simulate } from "../../src/simulate/simulate.ts";
import { sweep } from "../../src/simulate/sweep.ts";
import type { Benchmark, Row } from "../bench.ts";
import { seconds, spreadOf } from "../measure.ts";

/** ms of model time each instance runs. */
const DURATION = 100;
/** Instances that run one after another, at most: each takes as long as the others. */
const ALONE = 40;

/** 160 excitatory and 40 inhibitory neurons, 20 synapses each, delay 1.5 ms. */
function network(seed: number): NetworkDescription {
  const connect = (source: string, target: string, indegree: number, weight: number) =>
    ({ source, target, rule: { fixed_indegree: { indegree } }, weight, delay: 1.5 }) as const;
  return {
    galvani: 1,
    dt: 0.1,
    seed,
    populations: [
      { name: "E", size: 160, model: "iaf_psc_exp" },
      { name: "I", size: 40, model: "iaf_psc_exp" },
    ],
    inputs: [
      { kind: "poisson", target: "E", rate: 8000, weight: 60 },
      { kind: "poisson", target: "I", rate: 8000, weight: 60 },
    ],
    projections: [connect("E", "E", 16, 20), connect("E", "I", 16, 20), connect("I", "E", 4, -100), connect("I", "I", 4, -100)],
    record: [],
  };
}

/** Many small networks of different seeds: each built and run by itself, then all as one sweep. */
export const instances: Benchmark = {
  name: "instances",
  title: `instances of a network of 200 neurons for ${DURATION} ms, side by side and one after another`,
  sizes: { of: "instances", usual: (kind) => [kind === "software" ? 200 : 1000], large: [1000] },
  measure: async ({ kind }, size) => {
    const alone = await oneAfterAnother(kind, Math.min(size, ALONE));
    const started = performance.now();
    const seeds = Array.from({ length: size }, (_, k) => k + 1);
    const table = await sweep({ network: network(1), vary: { seed: seeds }, duration: DURATION, adapter: kind });
    const whole = (performance.now() - started) / size;
    const run = (1000 * table.runSeconds) / size;
    const row = (name: string, values: readonly number[], note: string): Row => ({
      name: `instances, ${name}`,
      size,
      ...spreadOf(values),
      unit: "ms/instance",
      better: "less",
      note,
    });
    const times = (before: number, now: number) => `${(before / now).toPrecision(3)} times faster`;
    const before = { whole: spreadOf(alone.whole).value, run: spreadOf(alone.run).value };
    return [
      row("one after another", alone.whole, `each built, run and destroyed; ${alone.whole.length} of them`),
      row("one after another, run", alone.run, ""),
      row("side by side", [whole], `${times(before.whole, whole)}; plans: ${table.batches}`),
      row("side by side, run", [run], times(before.run, run)),
    ];
  },
};

async function oneAfterAnother(adapter: "hardware" | "software" | "cpu", count: number): Promise<{ whole: number[]; run: number[] }> {
  const whole: number[] = [];
  const run: number[] = [];
  for (let seed = 1; seed <= count; seed++) {
    const all = await seconds(async () => {
      const sim = await simulate(network(seed), { adapter });
      run.push(1000 * (await seconds(() => sim.run(DURATION))));
      sim.destroy();
    });
    whole.push(1000 * all);
  }
  return { whole, run };
}
