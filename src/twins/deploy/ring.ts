import { lse3, sigmoid, soft } from "../lib/lse.ts";
import { ringOf } from "../lib/ring.ts";
import { field, type NeuronTwin } from "../neuron/model.ts";

const f = Math.fround;

/**
 * Twin of shaders/deploy/ring.wgsl, in float64 within a step as the dense one. Params: steps, three biases, raw tau, log eps, log beta, ds.
 * State: v, left, right, score, t, spike.
 */
export const ring: NeuronTwin = (s) => {
  const steps = field(s, 0, 0);
  const raw = Float32Array.from([4, 5, 6], (k) => field(s, k, 0));
  const { tau, eps, steep } = ringOf(raw, 0, field(s, 7, 0) !== 0);
  const u = soft();
  const [v, left, right, score, t, spikes] = s.state;
  const [own, fromLeft, fromRight, leftSpiked, rightSpiked] = s.arrivals;
  const [quantum] = s.quantum;
  let fired = 0;
  for (let i = 0; i < s.count; i++) {
    if (t[i] === steps) for (const state of [v, left, right, score, t]) state[i] = 0;
    spikes[i] = 0;
    if (t[i] >= 0) {
      const next = tau * v[i] + f(f(own[i] * quantum) + field(s, 1, i));
      const nextLeft = tau * (leftSpiked[i] > 0 ? 0 : left[i]) + f(f(fromLeft[i] * quantum) + field(s, 2, i));
      const nextRight = tau * (rightSpiked[i] > 0 ? 0 : right[i]) + f(f(fromRight[i] * quantum) + field(s, 3, i));
      lse3(nextLeft, next, nextRight, eps.value, u);
      spikes[i] = sigmoid(steep * u.value) > 0.5 ? 1 : 0;
      v[i] = next * (1 - spikes[i]);
      left[i] = nextLeft;
      right[i] = nextRight;
      score[i] += spikes[i];
    }
    t[i]++;
    if (spikes[i] > 0.5) s.fired[fired++] = i;
  }
  return fired;
};
