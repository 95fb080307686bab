import { Network } from "../../src/network/network.ts";
import { Simulation } from "../../src/simulate/simulation.ts";
import type { Bench } from "../example.ts";
import * as p from "./parameters.ts";

/** Spike trains in bins. */
interface Trains {
  /** Neurons x bins: 1 where there is a spike. */
  readonly bits: Uint8Array;
  /** Of each neuron, share of its bins with a spike. */
  readonly chances: readonly number[];
}

/** Spike trains of single neurons, from near threshold to far above. */
export async function spikeTrains(neurons: number, bins: number, seed: number, bench: Bench): Promise<Trains> {
  const { adapter, threads, signal } = bench;
  const [least, most] = p.CURRENTS;
  const currents = Float64Array.from({ length: neurons }, (_, i) => least + ((most - least) * i) / Math.max(1, neurons - 1));
  const net = new Network({ name: "lempel-ziv", dt: p.DT, seed });
  net.population("lif", neurons, "iaf_psc_exp", { params: { I_e: currents } });
  net.input({ kind: "noise", target: "lif", mean: 0, std: p.NOISE.std, interval: p.NOISE.interval });
  const simulation = await Simulation.create(net.resolve(), { adapter, threads, signal });
  try {
    bench.ran(simulation);
    await simulation.run(p.WARMUP, { signal });
    simulation.forget();
    await simulation.run(bins * p.BIN, { signal });
    const bits = new Uint8Array(neurons * bins);
    const { step, neuron, from } = simulation.spikes();
    const steps = Math.round(p.BIN / p.DT);
    for (const [k, n] of neuron.entries()) {
      bits[n * bins + Math.floor((step[k]! - from) / steps)] = 1;
    }
    const chances = Array.from(currents, (_, n) => bits.subarray(n * bins, (n + 1) * bins).reduce((sum, bit) => sum + bit, 0) / bins);
    return { bits, chances };
  } finally {
    simulation.destroy();
  }
}
