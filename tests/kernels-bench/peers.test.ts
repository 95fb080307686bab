import { mkdirSync } from "node:fs";
import { join } from "node:path";
import { afterEach, describe, expect, test } from "vitest";
import { type Pair, rowsOf } from "../../kernels-bench/peers/compare.ts";
import { galvaniRun } from "../../kernels-bench/peers/galvani.ts";
import { checkedCheckout, gennNetwork } from "../../kernels-bench/peers/genn.ts";
import { matchOf } from "../../kernels-bench/peers/match.ts";
import { descriptionOf, PEER_NETWORKS, parametersOf, peersOf } from "../../kernels-bench/peers/networks.ts";
import { resolve } from "../../src/network/resolve.ts";
import { folder } from "../cli/terminal.ts";

const PEER = matchOf({ network: "cuba", neurons: 4000, delay: 0.1, warmup: 100, duration: 1000 });

function pair(ours: number, theirs: number, rates: [number, number] = [5.5, 5.6]): Pair {
  return {
    ours: { wall: ours, processor: ours / 2, rate: rates[0] },
    theirs: { wall: theirs, processor: theirs / 4, rate: rates[1] },
  };
}

describe("rows of a comparison", () => {
  test("the ratio is the median of the pairs' ratios", () => {
    // The machine was twice as slow in the second pair, for both.
    const rows = rowsOf(PEER, [pair(3, 1), pair(6, 2), pair(4, 1)], "cpu", "2.5.1");
    expect(rows.map(({ name, value, low, high }) => [name, value, low, high])).toEqual([
      ["cuba, delay 0.1 ms: Galvani", 4, 3, 6],
      ["cuba, delay 0.1 ms: Brian2 2.5.1", 1, 1, 2],
      ["cuba, delay 0.1 ms: ratio", 3, 3, 4],
      ["cuba, delay 0.1 ms: ratio, CPU time", 6, 6, 8],
    ]);
    expect(rows[2].note).toBe("same work");
  });

  test("processor time is compared on cpu alone", () => {
    expect(rowsOf(PEER, [pair(3, 1)], "hardware", "2").map(({ name }) => name)).not.toContain("cuba, delay 0.1 ms: ratio, CPU time");
  });

  test.each([
    [5, 6],
    [6, 5],
    [0, 5],
    [0, 0],
    [5, 0],
  ])("rates of %f and %f Hz are not the same work", (ours, theirs) => {
    expect(rowsOf(PEER, [pair(3, 1, [ours, theirs])], "cpu", "2")[2].note).toMatch(/^NOT THE SAME WORK/);
  });
});

describe("networks", () => {
  test.each(PEER_NETWORKS)("%s: sizes, and about as many inputs a neuron whatever the size", (network) => {
    for (const neurons of [500, 4000, 12_500]) {
      const p = parametersOf(peersOf(network, [neurons])[0]);
      const { populations, projections } = resolve(descriptionOf(p));
      expect(populations.reduce((sum, { size }) => sum + size, 0)).toBe(neurons);
      expect(p.excitatory).toBe(4 * p.inhibitory);
      expect(projections).toHaveLength(populations.length ** 2);
      const inputs = network === "brunel" ? p.indegree.E + p.indegree.I : p.probability * neurons;
      expect(inputs).toBeCloseTo(network === "brunel" ? neurons / 10 : 80, 9);
    }
  });

  test("brunel at full size is NEST's: 20 kHz outside input, 15.6 million synapses", () => {
    const p = parametersOf(peersOf("brunel")[0]);
    expect(p.drive.rate).toBeCloseTo(20_000, 6);
    expect(p.neurons * (p.indegree.E + p.indegree.I)).toBe(15_625_000);
    expect([p.weight.exc, p.weight.inh, p.params.V_reset, p.delay]).toEqual([0.1, -0.5, 0, 1.5]);
  });

  test("both delays of the issue", () => {
    expect(peersOf("coba").map(({ neurons, delay }) => [neurons, delay])).toEqual(
      [4000, 16_000, 64_000].flatMap((n) => [
        [n, 0.1],
        [n, 1.5],
      ]),
    );
  });

  test.each(PEER_NETWORKS)("%s spikes, measurement after measurement", { timeout: 60_000 }, async (network) => {
    const peer = { network, neurons: network === "brunel" ? 1250 : 4000, delay: 1.5, warmup: 100, duration: 60 };
    const run = await galvaniRun(matchOf(peer), "cpu");
    for (let i = 0; i < 2; i++) {
      const { wall, processor, rate } = await run.measure();
      expect(wall > 0 && processor > 0).toBe(true);
      expect(rate).toBeGreaterThan(1);
      expect(rate).toBeLessThan(200);
    }
    run.destroy();
  });
});

describe("GeNN", () => {
  const path = process.env.PATH;
  afterEach(() => {
    process.env.PATH = path;
  });

  test("its network is the whole microcircuit", () => {
    const { populations, projections } = gennNetwork(1, 500, 10_000);
    expect(populations.reduce((sum, { size }) => sum + size, 0)).toBe(77_169);
    expect(projections.reduce((sum, { n }) => sum + n, 0)).toBe(298_880_968);
    expect(projections.find(({ source, target }) => source === "L4E" && target === "L23E")?.weight).toBeCloseTo(175.617, 3);
    expect(projections.find(({ source }) => source === "L23I")?.weight).toBeCloseTo(-351.234, 3);
  });

  test("what is missing is named: the checkout, CUDA's compiler", () => {
    const empty = folder();
    expect(() => checkedCheckout(empty)).toThrow(/is no checkout of GeNN/);
    mkdirSync(join(empty, "pygenn"));
    process.env.PATH = empty;
    expect(() => checkedCheckout(empty)).toThrow(/nvcc is not in PATH/);
  });
});
