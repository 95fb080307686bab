import type { Stage } from "../plan/program.ts";
import { type CellSite, GRAD_STATE, INPUTS, LIVE, type RecordedCell, STATES } from "./cell-site.ts";
import type { LstmSpec } from "./cell-spec.ts";
import { gateParameters } from "./gate-parameters.ts";
import { lstmBackward } from "./kernels/lstm_backward.ts";
import { lstmStep } from "./kernels/lstm_step.ts";
import { StepMap } from "./step-map.ts";
import { downwards, upwards } from "./steps.ts";

/** Buffers of an LSTM's element-wise part. */
interface LstmBuffers {
  /** steps x batch x 4 units. */
  readonly sums: string;
  /** (1 + steps) x batch x units: what comes out. */
  readonly out: string;
  /** batch x units: the gradient of what comes out of the step that has been got to. */
  readonly gradOut: string;
}

/** The element-wise part of an LSTM, step by step. */
export function lstmSteps({ recording }: CellSite, units: number, { sums, out, gradOut }: LstmBuffers) {
  const { steps, batch } = recording.size;
  const cells = recording.buffer("cells", (1 + steps) * batch * units);
  const gradCell = recording.buffer("cells.grad", batch * units);
  const gates = recording.buffer("gates", steps * batch * 4 * units);
  return {
    forward: (t: number): Stage => lstmStep(`LSTM, step ${t}`, { batch, units, step: t }, { live: LIVE, sums, cells, states: out, gates }),
    backward: (t: number): Stage =>
      lstmBackward(
        `LSTM, step ${t}, backward`,
        { batch, units, step: t, last: t === steps - 1 ? 1 : 0 },
        { live: LIVE, gates, cells, grad_cell: gradCell, grad_state: gradOut, sums },
      ),
  };
}

/** PyTorch's LSTMCell over a sequence: i, f, g, o = W_ih x + b_ih + W_hh h + b_hh. */
export function recordLstm({ inputs, units }: LstmSpec, site: CellSite): RecordedCell {
  const { recording } = site;
  const { steps, batch } = recording.size;
  const sums = recording.buffer("sums", steps * batch * 4 * units);
  const own = gateParameters(site, 4, inputs, units);
  const into = new StepMap("LSTM, inputs", recording, own.weightIn, own.biasIn, { name: INPUTS, lead: 0 }, sums);
  const back = new StepMap("LSTM, states", recording, own.weightBack, own.biasBack, { name: STATES, lead: 0 }, sums);
  const each = lstmSteps(site, units, { sums, out: STATES, gradOut: GRAD_STATE });
  return {
    forward: [into.whole(), ...upwards(steps).flatMap((t) => [back.step(t, true), each.forward(t)])],
    backward: [
      ...downwards(steps).flatMap((t) => [each.backward(t), ...(t > 0 ? [back.back(t, GRAD_STATE, true)] : [])]),
      ...into.learn(),
      ...back.learn(),
    ],
  };
}
