import { describe, expect, test } from "vitest";
import { groupByNeuron, type SpikeData } from "../../src/view/data.ts";
import * as statistics from "../../src/view/statistics.ts";
import { fromPairs, generator, poissonSpikes, spans } from "./synthetic.ts";

/** Every neuron of one population spikes every `period` steps, neuron n first at step n. */
function regular(neurons: number, period: number, steps: number): SpikeData {
  const pairs: [number, number][] = [];
  for (let n = 0; n < neurons; n++) for (let k = n; k < steps; k += period) pairs.push([k, n]);
  return fromPairs(pairs, spans({ regular: neurons }), steps);
}

describe("rates", () => {
  test("are counts over neurons and seconds", () => {
    const data = fromPairs(
      [
        [0, 0],
        [5, 1],
        [9, 1],
        [3, 4],
      ],
      spans({ a: 2, b: 3, silent: 5 }),
      1000,
    );
    expect([...statistics.rates(data)]).toEqual([15, 1 / 0.3, 0].map((r) => expect.closeTo(r, 12)));
    expect([...statistics.spikeCounts(data)]).toEqual([3, 1, 0]);
  });
  test("start at `from`", () => {
    const data = {
      ...fromPairs(
        [
          [600, 0],
          [700, 0],
        ],
        spans({ a: 1 }),
        1000,
      ),
      from: 500,
    };
    expect(statistics.rates(data)[0]).toBeCloseTo(40, 12);
  });
  test("leave neurons outside every population out", () => {
    const data = fromPairs(
      [
        [0, 0],
        [1, 7],
      ],
      [{ name: "a", first: 0, size: 2 }],
      100,
    );
    expect(statistics.spikeCounts(data)[0]).toBe(1);
    expect(groupByNeuron(data).step).toHaveLength(1);
  });
});

describe("CV of inter-spike intervals", () => {
  test("is 0 for regular trains", () => {
    expect(statistics.cvIsi(regular(10, 50, 1000))).toEqual([{ cv: 0, neurons: 10 }]);
  });
  test("is 1 for Poisson trains of many intervals", () => {
    const data = poissonSpikes(spans({ a: 50 }), [20], 20_000, 3);
    expect(statistics.cvIsi(data)[0]!.cv).toBeCloseTo(1, 1);
  });
  test("of intervals 1 and 3 is 1/2, and neurons with two spikes do not count", () => {
    const data = fromPairs(
      [
        [0, 0],
        [1, 0],
        [4, 0],
        [2, 1],
        [7, 1],
      ],
      spans({ a: 2 }),
      10,
    );
    expect(statistics.cvIsi(data)).toEqual([{ cv: 0.5, neurons: 1 }]);
  });
  test("is NaN without a neuron that counts", () => {
    expect(statistics.cvIsi(fromPairs([], spans({ a: 2 }), 10))).toEqual([{ cv: Number.NaN, neurons: 0 }]);
  });
});

describe("pairwise correlation", () => {
  test("of identical trains is 1", () => {
    const random = generator(7);
    const steps = Array.from({ length: 200 }, () => Math.floor(random() * 10_000));
    const data = fromPairs(
      steps.flatMap((k): [number, number][] => [
        [k, 0],
        [k, 1],
        [k, 2],
      ]),
      spans({ a: 4 }),
      10_000,
    );
    const [result] = statistics.pairwiseCorrelations(data);
    expect(result!.neurons).toBe(3);
    expect([...result!.values]).toEqual([1, 1, 1].map((v) => expect.closeTo(v, 12)));
  });
  test("of alternating counts is -1", () => {
    const pairs = Array.from({ length: 100 }, (_, b): [number, number] => [b * 20, b % 2]);
    expect(statistics.pairwiseCorrelations(fromPairs(pairs, spans({ a: 2 }), 2000))[0]!.mean).toBeCloseTo(-1, 12);
  });
  test("agrees with the textbook sum", () => {
    const data = poissonSpikes(spans({ a: 2 }), [80], 500, 9);
    const counts = [0, 1].map((n) => {
      const bins = new Float64Array(250);
      data.step.forEach((k, i) => {
        if (data.neuron[i] === n) bins[Math.floor(k / 20)]!++;
      });
      return bins;
    });
    const means = counts.map(statistics.mean);
    const sum = (a: number, b: number) =>
      counts[a]!.reduce((s, _, i) => s + (counts[a]![i]! - means[a]!) * (counts[b]![i]! - means[b]!), 0);
    expect(statistics.pairwiseCorrelations(data)[0]!.mean).toBeCloseTo(sum(0, 1) / Math.sqrt(sum(0, 0) * sum(1, 1)), 12);
  });
  test("of independent trains is near 0 over a sample of 250", () => {
    const [result] = statistics.pairwiseCorrelations(poissonSpikes(spans({ a: 600 }), [10], 2000, 5));
    expect(result!.neurons).toBe(250);
    expect(result!.values).toHaveLength((250 * 249) / 2);
    expect(Math.abs(result!.mean)).toBeLessThan(0.003);
  });
  test("without spikes has no mean", () => {
    expect(statistics.pairwiseCorrelations(fromPairs([], spans({ a: 3 }), 100))[0]).toMatchObject({ mean: Number.NaN, neurons: 0 });
  });
});

