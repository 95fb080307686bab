import wgsl from "../../../../shaders/dense/neuron/ada_lif.wgsl";
import { logistic, sigmoid } from "../../lib/lse.ts";
import { type DenseNeuron, emitted } from "./model.ts";

/** Twin of shaders/dense/neuron/ada_lif.wgsl. State: V after the reset, b. Raw: raw tau. */
export const ada_lif: DenseNeuron = {
  wgsl,
  states: 2,
  raws: 1,
  cell(raw, at, hard) {
    const tau = sigmoid(raw[at]);
    const shot = { s: 0, rest: 0 };
    return {
      step(before, x, after) {
        const v = tau * before[0] + x;
        const spike = emitted(sigmoid(10 * (v - 0.5 - 0.1 * before[1])), hard);
        after[0] = v * (1 - spike);
        after[1] = 0.9 * before[1] + 0.1 * spike;
        return spike;
      },
      adjoint(before, x, gradSpike, gradAfter, gradBefore, gradRaw) {
        const v = tau * before[0] + x;
        logistic(10 * (v - 0.5 - 0.1 * before[1]), shot);
        const gradDriving = 10 * (gradSpike - gradAfter[0] * v + 0.1 * gradAfter[1]) * shot.s * shot.rest;
        const gradV = gradAfter[0] * shot.rest + gradDriving;
        gradBefore[0] = tau * gradV;
        gradBefore[1] = 0.9 * gradAfter[1] - 0.1 * gradDriving;
        gradRaw[0] += gradV * before[0] * tau * (1 - tau);
        return gradV;
      },
    };
  },
};
