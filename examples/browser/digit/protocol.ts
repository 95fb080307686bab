/** What the page and the worker of drawn digits say to each other. */
import type { Choice } from "../protocol.ts";

/** Takes the network of a safetensors file, or the one there is where none is given, on an adapter. */
export interface Load {
  readonly kind: "load";
  readonly network: { readonly file: string; readonly bytes: ArrayBuffer } | undefined;
  readonly adapter: Choice;
}

/** Asks for a drawing's class; what is asked for while another is under way takes the place of what waits. */
export interface Classify {
  readonly kind: "classify";
  readonly id: number;
  readonly pixels: Uint8Array;
}

export type ToWorker = Load | Classify;

/** A network is there. */
export interface Loaded {
  readonly kind: "loaded";
  readonly file: string;
  /** `784 – Linear 64 – UltraDLIF – Linear 10, 8 time steps, 8 epochs`. */
  readonly about: string;
  readonly adapter: string;
  readonly adapterKind: "hardware" | "software" | "cpu";
  readonly notice: string | undefined;
  readonly neurons: number;
  readonly synapses: number;
  readonly steps: number;
  readonly classes: number;
  /** Neurons of each layer. */
  readonly layers: readonly { readonly population: string; readonly neurons: number }[];
}

/** What a network makes of a drawing. */
export interface Answer {
  readonly kind: "answer";
  /** That of the question. */
  readonly id: number;
  /** Probability of each class: softmax of the mean over time of what the network outputs. */
  readonly hard: Float64Array;
  /** The same by the dense pass with soft spikes. */
  readonly soft: Float64Array;
  readonly best: number;
  /** Of each layer. */
  readonly spikes: readonly { readonly step: Uint32Array; readonly neuron: Uint32Array }[];
  readonly inputSpikes: number;
  readonly events: number;
  readonly ms: number;
}

export type FromWorker = Loaded | Answer | { readonly kind: "failed"; readonly message: string };
