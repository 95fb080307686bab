import { expect, test } from "vitest";
import { externalRate, hpcBenchmark, pscOverPsp } from "../../examples/hpc-benchmark/index.ts";
import { delay, neuron, psp } from "../../examples/hpc-benchmark/parameters.ts";
import { tenth } from "../../examples/hpc-benchmark/reference.ts";
import { spikeData } from "../../examples/options.ts";
import { meanCv } from "../../scripts/qualify/check.ts";
import { Network } from "../../src/network/network.ts";
import { Simulation } from "../../src/simulate/simulation.ts";
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

test("scale 0.1: rates and CV of an independent simulation", async () => {
  const simulation = await run(hpcBenchmark, { seed: 1, scale: 0.1 }, 100, 1000);
  const rates = simulation.rates();
  for (const name of ["E", "I"]) expect(Math.abs(rates[name]! / tenth.rates![name]! - 1), name).toBeLessThan(0.1);
  expect(Math.abs(meanCv(spikeData(simulation), 5) - tenth.cv!.E!)).toBeLessThan(0.08);
  simulation.destroy();
});
