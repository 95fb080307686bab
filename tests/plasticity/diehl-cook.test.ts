import { expect, test } from "vitest";
import { Simulation } from "../../src/simulate/simulation.ts";
import { pairOf, weightsAt } from "./pairs.ts";

const DT = 0.5;

/** Rising steps with gaps of 1 to `most` steps, by a little generator of its own. */
function train(seed: number, count: number, most: number): number[] {
  let [state, step] = [seed, 2];
  return Array.from({ length: count }, () => {
    state = (Math.imul(state, 1103515245) + 12345) >>> 0;
    step += 1 + ((state >>> 16) % most);
    return step;
  });
}

/** Diehl and Cook's code in float64, by steps: equations and events as they are written there, spikes of the source first. */
function reference(pre: readonly number[], post: readonly number[], w0: number, steps: number): number[] {
  let [w, x, post1, post2] = [w0, 0, 0, 0];
  const weights: number[] = [];
  for (let step = 0; step < steps; step++) {
    x *= Math.exp(-DT / 20);
    post1 *= Math.exp(-DT / 20);
    post2 *= Math.exp(-DT / 40);
    if (pre.includes(step)) {
      x = 1;
      w = Math.min(Math.max(w - 0.0001 * post1, 0), 1);
    }
    if (post.includes(step)) {
      const post2before = post2;
      w = Math.min(Math.max(w + 0.01 * x * post2before, 0), 1);
      [post1, post2] = [1, 1];
    }
    weights.push(w);
  }
  return weights;
}

/** First weight, delay (ms), the trains' longest gaps and how many steps of them are taken: dense and few where a step takes milliseconds. */
const cases = [
  ["cpu", "in the middle", 0.05, 0.5, [40, 60], 2500],
  ["cpu", "up to the upper bound", 0.9, 4, [40, 60], 7000],
  ["software", "in the middle", 0.05, 0.5, [10, 15], 400],
  ["software", "up to the upper bound", 0.995, 4, [10, 15], 1500],
] as const;

test.each(cases)("diehl_cook_synapse on %s, weights %s", async (adapter, _, weight, delay, gaps, until) => {
  const [sources, targets] = [train(7, 300, gaps[0]), train(99, 200, gaps[1])];
  const [a, b] = [sources, targets].map((steps) => steps.filter((step) => step < until)) as [number[], number[]];
  const both = a.filter((step) => b.includes(step));
  expect(both.length).toBeGreaterThan(2);
  const stamps = (steps: readonly number[]) => steps.map((step) => (step + 1) * DT);
  const plasticity = { rule: "diehl_cook_synapse" };
  const net = pairOf({ pre: stamps(a), post: stamps(b), weight, delay, plasticity, dt: DT });
  const simulation = await Simulation.create(net.resolve(), { adapter });
  const steps = Math.max(...a, ...b) + 1;
  const wanted = reference(a, b, weight, steps);
  const asked = Array.from({ length: 40 }, (_, k) => Math.floor(((k + 1) * steps) / 40));
  const got = await weightsAt(
    simulation,
    asked.map((step) => step * DT),
  );
  simulation.destroy();
  asked.forEach((step, k) => {
    expect(Math.abs(got[k]! - wanted[step - 1]!), `step ${step}: ${got[k]}, float64 ${wanted[step - 1]}`).toBeLessThan(1e-5);
  });
  expect(wanted.includes(1)).toBe(weight > 0.5);
});

test("depression alone ends at 0 and not below", async () => {
  const net = pairOf({ pre: [3, 5, 7], post: [2], weight: 1.2e-4, delay: 0.5, plasticity: { rule: "diehl_cook_synapse" }, dt: DT });
  const simulation = await Simulation.create(net.resolve(), { adapter: "cpu" });
  const got = await weightsAt(simulation, [4, 6, 8]);
  simulation.destroy();
  expect(got[0]).toBeCloseTo(1.2e-4 - 1e-4 * Math.exp(-1 / 20), 8);
  expect(got.slice(1)).toEqual([0, 0]);
});