describe("histograms", () => {
  test("count every value once", () => {
    const h = statistics.histogram(Float64Array.of(-1, 0, 0.5, 1, 1.99, 2, 9), 0, 1, 2);
    expect(h).toMatchObject({ below: 1, above: 2, total: 7 });
    expect([...h.counts]).toEqual([2, 2]);
  });
  test("of intervals hold all intervals", () => {
    const data = poissonSpikes(spans({ a: 40, b: 10 }), [30, 5], 2000, 2);
    const trains = groupByNeuron(data);
    statistics.isiHistograms(data, trains).forEach((h, p) => {
      const inBins = h.counts.reduce((a, b) => a + b, 0);
      expect(h.below).toBe(0);
      expect(inBins + h.above).toBe(statistics.intervals(data.populations[p]!, trains).length);
      expect(h.above / h.total).toBeLessThanOrEqual(0.02);
    });
  });
  test("of a regular train has one full bin at the period", () => {
    const [h] = statistics.isiHistograms(regular(3, 50, 1000));
    const bin = Math.floor(5 / h!.width + 1e-9);
    expect(h!.counts[bin]).toBe(h!.total);
  });
});

describe("population activity", () => {
  test("rates over time are exact and average to the rate", () => {
    const data = poissonSpikes(spans({ a: 100, b: 7 }), [10, 50], 1000, 4);
    const mean = statistics.rates(data);
    statistics.ratesOverTime(data, 5).forEach((r, p) => {
      expect(r.rate).toHaveLength(200);
      expect(r.time[0]).toBeCloseTo(2.5, 9);
      expect(statistics.mean(r.rate)).toBeCloseTo(mean[p]!, 9);
    });
  });
  test("synchrony is 0 for a steady count, near 1 for Poisson, N for N neurons in step", () => {
    expect(statistics.synchrony(regular(30, 30, 3000))[0]).toBe(0);
    const poisson = poissonSpikes(spans({ a: 100 }), [20], 10_000, 6);
    expect(statistics.synchrony(poisson)[0]).toBeCloseTo(1, 1);
    const together = { ...poisson, step: new Uint32Array(0), neuron: new Uint32Array(0) };
    const one = poissonSpikes(spans({ a: 1 }), [20], 20_000, 6);
    const pairs = [...one.step].flatMap((k) => Array.from({ length: 8 }, (_, n): [number, number] => [k, n]));
    expect(statistics.synchrony(fromPairs(pairs, spans({ a: 8 }), 200_000))[0]! / statistics.synchrony(one)[0]!).toBeCloseTo(8, 9);
    expect(statistics.synchrony(together)[0]).toBeNaN();
  });
});

test("two and a half million spikes take a few seconds at most", () => {
  const random = generator(1);
  const step = Uint32Array.from({ length: 2_500_000 }, () => random() * 100_000).sort();
  const neuron = Uint32Array.from(step, () => random() * 77_000);
  const data: SpikeData = { step, neuron, populations: spans({ a: 60_000, b: 17_000 }), dt: 0.1, from: 0, to: 100_000 };
  const begin = performance.now();
  const trains = groupByNeuron(data);
  statistics.rates(data);
  statistics.cvIsi(data, trains);
  statistics.isiHistograms(data, trains);
  statistics.pairwiseCorrelations(data, trains);
  statistics.ratesOverTime(data, 5);
  expect(performance.now() - begin).toBeLessThan(5000);
});
