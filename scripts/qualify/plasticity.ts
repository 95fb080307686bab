import { Workbench } from "../../examples/bench.ts";
import { experiment, late } from "../../examples/dopamine/index.ts";
import * as reward from "../../examples/dopamine/parameters.ts";
import type { Example } from "../../examples/example.ts";
import { inhibitoryBalance } from "../../examples/inhibitory-balance/index.ts";
import { measure as measureBalance } from "../../examples/inhibitory-balance/measure.ts";
import { wirings } from "../../examples/inhibitory-balance/parameters.ts";
import { measure as measureSong, songMillerAbbott } from "../../examples/song-miller-abbott/index.ts";
import { long } from "../../examples/song-miller-abbott/reference.ts";
import { adapterName } from "../../src/cli/summary.ts";
import { Simulation } from "../../src/simulate/simulation.ts";
import type { Check, Measurement, Outcome, Run } from "./check.ts";

/** Runs an example from its beginning and measures it then. */
async function afterwards(
  example: Example,
  duration: number,
  { adapter, note }: Run,
  measure: (simulation: Simulation) => Promise<Measurement[]>,
): Promise<Outcome> {
  const network = await example.network({ seed: 1 });
  const simulation = await Simulation.create(network.resolve(), { adapter });
  try {
    await simulation.run(duration);
    note(`${example.name}: ${simulation.time.toFixed(0)} ms in ${simulation.runSeconds.toFixed(1)} s`);
    const measurements = await measure(simulation);
    return { measurements, where: adapterName(simulation) };
  } finally {
    simulation.destroy();
  }
}

const song: Check = {
  name: "song-miller-abbott",
  title: "Song, Miller, Abbott: 1,000 s, seed 1, against a golden run of another seed",
  measure: (run) =>
    afterwards(songMillerAbbott, 1_000_000, run, async (simulation) => {
      const { below, above, mean, rate } = await measureSong(simulation);
      return [
        { what: "weights below 0.1", value: below, unit: "%", digits: 1, target: long.below, absolute: 5 },
        { what: "weights above 0.9", value: above, unit: "%", digits: 1, target: long.above, absolute: 5 },
        { what: "mean weight", value: mean, digits: 4, target: long.mean, absolute: 0.02 },
        { what: "rate over the last 100 s", value: rate, unit: "Hz", target: long.rate, relative: 0.1 },
      ];
    }),
};

const balance: Check = {
  name: "inhibitory-balance",
  title: "Vogels et al. 2011, 10,000 neurons, 30 s, seed 1",
  measure: (run) =>
    afterwards(inhibitoryBalance, inhibitoryBalance.duration, run, async (simulation) => {
      const { exc, inh, cv, balance: currents } = measureBalance(simulation);
      return [
        { what: "excitatory rate over the last 6 s", value: exc, unit: "Hz", target: wirings.dense.target, relative: 0.1 },
        { what: "inhibitory rate over the last 6 s", value: inh, unit: "Hz" },
        { what: "CV of excitatory intervals, first 100 ms", value: cv.before, below: 0.1 },
        { what: "CV of excitatory intervals, last 6 s", value: cv.after, target: 0.8, absolute: 0.2 },
        { what: "inhibitory over excitatory current, last 100 ms", value: currents.after, target: 0.7, absolute: 0.2 },
      ];
    }),
};

const dopamine: Check = {
  name: "dopamine",
  title: "Izhikevich 2007: one hour of model time, seed 1",
  async measure({ adapter, note }) {
    const bench = new Workbench({ adapter });
    const { looks, rewards } = await experiment(1, reward.duration, bench);
    note(`dopamine: ${rewards.length} rewards`);
    const last = looks[looks.length - 1]!;
    return {
      measurements: [
        {
          what: "chosen synapse, mean of the last quarter",
          value: late(looks).chosen,
          unit: "mV",
          target: reward.stdp.Wmax,
          relative: 0.25,
        },
        { what: "excitatory synapses weaker than it, likewise", value: late(looks).percentile, unit: "%", target: 100, absolute: 5 },
        { what: "mean excitatory weight", value: last.mean, unit: "mV", below: 1 },
      ],
      where: adapterName(bench.simulations[0]!),
    };
  },
};

/** Networks that learn, against published and golden runs. */
export const plasticityChecks: readonly Check[] = [balance, song, dopamine];
