import { externalRate, hpcBenchmark, pscOverPsp } from "../../examples/hpc-benchmark/index.ts";
import * as hpc from "../../examples/hpc-benchmark/parameters.ts";
import { songMillerAbbott } from "../../examples/song-miller-abbott/index.ts";
import * as song from "../../examples/song-miller-abbott/parameters.ts";
import { InputError } from "../../src/errors.ts";
import type { Match } from "./match.ts";

export const PLASTIC_PEERS = ["hpc", "song"] as const;
export type PlasticPeer = (typeof PLASTIC_PEERS)[number];

export function isPlasticPeer(name: string): name is PlasticPeer {
  return PLASTIC_PEERS.some((known) => known === name);
}

/** Neurons of the HPC benchmark without `--sizes`: its full size, 81 million plastic synapses. */
const HPC_SIZES = [11_250];

/** Networks with plasticity, as the examples of that name have them. @throws InputError for a size a network cannot have */
export function plasticMatches(network: PlasticPeer, sizes: readonly number[] | undefined, threads: number): Match[] {
  if (network === "hpc") return (sizes ?? HPC_SIZES).map((neurons) => hpcMatch(neurons, threads));
  if (sizes) throw new InputError("--sizes", sizes.join(","), "song has 1,000 inputs and one neuron; leave it out");
  return [songMatch(threads)];
}

function hpcMatch(neurons: number, threads: number): Match {
  const scale = neurons / (hpc.sizes.E + hpc.sizes.I);
  const excitatory = Math.round(hpc.sizes.E * scale);
  const multiplicity = hpc.indegree.E / excitatory;
  if (!Number.isInteger(multiplicity))
    throw new InputError(
      "--sizes",
      neurons,
      "hpc: the 9,000 inputs must be a multiple of the excitatory neurons; take 1,125, 2,250 or 11,250",
    );
  const weight = hpc.psp * pscOverPsp();
  const { alpha, lambda, mu, tau_plus, tau_minus } = hpc.stdp;
  const times = { neurons, delay: hpc.delay, warmup: 50, duration: scale < 0.5 ? 200 : 100, threads };
  // Small ones fire in synchrony, which drives their weights to the bound in half a second; to draw the full one anew takes too long.
  const anew = scale < 0.5;
  return {
    ...times,
    anew,
    name: `hpc, ${excitatory * hpc.indegree.E} plastic synapses`,
    script: "brian2_plastic.py",
    parameters: {
      network: "hpc",
      excitatory,
      multiplicity,
      neuron: hpc.neuron,
      initial: hpc.initial,
      weight,
      inhibition: hpc.g * weight,
      drive: externalRate(),
      stdp: { tau_plus, tau_minus, mu, potentiate: lambda, depress: alpha * lambda, Wmax: hpc.largest * weight },
    },
    network: async () => (await hpcBenchmark.network({ seed: 1, scale, variant: "plastic" })).resolve(),
  };
}

function songMatch(threads: number): Match {
  const { lambda, alpha, tau_plus, tau_minus, Wmax } = song.rule as Record<string, number>;
  return {
    ...{ neurons: 1, delay: 0, warmup: 1000, duration: 100_000, threads },
    name: "song, 1,000 inputs",
    script: "brian2_plastic.py",
    parameters: {
      network: "song",
      inputs: song.inputs,
      rate: song.rate,
      neuron: song.neuron,
      stdp: { tau_plus, tau_minus, potentiate: lambda, depress: alpha * lambda, Wmax },
    },
    network: async () => (await songMillerAbbott.network({ seed: 1 })).resolve(),
    anew: true,
    counted: "neuron",
  };
}
