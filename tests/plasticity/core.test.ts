import { expect, test } from "vitest";
import { RunawayStateError } from "../../src/errors.ts";
import { Simulation } from "../../src/simulate/simulation.ts";
import { pairOf } from "./pairs.ts";

const additive = { lambda: 0.001, alpha: 1, mu_plus: 0, mu_minus: 0, Wmax: 1 };
const adapters = ["cpu", "software"] as const;

async function finalWeight(net: ReturnType<typeof pairOf>, adapter: (typeof adapters)[number], ms: number): Promise<number> {
  const simulation = await Simulation.create(net.resolve(), { adapter });
  await simulation.run(ms);
  const { weight } = await simulation.weights("ab");
  simulation.destroy();
  return weight[0]!;
}

test.each(adapters)(
  "a target's spikes outgrow what is kept of them, again and again, before the source spikes: none is lost (%s)",
  async (adapter) => {
    const post = Array.from({ length: 240 }, (_, k) => 2 + 0.2 * k);
    const delay = 0.7;
    const net = pairOf({
      pre: [1, 60],
      post,
      weight: 0.3,
      delay,
      plasticity: { rule: "stdp_synapse", params: { ...additive, tau_plus: 30, tau_minus: 15 } },
    });
    const up = post.reduce((sum, t) => sum + Math.exp(-(t + delay - 1) / 30), 0);
    const down = post.reduce((sum, t) => sum + Math.exp(-(60 - t - delay) / 15), 0);
    expect(await finalWeight(net, adapter, 61)).toBeCloseTo(0.3 + 0.001 * (up - down), 5);
  },
);

test.each(adapters)("traces decay over thousands of steps as exp does (%s)", async (adapter) => {
  // Steps of one, two and three tables: 0.6, 150 and, at a step of a microsecond, 1,100 ms.
  for (const [interval, dt, tau] of [
    [0.6, 0.1, 20],
    [150, 0.1, 400],
    [1100, 0.001, 3000],
  ] as const) {
    const delay = 3 * dt;
    const net = pairOf({
      pre: [10 * dt],
      post: [10 * dt + interval - delay],
      weight: 0.3,
      delay,
      dt,
      plasticity: { rule: "stdp_synapse", params: { ...additive, tau_plus: tau } },
    });
    if (adapter === "software" && dt < 0.1) continue;
    expect(await finalWeight(net, adapter, interval + 20 * dt)).toBeCloseTo(0.3 + 0.001 * Math.exp(-interval / tau), 6);
  }
});

test.each(adapters)("a weight that leaves its bounds ends the run, named, and says what to do (%s)", async (adapter) => {
  const pre = Array.from({ length: 20 }, (_, k) => 5 + 2 * k);
  const post = pre.map((t) => t + 0.5);
  const plasticity = { rule: "stdp_pl_synapse_hom", params: { lambda: 5, alpha: 0, Wmax: 40 } };
  const simulation = await Simulation.create(pairOf({ pre, post, weight: 10, delay: 0.2, plasticity }).resolve(), { adapter });
  const run = simulation.run(60);
  await expect(run).rejects.toThrow(RunawayStateError);
  await expect(run).rejects.toThrow(/^projection "ab", step \d+: a weight left 0 to 40, the bounds of stdp_pl_synapse_hom/);
  await simulation.reset();
  await simulation.run(6);
  expect((await simulation.weights("ab")).weight[0]).toBeGreaterThan(10);
  simulation.destroy();
});

test.each(adapters)(
  "normalisation that lifts a weight over its bound ends the run, and says so; diehl_cook_synapse takes it back (%s)",
  async (adapter) => {
    const normalise = { sum: 2, every: 10 };
    const spikes = { pre: [5, 15, 25], post: [8, 18], weight: 0.5, delay: 0.2 };
    const lifted = await Simulation.create(
      pairOf({ ...spikes, plasticity: { rule: "stdp_synapse", params: { Wmax: 1 }, normalise } }).resolve(),
      {
        adapter,
      },
    );
    const run = lifted.run(30);
    await expect(run).rejects.toThrow(/^projection "ab", step 1\d\d: a weight left 0 to 1, .*: lower that sum, widen the bounds/);
    lifted.destroy();
    const rule = { rule: "diehl_cook_synapse", params: { Wmax: 1 }, normalise };
    const back = await Simulation.create(pairOf({ ...spikes, plasticity: rule }).resolve(), { adapter });
    await back.run(10);
    expect((await back.weights("ab")).weight[0]).toBeCloseTo(2, 6);
    await back.run(9.5);
    expect((await back.weights("ab")).weight[0]).toBe(1);
    back.destroy();
  },
);

test("steps that no longer fit a signed word are refused where synapses learn", async () => {
  const net = pairOf({ pre: [1], post: [2], weight: 0.3, delay: 1, plasticity: { rule: "stdp_synapse" } });
  const simulation = await Simulation.create(net.resolve(), { adapter: "cpu" });
  await expect(simulation.run(2.2e8)).rejects.toThrow(/would pass step 2147352576/);
  simulation.destroy();
});
