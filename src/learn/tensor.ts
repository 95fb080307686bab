import { type Buffers, type Stage, scratch } from "../plan/program.ts";
import type { DenseNeuron } from "../twins/dense/neuron/model.ts";

/** A time-major tensor: (steps x batch x features), row by row. */
export interface Tensor {
  /** The buffer that holds it. */
  readonly name: string;
  /** 1 where every step has the same values and they are kept once. */
  readonly steps: number;
  readonly batch: number;
  /** What one example has in one step: `[784]`, or `[channels, rows, columns]`. */
  readonly shape: readonly number[];
  /** Product of `shape`. */
  readonly features: number;
  /** The buffer of its gradient, of the same layout; undefined where nothing before it learns. */
  readonly grad: string | undefined;
}

/** A part of the flat buffers `parameters` and `gradients`. */
export interface Parameter {
  /** PyTorch's name in the `state_dict` of a `Sequential`: "0.weight". */
  readonly name: string;
  readonly shape: readonly number[];
  /** First element in the flat buffers. */
  readonly at: number;
  readonly length: number;
  /** The name of each element, where they are a neuron's numbers: each is a tensor of its own to the outside ("1.log_eps"). */
  readonly fields?: readonly string[];
  /** Whether each element is learnt; undefined where all are. */
  readonly learnt?: readonly boolean[];
}

/** What a layer does, as stages. */
export interface Recorded {
  readonly forward: readonly Stage[];
  /** With hard thresholds; `forward` where that is the same. */
  readonly hard?: readonly Stage[];
  /** From the gradient of its output to those of its input and parameters, in the order they run. */
  readonly backward: readonly Stage[];
  /** The spikes of a layer of neurons: counted, and what a penalty on them is added to. */
  readonly spikes?: Tensor;
}

/** Neurons of UltraDLIF, which read each other. */
export interface RingNeuron {
  /** A value of `RingForm`. */
  readonly form: number;
  /** Whether beta is a parameter. */
  readonly ds: boolean;
}

/** A layer of neurons, as what becomes of a network when it is deployed needs to know it. */
export interface NeuronLayer {
  /** Place in the network. */
  readonly index: number;
  readonly neuron: DenseNeuron | RingNeuron;
  /** Its raw numbers. */
  readonly raw: Parameter;
  /** What reaches it in each step. */
  readonly input: Tensor;
  readonly spikes: Tensor;
  /** Its buffer of states after each step: states x steps x batch x neurons. */
  readonly states: string;
}

/** Sizes that all layers share. */
export interface RecordingSize {
  /** Time steps. */
  readonly steps: number;
  /** Examples that go through together. */
  readonly batch: number;
  /** Steps that a gradient goes back through; `steps` unless backpropagation is truncated. */
  readonly truncate: number;
}

export const PARAMETERS = "parameters";
export const GRADIENTS = "gradients";

/** Parameters begin at multiples of four elements. */
const ALIGN = 4;

/** What layers do, recorded forwards, to be played backwards. */
export class Recording {
  readonly buffers: Buffers = {};
  readonly parameters: Parameter[] = [];
  readonly neurons: NeuronLayer[] = [];
  private readonly values: Float32Array[] = [];
  private readonly recorded: Recorded[] = [];
  private next = 0;

  constructor(readonly size: RecordingSize) {}

  /** @param steps 1 for a tensor that is the same in every step */
  tensor(name: string, shape: readonly number[], steps: number, grad: boolean): Tensor {
    const features = shape.reduce((product, n) => product * n, 1);
    const { batch } = this.size;
    const buffer = this.buffer(name, steps * batch * features);
    return { name: buffer, steps, batch, shape, features, grad: grad ? this.buffer(`${name}.grad`, steps * batch * features) : undefined };
  }

  /** A buffer of floats, zero at the beginning. */
  buffer(name: string, length: number): string {
    this.buffers[name] = { type: "f32", length };
    return name;
  }

  /** As `scratch` of plan/program.ts. */
  scratch(name: string, length: number): string {
    return scratch(this.buffers, name, length);
  }

  /** Scratch for the slices of products: see `gradientProduct`. */
  readonly slices = (length: number): string => this.scratch("slices", length);

  parameter(name: string, shape: readonly number[], values: Float32Array, of?: Pick<Parameter, "fields" | "learnt">): Parameter {
    const parameter = { name, shape, at: this.next, length: values.length, ...of };
    this.next += ALIGN * Math.ceil(values.length / ALIGN);
    this.parameters.push(parameter);
    this.values.push(values);
    return parameter;
  }

  add(recorded: Recorded): void {
    this.recorded.push(recorded);
  }

  /** Outputs of the neuron layers, whose spikes are counted. */
  get spiking(): readonly Tensor[] {
    return this.recorded.flatMap(({ spikes }) => spikes ?? []);
  }

  /** Length of the flat buffers. */
  get length(): number {
    return this.next;
  }

  /** The flat buffer of parameters as they begin. */
  initial(): Float32Array {
    const flat = new Float32Array(this.next);
    this.parameters.forEach(({ at }, k) => {
      flat.set(this.values[k], at);
    });
    return flat;
  }

  forward(hard = false): readonly Stage[] {
    return this.recorded.flatMap((layer) => (hard && layer.hard) || layer.forward);
  }

  /** @param added what is added to the gradient of a layer's spikes once what follows it has been gone through */
  backward(added: (spikes: Tensor) => readonly Stage[] = () => []): readonly Stage[] {
    return this.recorded.toReversed().flatMap(({ backward, spikes }) => [...(spikes ? added(spikes) : []), ...backward]);
  }
}
