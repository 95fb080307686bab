import text from "../../../../shaders/dense/neuron/soft_lif.wgsl";
import { sigmoid } from "../../lib/lse.ts";
import { type Activation, dspike, steepSigmoid, temperature } from "../activation.ts";
import { type DenseNeuron, emitted, woven } from "./model.ts";

/** Twin of shaders/dense/neuron/soft_lif.wgsl with an activation. State: V after the reset. Raw: raw tau, the activation's. */
function softLif(activation: Activation): DenseNeuron {
  return {
    wgsl: woven(activation.wgsl, text),
    states: 1,
    raws: 1 + activation.raws,
    cell(raw, at, hard) {
      const tau = sigmoid(raw[at]);
      const shot = activation.of(raw[at + activation.raws]);
      const out = { s: 0, slope: 0, raw: 0 };
      return {
        step(before, x, after) {
          const v = tau * before[0] + x;
          shot(v, out);
          const spike = emitted(out.s, hard);
          after[0] = v * (1 - spike);
          return spike;
        },
        adjoint(before, x, gradSpike, gradAfter, gradBefore, gradRaw) {
          const v = tau * before[0] + x;
          shot(v, out);
          const gradS = gradSpike - gradAfter[0] * v;
          const gradV = gradAfter[0] * (1 - out.s) + gradS * out.slope;
          gradRaw[0] += gradV * before[0] * tau * (1 - tau);
          if (activation.raws) gradRaw[1] += gradS * out.raw;
          gradBefore[0] = gradV * tau;
          return gradV;
        },
      };
    },
  };
}

/** LIF, PLIF. */
export const soft_lif = softLif(steepSigmoid);
export const sigma_lif = softLif(temperature);
export const dspike_lif = softLif(dspike);
