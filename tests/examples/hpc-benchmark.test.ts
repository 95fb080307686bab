import { expect, test } from "vitest";
import { externalRate, hpcBenchmark, pscOverPsp } from "../../examples/hpc-benchmark/index.ts";
import { delay, neuron, psp, stdp } from "../../examples/hpc-benchmark/parameters.ts";
import { tenth } from "../../examples/hpc-benchmark/reference.ts";
import { meanCv } from "../../scripts/qualify/check.ts";
import { Network } from "../../src/network/network.ts";
import { Simulation } from "../../src/simulate/simulation.ts";
import { groupByNeuron } from "../../src/view/data.ts";
import { run } from "./run.ts";

test.each([0.02, 0.1, 1, 20, 33])("scale %s: 11,250 inputs a neuron", async (scale) => {
  const { neurons, projections, populations } = (await hpcBenchmark.network({ seed: 1, scale })).resolve();
  expect(neurons).toBe(11_250 * scale);
  expect(populations.map(({ size }) => size)).toEqual([9000 * scale, 2250 * scale]);
  expect(projections.reduce((sum, { synapses }) => sum + synapses, 0)).toBe(neurons * 11_250);
});

test("33 is the largest scale", () => {
  expect(() => hpcBenchmark.network({ seed: 1, scale: 34 })).toThrow("scale: 34: must be a number above 0 and at most 33");
});

test("an excitatory potential peaks at 0.14 mV after 1.7 ms; the numbers of an independent computation", async () => {
  const weight = psp * pscOverPsp();
  expect(weight).toBeCloseTo(45.6096003, 6);
  expect(externalRate()).toBeCloseTo(20856.037, 2);
  const net = new Network({ dt: 0.1, seed: 1 });
  net.population("n", 1, "iaf_psc_alpha", { params: neuron });
  net.input({ kind: "spikes", target: "n", times: [1], neurons: 0, weight });
  net.record({ state: "n", variable: "V_m" });
  const simulation = await Simulation.create(net.resolve(), { adapter: "cpu" });
  await simulation.run(10);
  const [trace] = simulation.traces();
  const peak = Math.max(...trace!.values);
  expect(peak).toBeGreaterThan(0.9995 * psp);
  expect(peak).toBeLessThan(1.0001 * psp);
  // Sample s is the potential at the end of step s.
  expect(trace!.values.indexOf(peak) + 1).toBe(Math.round((1 + 1.7) / 0.1));
  expect(delay).toBe(1.5);
  simulation.destroy();
});

test("static, scale 0.1: rates and CV of an independent simulation", async () => {
  const simulation = await run(hpcBenchmark, { seed: 1, scale: 0.1, variant: "static" }, 100, 1000);
  const rates = simulation.rates();
  for (const name of ["E", "I"]) expect(Math.abs(rates[name]! / tenth.rates![name]! - 1), name).toBeLessThan(0.1);
  expect(Math.abs(meanCv(simulation.spikes(), 5) - tenth.cv!.E!)).toBeLessThan(0.08);
  simulation.destroy();
});

/** NEST's stdp_pl_synapse_hom over two trains of spike steps, pair by pair in float64; spikes of the target take `delay` steps to the synapse. */
function powerLaw(weight: number, pre: readonly number[], post: readonly number[], steps: number, dt: number): number {
  const { alpha, lambda, mu, tau_plus, tau_minus } = stdp;
  const later = Math.round(delay / dt);
  const arrived = post.map((k) => k + later).filter((k) => k < steps);
  const sum = (k: number, others: readonly number[], tau: number) =>
    others.reduce((total, other) => (other < k ? total + Math.exp(((other - k) * dt) / tau) : total), 0);
  // Where both meet the target's spike is first.
  const events = [...arrived.map((k) => ({ k, up: true })), ...pre.map((k) => ({ k, up: false }))].sort(
    (a, b) => a.k - b.k || Number(b.up) - Number(a.up),
  );
  return events.reduce(
    (w, { k, up }) => (up ? w + lambda * w ** mu * sum(k, pre, tau_plus) : w - alpha * lambda * w * sum(k, arrived, tau_minus)),
    weight,
  );
}

test("plastic, scale 0.05: weights from E to E are what the recorded spikes make of them; the rest of the network is the static one's", async () => {
  const simulation = await run(hpcBenchmark, { seed: 1, scale: 0.05 }, 0, 100);
  const { source, target, weight } = await simulation.weights("E to E");
  expect(weight.length).toBe(450 * 9000);
  const { step, offset } = groupByNeuron(simulation.spikes());
  const train = (n: number) => Array.from(step.subarray(offset[n], offset[n + 1]));
  const first = psp * pscOverPsp();
  let moved = 0;
  for (let k = 0; k < weight.length; k += 9973) {
    const wanted = powerLaw(first, train(source[k]!), train(target[k]!), simulation.step, simulation.dt);
    if (Math.abs(wanted - first) > 0.5) moved++;
    expect(Math.abs(weight[k]! / wanted - 1), `synapse ${k}`).toBeLessThan(1e-5);
  }
  expect(moved).toBeGreaterThan(100);
  const findings = await hpcBenchmark.findings!(simulation, { seed: 1, scale: 0.05 });
  expect(findings.map(({ holds }) => holds)).toEqual([undefined, undefined, true]);
  const { projections } = (await hpcBenchmark.network({ seed: 1, scale: 0.05 })).resolve();
  const still = (await hpcBenchmark.network({ seed: 1, scale: 0.05, variant: "static" })).resolve().projections;
  expect(projections.map(({ plasticity }) => plasticity?.rule.name)).toEqual(["stdp_pl_synapse_hom", undefined, undefined, undefined]);
  expect(projections.map(({ plasticity, ...rest }) => ({ ...rest, receptor: plasticity ? undefined : rest.receptor }))).toEqual(
    still.map(({ plasticity: _, ...rest }) => rest),
  );
  simulation.destroy();
});
