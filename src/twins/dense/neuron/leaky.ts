import text from "../../../../shaders/dense/neuron/leaky.wgsl";
import { eachFiring } from "./firing.ts";
import { rounding, woven } from "./model.ts";

/** Twin of shaders/dense/neuron/leaky.wgsl with a reset and a surrogate. State: U. Raw: beta, threshold. */
export const leaky = eachFiring((reset, surrogate) => ({
  wgsl: woven(reset.wgsl, surrogate.wgsl, text),
  states: 1,
  raws: 2,
  cell(raw, at) {
    const beta = Math.min(1, Math.max(0, raw[at]));
    const free = Number(raw[at] >= 0 && raw[at] <= 1);
    const threshold = raw[at + 1];
    const kept = rounding(raw);
    const { taken, cleared } = reset;
    const slope = surrogate.of;
    const next = (u: number, x: number, fired: number) => (beta * u + x) * (1 - cleared * fired) - taken * fired * threshold;
    return {
      step(before, x, after) {
        const u = kept(next(before[0], x, before[0] > threshold ? 1 : 0));
        after[0] = u;
        return u > threshold ? 1 : 0;
      },
      adjoint(before, x, gradSpike, gradAfter, gradBefore, gradRaw) {
        const fired = before[0] > threshold ? 1 : 0;
        const gradShot = gradSpike * slope(next(before[0], x, fired) - threshold);
        const gradU = gradAfter[0] + gradShot;
        const gradSum = gradU * (1 - cleared * fired);
        gradBefore[0] = beta * gradSum;
        gradRaw[0] += before[0] * gradSum * free;
        gradRaw[1] -= gradShot + taken * fired * gradU;
        return gradSum;
      },
    };
  },
}));
