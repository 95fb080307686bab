import type { Cell, DenseNeuron } from "../dense/neuron/model.ts";
import { field, type NeuronTwin, type PopulationStep } from "../neuron/model.ts";

const f = Math.fround;

/** Fields of `struct Params` before the raw numbers. */
const BEFORE_RAWS = 2;

/**
 * Twin of shaders/deploy/neuron.wgsl for one neuron: its own dense twin, in float64 within a step as there. Params: steps, bias, raw numbers.
 * State: the neuron's, score, t, spike.
 */
export function neuronTwin(neuron: DenseNeuron): NeuronTwin {
  const before = new Float64Array(neuron.states);
  const after = new Float64Array(neuron.states);
  const cellOf = cells(neuron, BEFORE_RAWS);
  return (s) => {
    const cell = cellOf(s);
    const steps = field(s, 0, 0);
    const states = s.state.slice(0, neuron.states);
    const [score, t, spikes] = s.state.slice(neuron.states);
    const [arrivals, recurrent] = s.arrivals;
    const [quantum] = s.quantum;
    let fired = 0;
    for (let i = 0; i < s.count; i++) {
      if (t[i] === steps) {
        for (const state of states) state[i] = 0;
        score[i] = 0;
        t[i] = 0;
      }
      spikes[i] = 0;
      if (t[i] >= 0) {
        for (let k = 0; k < before.length; k++) before[k] = states[k][i];
        const x = f(f(f(arrivals[i] * quantum) + field(s, 1, i)) + (t[i] > 0 ? f(recurrent[i] * quantum) : 0));
        spikes[i] = cell.step(before, x, after);
        for (let k = 0; k < after.length; k++) states[k][i] = after[k];
        score[i] += spikes[i];
      }
      t[i]++;
      if (spikes[i] > 0.5) s.fired[fired++] = i;
    }
    return fired;
  };
}

/** The neuron with a population's raw numbers, fields of `Params` from `first` on, worked out; anew only where they have changed. */
function cells(neuron: DenseNeuron, first: number): (s: PopulationStep) => Cell {
  const raw = new Float32Array(neuron.raws).fill(Number.NaN);
  let cell: Cell | undefined;
  return (s) => {
    let same = true;
    for (let r = 0; r < raw.length; r++) {
      const value = field(s, first + r, 0);
      same &&= raw[r] === value;
      raw[r] = value;
    }
    if (!cell || !same) cell = neuron.cell(raw, 0, true);
    return cell;
  };
}
