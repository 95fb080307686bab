import type { Parameter } from "../learn/tensor.ts";
import type { CellSite } from "./cell-site.ts";

/** What PyTorch's LSTMCell and GRUCell have: `gates` matrices and biases one below the other, of the inputs and of the states. */
interface GateParameters {
  /** gates units x inputs, and gates units x units. */
  readonly weightIn: Parameter;
  readonly weightBack: Parameter;
  readonly biasIn: Parameter;
  readonly biasBack: Parameter;
}

/** All drawn from U(-1/sqrt(units), 1/sqrt(units)). */
export function gateParameters({ recording, dice }: CellSite, gates: number, inputs: number, units: number): GateParameters {
  const rows = gates * units;
  const bound = 1 / Math.sqrt(units);
  const drawn = (name: string, shape: readonly number[], length: number) =>
    recording.parameter(`rnn_cell.${name}`, shape, dice.uniforms(length, bound));
  return {
    weightIn: drawn("weight_ih", [rows, inputs], rows * inputs),
    weightBack: drawn("weight_hh", [rows, units], rows * units),
    biasIn: drawn("bias_ih", [rows], rows),
    biasBack: drawn("bias_hh", [rows], rows),
  };
}
