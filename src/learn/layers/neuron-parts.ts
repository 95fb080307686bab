import type { Stage } from "../../plan/program.ts";
import type { DenseNeuron } from "../../twins/dense/neuron/model.ts";
import type { Tensor } from "../tensor.ts";

/** A layer of neurons being recorded: its buffers, and what its dispatches have in common. */
export interface NeuronParts {
  readonly label: string;
  readonly neuron: DenseNeuron;
  readonly input: Tensor;
  readonly spikes: Tensor;
  readonly states: string;
  readonly carried: string;
  readonly partials: string;
  readonly sizes: { readonly total: number; readonly units: number; readonly parameters_at: number };
  readonly back: { readonly truncate: number; readonly on_state: number; readonly groups: number; readonly summed: number };
}

/** The steps of a layer. */
export interface NeuronSteps {
  forward(hard: number): readonly Stage[];
  readonly backward: readonly Stage[];
}
