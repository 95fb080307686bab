import { RunawayStateError } from "../errors.ts";
import type { ResolvedNetwork } from "../network/resolved.ts";
import type { Batch } from "../plan/executor.ts";

/** The earliest fault the kernels noted in a submit: a neuron whose first state field left the finite range. */
export function faultOf(network: ResolvedNetwork, { control }: Batch): RunawayStateError | undefined {
  let worst: RunawayStateError | undefined;
  network.populations.forEach(({ name, model }, p) => {
    const step = control[1 + p];
    if (step === 0xffffffff || (worst && worst.step <= step)) return;
    const detail = `${model.stateFields[0]} of a neuron is not finite or beyond 2^20; lower dt, weights or inputs`;
    worst = new RunawayStateError(name, step, detail);
  });
  return worst;
}
