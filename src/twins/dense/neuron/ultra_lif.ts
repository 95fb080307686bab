import wgsl from "../../../../shaders/dense/neuron/ultra_lif.wgsl";
import wgslDs from "../../../../shaders/dense/neuron/ultra_lif_ds.wgsl";
import type { ShaderSource } from "../../../gpu/source.ts";
import { logistic, lse2, sigmoid, soft } from "../../lib/lse.ts";
import { bounded, LOG_BETA_MAX, LOG_BETA_MIN, LOG_EPS_MAX, LOG_EPS_MIN } from "../../lib/ultra.ts";
import { type DenseNeuron, emitted } from "./model.ts";

function ultraLif(wgsl: ShaderSource, ownBeta: boolean): DenseNeuron {
  return {
    wgsl,
    states: 1,
    raws: ownBeta ? 3 : 2,
    cell(raw, at, hard) {
      const logTau = raw[at];
      const { value: eps, free } = bounded(raw[at + 1], LOG_EPS_MIN, LOG_EPS_MAX);
      const beta = bounded(raw[at + (ownBeta ? 2 : 1)], LOG_BETA_MIN, LOG_BETA_MAX);
      const steep = ownBeta ? beta.value : 1 / eps;
      const u = soft();
      const shot = { s: 0, rest: 0 };
      return {
        step(before, x, after) {
          lse2(before[0] + logTau, x, eps, u);
          const spike = emitted(sigmoid(steep * u.value), hard);
          after[0] = u.value * (1 - spike);
          return spike;
        },
        adjoint(before, x, gradSpike, gradAfter, gradBefore, gradRaw) {
          lse2(before[0] + logTau, x, eps, u);
          const v = u.value;
          logistic(steep * v, shot);
          const gradDriving = (gradSpike - gradAfter[0] * v) * shot.s * shot.rest * steep;
          const gradV = gradAfter[0] * shot.rest + gradDriving;
          gradBefore[0] = gradV * u.share[0];
          gradRaw[0] += gradBefore[0];
          gradRaw[1] += (gradV * eps * u.entropy - (ownBeta ? 0 : gradDriving * v)) * free;
          if (ownBeta) gradRaw[2] += gradDriving * v * beta.free;
          return gradV * u.share[1];
        },
      };
    },
  };
}

/** Twin of shaders/dense/neuron/ultra_lif.wgsl. State: V after the reset. Raw: log tau, log eps. */
export const ultra_lif = ultraLif(wgsl, false);

/** Twin of shaders/dense/neuron/ultra_lif_ds.wgsl. Raw: log tau, log eps, log beta. */
export const ultra_lif_ds = ultraLif(wgslDs, true);
