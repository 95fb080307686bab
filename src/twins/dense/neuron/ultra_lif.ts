import wgsl from "../../../../shaders/dense/neuron/ultra_lif.wgsl";
import { lse2, sigmoid } from "../../lib/lse.ts";
import { type DenseNeuron, emitted } from "./model.ts";

export const EPS_MIN = 0.1;
export const EPS_MAX = 20;

/** Twin of shaders/dense/neuron/ultra_lif.wgsl. State: V after the reset. Raw: log tau, log eps. */
export const ultra_lif: DenseNeuron = {
  wgsl,
  states: 1,
  raws: 2,
  cell(raw, at, hard) {
    const logTau = raw[at];
    const free = Math.exp(raw[at + 1]);
    const eps = Math.min(EPS_MAX, Math.max(EPS_MIN, free));
    const clamped = free < EPS_MIN || free > EPS_MAX;
    return {
      step(before, x, after) {
        const v = lse2(before[0] + logTau, x, eps);
        const spike = emitted(sigmoid(v / eps), hard);
        after[0] = v * (1 - spike);
        return spike;
      },
      adjoint(before, x, gradSpike, gradAfter, gradBefore, gradRaw) {
        const a = before[0] + logTau;
        const v = lse2(a, x, eps);
        const s = sigmoid(v / eps);
        const slope = (s * (1 - s)) / eps;
        const gradS = gradSpike - gradAfter[0] * v;
        const gradV = gradAfter[0] * (1 - s) + gradS * slope;
        const p = sigmoid((a - x) / eps);
        gradBefore[0] = gradV * p;
        gradRaw[0] += gradV * p;
        if (!clamped) gradRaw[1] += gradV * (v - p * a - (1 - p) * x) - gradS * slope * v;
        return gradV * (1 - p);
      },
    };
  },
};
