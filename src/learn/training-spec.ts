import type { EncoderSpec } from "./encoders.ts";
import type { LayerSpec } from "./layers/index.ts";
import type { LossSpec } from "./losses.ts";
import type { LossPass, TrainingSettings } from "./training.ts";

/** Everything that a training's results hang on, as data. */
export interface TrainingSpec extends TrainingSettings {
  readonly network: NetworkSpec;
  /** Time steps of an example. */
  readonly steps: number;
  /** Steps that a neuron's gradient goes back through, at most `steps`: it is cut between steps t - 1 and t where t is a multiple. Default `steps`. */
  readonly truncate?: number;
  readonly encoder: EncoderSpec;
  readonly loss: LossSpec;
  /**
   * Weight of a penalty on spikes, added to the loss: it times the mean, over the hidden layers of neurons, of each one's mean spike over
   * steps, examples and neurons (arXiv 2602.11206: lambda, 0.1 there). The last layer is not hidden. Default 0.
   */
  readonly sparsity?: number;
}

/** What a pass over labelled examples came to. */
export interface Pass extends LossPass {
  /** Of the sparsity penalty, mean over the examples: the loss and it together are what training makes small. */
  readonly penalty: number;
  /** Share of examples whose largest output is the label's. */
  readonly accuracy: number;
  /** Of each layer of neurons: mean spikes a neuron and step. */
  readonly rates: readonly number[];
}

/** A network that learns, as data. */
export interface NetworkSpec {
  /** What one example has in one step: `[784]`, or `[channels, rows, columns]`. */
  readonly input: readonly number[];
  readonly layers: readonly LayerSpec[];
}
