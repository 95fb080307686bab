import wgsl from "../../../../shaders/dense/neuron/ultra_lif.wgsl";
import { lse2, sigmoid, soft } from "../../lib/lse.ts";
import { bounded, LOG_EPS_MAX, LOG_EPS_MIN } from "../../lib/ultra.ts";
import { type DenseNeuron, emitted } from "./model.ts";

/** Twin of shaders/dense/neuron/ultra_lif.wgsl. State: V after the reset. Raw: log tau, log eps. */
export const ultra_lif: DenseNeuron = {
  wgsl,
  states: 1,
  raws: 2,
  cell(raw, at, hard) {
    const logTau = raw[at];
    const { value: eps, free } = bounded(raw[at + 1], LOG_EPS_MIN, LOG_EPS_MAX);
    const u = soft();
    return {
      step(before, x, after) {
        lse2(before[0] + logTau, x, eps, u);
        const spike = emitted(sigmoid(u.value / eps), hard);
        after[0] = u.value * (1 - spike);
        return spike;
      },
      adjoint(before, x, gradSpike, gradAfter, gradBefore, gradRaw) {
        lse2(before[0] + logTau, x, eps, u);
        const v = u.value;
        const s = sigmoid(v / eps);
        const gradDriving = ((gradSpike - gradAfter[0] * v) * s * (1 - s)) / eps;
        const gradV = gradAfter[0] * (1 - s) + gradDriving;
        gradBefore[0] = gradV * u.share[0];
        gradRaw[0] += gradBefore[0];
        gradRaw[1] += (gradV * eps * u.entropy - gradDriving * v) * free;
        return gradV * u.share[1];
      },
    };
  },
};
