import type { NeuronTwin } from "../neuron/model.ts";
import { field } from "../neuron/model.ts";

const f = Math.fround;

/** Twin of shaders/deploy/readout.wgsl. Params: steps, bias. State: score, t. */
export const readout: NeuronTwin = (s) => {
  const steps = field(s, 0, 0);
  const [score, t] = s.state;
  const [arrivals] = s.arrivals;
  const [quantum] = s.quantum;
  for (let i = 0; i < s.count; i++) {
    if (t[i] === steps) {
      score[i] = 0;
      t[i] = 0;
    }
    if (t[i] >= 0) score[i] += f(f(arrivals[i] * quantum) + field(s, 1, i));
    t[i]++;
  }
  return 0;
};
