import { expect, test } from "vitest";
import { Network } from "../../src/network/network.ts";
import { Simulation } from "../../src/simulate/simulation.ts";
import { ECHO_MODEL } from "./pairs.ts";
import { DT, drawer } from "./play.ts";

const [SOURCES, TARGETS] = [40, 3];
const params = { eta: 5e-5, tau_pre: 20, tau_post: 15, Wmin: -2, Wmax: 2 };
const EVERY = 5;

/** Trains of steps with a spike, at a density of its own each. */
function trainsOf(count: number, steps: number, draw: () => number): number[][] {
  return Array.from({ length: count }, () => {
    const density = 0.01 + 0.04 * draw();
    return Array.from({ length: steps }, (_, k) => k).filter(() => draw() < density);
  });
}

test.each([
  ["cpu", 2000, 1024],
  ["cpu", 2000, undefined],
  ["software", 250, undefined],
] as const)(
  "oja_synapse subspace on %s, %i steps, pages of %s bytes: all targets of a source share its sum",
  async (adapter, steps, pageBytes) => {
    const draw = drawer(5);
    const [pre, post] = [trainsOf(SOURCES, steps, draw), trainsOf(TARGETS, steps, draw)];
    const w = Float64Array.from({ length: SOURCES * TARGETS }, () => Math.fround(draw() - 0.5));
    const net = new Network({ dt: DT, seed: 1 });
    const model = net.model(ECHO_MODEL);
    for (const [name, trains] of [
      ["a", pre],
      ["b", post],
    ] as const) {
      const target = net.population(name, trains.length, model);
      const spikes = trains.flatMap((train, i) => train.map((k) => ({ time: (k + 1) * DT, i })));
      const times = spikes.map(({ time }) => time);
      net.input({ kind: "spikes", target, receptor: "drive", times, neurons: spikes.map(({ i }) => i), weight: 1 });
    }
    const plasticity = { rule: "oja_synapse", mode: "subspace", params, every: EVERY };
    net.connect({ name: "ab", source: "a", target: "b", receptor: "syn", rule: "all_to_all", weight: w, delay: 0.5, plasticity });
    const simulation = await Simulation.create(net.resolve(), { adapter, ...(pageBytes !== undefined && { pageBytes }) });
    await simulation.run(steps * DT);
    const { weight, source, target } = await simulation.weights("ab");
    simulation.destroy();
    const wanted = reference(w.slice(), pre, post, steps);
    let [worst, moved] = [0, 0];
    weight.forEach((got, n) => {
      const at = source[n]! * TARGETS + target[n]!;
      worst = Math.max(worst, Math.abs(got - wanted[at]!));
      moved = Math.max(moved, Math.abs(got - w[at]!));
    });
    expect(weight.length).toBe(SOURCES * TARGETS);
    expect(worst).toBeLessThan(1e-5 * 2);
    expect(moved).toBeGreaterThan(0.02);
  },
);

/** dw_kj = eta y_k (x_j - sum of y_l w_lj), in float64. */
function reference(w: Float64Array, pre: readonly number[][], post: readonly number[][], steps: number): Float64Array {
  const { eta, tau_pre, tau_post } = params;
  const every = Math.round(EVERY / DT);
  const trace = (train: readonly number[], t: number, tau: number) =>
    train.reduce((sum, s) => (s <= t ? sum + Math.exp((-(t - s) * DT) / tau) : sum), 0);
  for (let end = every; end <= steps; end += every) {
    const x = pre.map((train) => trace(train, end - 1, tau_pre));
    const y = post.map((train) => trace(train, end - 1, tau_post));
    const sums = x.map((_, j) => y.reduce((sum, yk, k) => sum + yk * w[j * TARGETS + k]!, 0));
    x.forEach((xj, j) => {
      y.forEach((yk, k) => {
        w[j * TARGETS + k]! += eta * EVERY * yk * (xj - sums[j]!);
      });
    });
  }
  return w;
}
