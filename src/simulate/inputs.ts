import type { Values } from "../network/description.ts";
import type { ResolvedInput, ResolvedNetwork } from "../network/resolved.ts";
import { realise } from "../network/values.ts";
import { keyOf, Stream, streamOf } from "../twins/lib/philox.ts";
import { type PoissonMean, poissonLargest, poissonMean } from "../twins/lib/poisson.ts";
import { ENTRY_WORDS, InputKind } from "../twins/neuron/tables.ts";
import { firstCurrents } from "./couplings.ts";
import { floatBits } from "./float-bits.ts";
import type { Growing } from "./growing.ts";

/** Size of what inputs can bring a neuron of population `p` in one step, in weight units; an input that is silent now counts as one spike. */
export function inputBound(network: ResolvedNetwork, p: number): number {
  let bound = 0;
  for (const [k, input] of network.inputs.entries()) {
    if (input.target !== p) continue;
    if (input.kind === "poisson") {
      const means = poissonMeans(network, k, input.rate);
      bound += Math.abs(input.weight) * means.reduce((most, mean) => Math.max(most, poissonLargest(mean)), 1);
    } else if (input.kind === "spikes") bound += Math.abs(input.weight) * Math.max(1, mostAtOnce(network, input));
  }
  return bound;
}

function poissonMeans(network: ResolvedNetwork, k: number, rate: Values): PoissonMean[] {
  const input = network.inputs[k];
  const rates = realise(rate, network.populations[input.target].size, keyOf(network.seed), streamOf(Stream.inputValues, k));
  const perStep = network.dt / 1000;
  if (typeof rates === "number") return [poissonMean(rates * perStep)];
  return Array.from(rates, (hz) => poissonMean(hz * perStep));
}

/** Step at which a spike given for `ms` arrives: it is received in the step that ends then, or the first. */
function arrivalStep(ms: number, dt: number): number {
  return Math.max(0, Math.round(ms / dt) - 1);
}

function mostAtOnce(network: ResolvedNetwork, input: Extract<ResolvedInput, { kind: "spikes" }>): number {
  const counts = new Map<string, number>();
  let most = 0;
  input.times.forEach((ms, k) => {
    const place = `${arrivalStep(ms, network.dt)}:${input.neurons[k]}`;
    const n = (counts.get(place) ?? 0) + 1;
    counts.set(place, n);
    most = Math.max(most, n);
  });
  return most;
}

/** Appends the inputs of population `p` to `tables` and their cursors to `cursors`; constant currents are in `I_e` already. */
export function addInputs(
  tables: Growing<Uint32Array>,
  cursors: number[],
  network: ResolvedNetwork,
  p: number,
  scale: number,
): { inputs: number; inputCount: number } {
  const entries: number[][] = [];
  network.inputs.forEach((input, k) => {
    if (input.target !== p) return;
    switch (input.kind) {
      case "poisson": {
        const means = poissonMeans(network, k, input.rate);
        const at = tables.append(means.flatMap(({ parts, p0, lambda }) => [parts, p0, lambda]));
        const mask = means.length > 1 ? 0xffffffff : 0;
        entries.push([
          InputKind.poisson,
          input.receptor,
          weightBits(arriving(network, input), scale),
          at,
          mask,
          streamOf(Stream.poisson, k),
        ]);
        break;
      }
      case "spikes": {
        const { rows, steps } = spikeRows(network, input);
        const at = tables.append(rows);
        const cursor = cursors.length;
        for (let i = 0; i < rows.length - 1; i++) cursors.push(rows[i]);
        entries.push([InputKind.spikes, input.receptor, weightBits(arriving(network, input), scale), at, tables.append(steps), cursor]);
        break;
      }
      case "step_current": {
        const steps = tables.append(Array.from(input.times, (ms) => Math.round(ms / network.dt)));
        entries.push([InputKind.step_current, input.times.length, steps, tables.append(Array.from(input.amplitudes, floatBits))]);
        break;
      }
      case "noise":
        entries.push([InputKind.noise, floatBits(input.mean), floatBits(input.std), input.intervalSteps, streamOf(Stream.noise, k)]);
        break;
      case "current":
        break;
    }
  });
  const inputs = tables.append(entries.flatMap(padded));
  return { inputs, inputCount: entries.length };
}

/**
 * Makes room in `cursors` for the currents of the fields that drive population `p`, and puts the first of them there.
 * @param currents gets the place of each drive of each field
 */
export function addSteady(
  tables: Growing<Uint32Array>,
  cursors: number[],
  network: ResolvedNetwork,
  p: number,
  currents: number[][],
): { steady: number; steadyCount: number } {
  const places: number[] = [];
  network.fields?.forEach(({ drives }, f) => {
    currents[f] ??= [];
    drives.forEach((drive, k) => {
      if (drive.population !== p) return;
      currents[f][k] = cursors.length;
      places.push(cursors.length);
      for (const bits of firstCurrents(network, f, drive)) cursors.push(bits);
    });
  });
  return { steady: tables.append(places), steadyCount: places.length };
}

/** What one spike of an input brings: conductances take the size of a negative weight. */
function arriving(network: ResolvedNetwork, { target, weight }: { readonly target: number; readonly weight: number }): number {
  return network.populations[target].model.magnitude ? Math.abs(weight) : weight;
}

function weightBits(weight: number, scale: number): number {
  return Math.round(weight * scale) >>> 0;
}

/** Given spikes as one rising list of steps a neuron. */
function spikeRows(network: ResolvedNetwork, input: Extract<ResolvedInput, { kind: "spikes" }>): { rows: number[]; steps: number[] } {
  const lists: number[][] = Array.from({ length: network.populations[input.target].size }, () => []);
  input.times.forEach((ms, k) => {
    lists[input.neurons[k]].push(arrivalStep(ms, network.dt));
  });
  const rows = [0];
  const steps: number[] = [];
  for (const list of lists) {
    list.sort((a, b) => a - b);
    for (const step of list) steps.push(step);
    rows.push(steps.length);
  }
  return { rows, steps };
}

/** An entry of `tables` with zeros up to its full length. */
export function padded(entry: readonly number[]): number[] {
  return [...entry, ...new Array<number>(ENTRY_WORDS - entry.length).fill(0)];
}
