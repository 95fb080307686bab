import type { Simulation } from "../../src/simulate/simulation.ts";
import { cvIsi, mean, rates } from "../../src/view/statistics.ts";
import * as p from "./parameters.ts";

/** Currents of the recorded neurons, averaged over them: pA at each time, ms. `exc` holds the constant current too. */
interface Currents {
  readonly time: Float64Array;
  readonly exc: Float64Array;
  /** Below 0. */
  readonly inh: Float64Array;
}

/** Currents of recorded neurons `from` to `to` - 1. */
export function currentsOf(simulation: Simulation, from = 0, to: number = p.recorded.neurons): Currents {
  const [V, ex, inh] = simulation.traces();
  const { times, neurons } = V!;
  const average = (current: (at: number) => number) =>
    Float64Array.from(times, (_, s) => {
      let sum = 0;
      for (let n = from; n < to; n++) sum += current(s * neurons.length + n);
      return sum / (to - from);
    });
  return {
    time: times,
    exc: average((at) => ex!.values[at]! * (p.params.E_ex - V!.values[at]!) + p.params.I_e),
    inh: average((at) => inh!.values[at]! * (p.params.E_in - V!.values[at]!)),
  };
}

/** What a run came to. */
interface Measured {
  /** Hz, over the last fifth. */
  readonly exc: number;
  readonly inh: number;
  /** Of intervals of excitatory neurons: over the first 100 ms and the last fifth. */
  readonly cv: { readonly before: number; readonly after: number };
  /** Inhibitory over excitatory current of the recorded neurons: over the first and the last 100 ms. */
  readonly balance: { readonly before: number; readonly after: number };
}

export function measure(simulation: Simulation): Measured {
  const all = simulation.spikes();
  const part = (from: number, to: number) => {
    const kept = all.step.map((step) => (step >= from && step < to ? 1 : 0));
    return { ...all, step: all.step.filter((_, k) => kept[k]), neuron: all.neuron.filter((_, k) => kept[k]), from, to };
  };
  const before = part(all.from, all.from + Math.round(100 / all.dt));
  const after = part(all.to - Math.floor((all.to - all.from) / 5), all.to);
  const [exc, inh] = rates(after);
  const currents = currentsOf(simulation);
  const ratio = (wanted: (time: number) => boolean) => {
    const keep = (_: number, s: number) => wanted(currents.time[s]!);
    return -mean(currents.inh.filter(keep)) / mean(currents.exc.filter(keep));
  };
  const [start, end] = [all.from * all.dt, all.to * all.dt];
  return {
    exc: exc!,
    inh: inh!,
    cv: { before: cvIsi(before)[0]!.cv, after: cvIsi(after)[0]!.cv },
    balance: { before: ratio((t) => t <= start + 100), after: ratio((t) => t > end - 100) },
  };
}
