/** Brian2's weights of tests/golden/d_stdp.json (zero delay, source first) in mode song, and the closed form of the window in both modes. */
import { describe, expect, test } from "vitest";
import type { SimulationOptions } from "../../src/simulate/options.ts";
import { Simulation } from "../../src/simulate/simulation.ts";
import { goldenArray, goldenJson } from "../twins/neuron/golden.ts";
import { pairOf, type Trains } from "./pairs.ts";

interface Golden {
  readonly delta_t_ms: readonly number[];
  readonly additive: { readonly dw_brian2: readonly number[] };
  readonly multiplicative: { readonly dw_brian2: readonly number[] };
  readonly pairings60: Record<Kind, { readonly w_final_brian2: readonly number[] }> & {
    readonly freq_hz_dt_ms: readonly [number, number][];
  };
  readonly random_trains: Record<Kind, { readonly w_final_brian2: readonly number[] }>;
}
type Kind = "additive" | "multiplicative";

const golden = goldenJson<Golden>("d_stdp.json");
const taus = { tau_plus: 20, tau_minus: 20, lambda: 0.01, alpha: 1.05, Wmax: 1 };
const params = { additive: { ...taus, mu_plus: 0, mu_minus: 0 }, multiplicative: { ...taus, mu_plus: 1, mu_minus: 1 } };
const KINDS = ["additive", "multiplicative"] as const;
const DT = 0.1;

async function finalWeights(trains: Omit<Trains, "weight">, ms: number, options: SimulationOptions): Promise<Float32Array> {
  const simulation = await Simulation.create(pairOf({ ...trains, weight: 0.5 }).resolve(), options);
  await simulation.run(ms);
  const { weight } = await simulation.weights("ab");
  simulation.destroy();
  return weight;
}

function expectNear(got: ArrayLike<number>, wanted: readonly number[]): void {
  expect(got.length).toBe(wanted.length);
  wanted.forEach((w, k) => {
    expect(Math.abs(got[k]! - w), `weight ${k}: ${got[k]}, Brian2 ${w}`).toBeLessThan(1e-5);
  });
}

describe.each(["cpu", "software"] as const)("the window on %s, each interval of -50 to 50 ms", (adapter) => {
  const intervals = golden.delta_t_ms;
  const middle = intervals.indexOf(0);

  test.each(KINDS)("song, %s: Brian2's; a coincident pair gives the whole potentiation", async (kind) => {
    const pre = intervals.map(() => [60]);
    const post = intervals.map((interval) => [60 + interval]);
    const plasticity = { rule: "stdp_synapse", mode: "song", params: params[kind] };
    const got = await finalWeights({ pre, post, delay: 2, plasticity }, 112, { adapter });
    const wanted = golden[kind].dw_brian2.map((dw) => 0.5 + dw);
    expectNear(got, wanted);
    expect(Math.abs(got[middle]! - 0.5 - (kind === "additive" ? 0.01 : 0.005))).toBeLessThan(1e-7);
  });

  // At a delay of a step software takes a millisecond a step.
  test.each(adapter === "cpu" ? [0.1, 2.5] : [2.5])(
    "nest, delay %f ms: the closed form; a pair coincident at the synapse changes nothing",
    async (delay) => {
      const pre = intervals.map(() => [60]);
      const post = intervals.map((interval) => [60 + interval - delay]);
      const plasticity = { rule: "stdp_synapse", params: params.additive };
      const got = await finalWeights({ pre, post, delay, plasticity }, 115, { adapter });
      const step = (interval: number) => (interval > 0 ? 0.01 : -0.0105) * Math.exp(-Math.abs(interval) / 20);
      expectNear(
        got,
        intervals.map((interval) => (interval === 0 ? 0.5 : 0.5 + step(interval))),
      );
      expect(got[middle]).toBe(0.5);
    },
  );
});

test.each(KINDS)("60 pairings at 1 to 50 Hz, song, %s", async (kind) => {
  const { freq_hz_dt_ms, ...table } = golden.pairings60;
  // The period is a whole number of steps: 333 of them for 30 Hz.
  const starts = (hz: number) => Array.from({ length: 60 }, (_, k) => 100 + k * Math.round(1000 / hz / DT) * DT);
  const pre = freq_hz_dt_ms.map(([hz]) => starts(hz));
  const post = freq_hz_dt_ms.map(([hz, interval]) => starts(hz).map((ms) => ms + interval));
  const plasticity = { rule: "stdp_synapse", mode: "song", params: params[kind] };
  const got = await finalWeights({ pre, post, delay: 3.2, plasticity }, 59_300, { adapter: "cpu" });
  expectNear(got, table[kind].w_final_brian2);
});

describe("32 random trains over 20 s, song", () => {
  const trains = (file: string) => {
    const { data } = goldenArray(file);
    const all: number[][] = Array.from({ length: 32 }, () => []);
    for (let k = 0; k < data.length; k += 2) all[data[k + 1]!]!.push((data[k]! + 1) * DT);
    return all;
  };
  const [pre, post] = [trains("d_trains_pre.npy"), trains("d_trains_post.npy")];

  test.each(KINDS.flatMap((kind) => [0.1, 2.3].map((delay) => [kind, delay] as const)))("%s, delay %f ms", async (kind, delay) => {
    const plasticity = { rule: "stdp_synapse", mode: "song", params: params[kind] };
    const got = await finalWeights({ pre, post, delay, plasticity }, 20_000, { adapter: "cpu" });
    expectNear(got, golden.random_trains[kind].w_final_brian2);
  });
});
