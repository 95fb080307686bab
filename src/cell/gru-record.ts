import { type CellSite, GRAD_STATE, INPUTS, LIVE, type RecordedCell, STATES } from "./cell-site.ts";
import type { GruSpec } from "./cell-spec.ts";
import { gateParameters } from "./gate-parameters.ts";
import { gruBackward } from "./kernels/gru_backward.ts";
import { gruStep } from "./kernels/gru_step.ts";
import { StepMap } from "./step-map.ts";
import { downwards, upwards } from "./steps.ts";

/**
 * PyTorch's GRUCell over a sequence: r, z = sigmoid(W_i x + b_i + W_h h + b_h), n = tanh(W_in x + b_in + r (W_hn h + b_hn)),
 * h' = (1 - z) n + z h.
 */
export function recordGru({ inputs, units }: GruSpec, site: CellSite): RecordedCell {
  const { recording } = site;
  const { steps, batch } = recording.size;
  const [sums, recurrent, gates] = ["sums", "recurrent", "gates"].map((name) => recording.buffer(name, steps * batch * 3 * units));
  const own = gateParameters(site, 3, inputs, units);
  const into = new StepMap("GRU, inputs", recording, own.weightIn, own.biasIn, { name: INPUTS, lead: 0 }, sums);
  const back = new StepMap("GRU, states", recording, own.weightBack, own.biasBack, { name: STATES, lead: 0 }, recurrent);
  const shape = (step: number) => ({ batch, units, step });
  return {
    forward: [
      into.whole(),
      ...upwards(steps).flatMap((t) => [
        back.step(t, false),
        gruStep(`GRU, step ${t}`, shape(t), { live: LIVE, sums, recurrent, states: STATES, gates }),
      ]),
    ],
    backward: [
      ...downwards(steps).flatMap((t) => [
        gruBackward(`GRU, step ${t}, backward`, shape(t), { live: LIVE, gates, states: STATES, grad_state: GRAD_STATE, sums, recurrent }),
        ...(t > 0 ? [back.back(t, GRAD_STATE, true)] : []),
      ]),
      ...into.learn(),
      ...back.learn(),
    ],
  };
}
