import { expect, test } from "vitest";
import { measure, songMillerAbbott } from "../../examples/song-miller-abbott/index.ts";
import { source, sources } from "../../examples/song-miller-abbott/neurons.ts";
import { inputs, rate } from "../../examples/song-miller-abbott/parameters.ts";
import { short } from "../../examples/song-miller-abbott/reference.ts";
import { Network } from "../../src/network/network.ts";
import type { AdapterChoice } from "../../src/plan/target.ts";
import { Simulation } from "../../src/simulate/simulation.ts";
import { groupByNeuron } from "../../src/view/data.ts";
import { run } from "./run.ts";

test("sources spike as a Poisson process in steps of 0.1 ms: rate, variance, no memory; the same on cpu and software", async () => {
  const train = async (adapter: AdapterChoice, ms: number) => {
    const net = new Network({ dt: 0.1, seed: 3 });
    net.population("inputs", inputs, net.model(source), sources(3, inputs, 0.1));
    const simulation = await Simulation.create(net.resolve(), { adapter });
    await simulation.run(ms);
    const data = simulation.spikes();
    simulation.destroy();
    return data;
  };
  const seconds = 20;
  const data = await train("cpu", 1000 * seconds);
  const { step, offset } = groupByNeuron(data);
  const counts = Float64Array.from({ length: inputs }, (_, n) => offset[n + 1]! - offset[n]!);
  const mean = counts.reduce((a, b) => a + b, 0) / inputs;
  const variance = counts.reduce((a, b) => a + (b - mean) ** 2, 0) / (inputs - 1);
  // The mean of 300,000 spikes is known to 0.2 %, the variance over the mean of 1,000 counts to 4.5 %.
  expect(Math.abs(mean / (rate * seconds) - 1)).toBeLessThan(0.008);
  expect(Math.abs(variance / mean - 1)).toBeLessThan(0.18);
  const intervals = Array.from(step.subarray(1), (k, i) => k - step[i]!).filter((_, i) => !offset.includes(i + 1));
  const average = intervals.reduce((a, b) => a + b, 0) / intervals.length;
  for (const times of [0.1, 1, 3]) {
    const longer = intervals.filter((k) => k > times * average).length / intervals.length;
    expect(Math.abs(longer - Math.exp(-times)), `intervals above ${times} means`).toBeLessThan(0.005);
  }
  const [cpu, software] = [await train("cpu", 50), await train("software", 50)];
  expect(Array.from(software.step)).toEqual(Array.from(cpu.step));
  expect(Array.from(software.neuron)).toEqual(Array.from(cpu.neuron));
});

test("20 s: weights move apart, as many as in the golden runs on their way", async () => {
  const simulation = await run(songMillerAbbott, { seed: 1 }, 0, 20_000);
  const { weight, below, above, mean, rate: output } = await measure(simulation);
  expect(weight.length).toBe(inputs);
  expect(Math.abs(simulation.rates().inputs! / rate - 1)).toBeLessThan(0.01);
  // 10 % of the weights at either end when it starts; the shares after 100 s are the golden ones.
  for (const [share, golden] of [
    [below, short.below],
    [above, short.above],
  ] as const) {
    expect(share).toBeGreaterThan(11.5);
    expect(share).toBeLessThan(golden);
  }
  expect(Math.abs(mean - 0.485)).toBeLessThan(0.02);
  expect(output).toBeGreaterThan(24);
  expect(output).toBeLessThan(45);
  const { times } = simulation.weightSnapshots("synapses");
  expect(times.length).toBe(21);
  for (const { svg } of await songMillerAbbott.figures!(simulation, { seed: 1 })) expect(svg).not.toContain("NaN");
  for (const { holds } of await songMillerAbbott.findings!(simulation, { seed: 1 })) expect(holds).toBeUndefined();
  simulation.destroy();
});
