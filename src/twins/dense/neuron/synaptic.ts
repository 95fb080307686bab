import text from "../../../../shaders/dense/neuron/synaptic.wgsl";
import { eachFiring } from "./firing.ts";
import { rounding, woven } from "./model.ts";

const clamped = (raw: number) => Math.min(1, Math.max(0, raw));
const freeOf = (raw: number) => Number(raw >= 0 && raw <= 1);

/** Twin of shaders/dense/neuron/synaptic.wgsl with a reset and a surrogate. State: U, i. Raw: alpha, beta, threshold. */
export const synaptic = eachFiring((reset, surrogate) => ({
  wgsl: woven(reset.wgsl, surrogate.wgsl, text),
  states: 2,
  raws: 3,
  cell(raw, at) {
    const alpha = clamped(raw[at]);
    const beta = clamped(raw[at + 1]);
    const [alphaFree, betaFree] = [freeOf(raw[at]), freeOf(raw[at + 1])];
    const threshold = raw[at + 2];
    const kept = rounding(raw);
    const { taken, cleared } = reset;
    const slope = surrogate.of;
    const next = (u: number, current: number, fired: number) => (beta * u + current) * (1 - cleared * fired) - taken * fired * threshold;
    return {
      step(before, x, after) {
        const current = alpha * before[1] + x;
        const u = kept(next(before[0], current, before[0] > threshold ? 1 : 0));
        after[0] = u;
        after[1] = current;
        return u > threshold ? 1 : 0;
      },
      adjoint(before, x, gradSpike, gradAfter, gradBefore, gradRaw) {
        const fired = before[0] > threshold ? 1 : 0;
        const gradShot = gradSpike * slope(next(before[0], alpha * before[1] + x, fired) - threshold);
        const gradU = gradAfter[0] + gradShot;
        const gradSum = gradU * (1 - cleared * fired);
        const gradCurrent = gradAfter[1] + gradSum;
        gradBefore[0] = beta * gradSum;
        gradBefore[1] = alpha * gradCurrent;
        gradRaw[0] += before[1] * gradCurrent * alphaFree;
        gradRaw[1] += before[0] * gradSum * betaFree;
        gradRaw[2] -= gradShot + taken * fired * gradU;
        return gradCurrent;
      },
    };
  },
}));
