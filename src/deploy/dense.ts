import { packed } from "../learn/data.ts";
import { encode, encodedSteps, levelsOf } from "../learn/encoders.ts";
import type { TrainedModel } from "../learn/model.ts";
import { record } from "../learn/network.ts";
import { given, inOrder } from "../learn/sequences.ts";
import { GRADIENTS, type NeuronLayer, PARAMETERS, type Tensor } from "../learn/tensor.ts";
import type { Program, ProgramExecutor } from "../plan/program.ts";
import { executeProgram } from "../plan/program-target.ts";
import type { AdapterChoice } from "../plan/target.ts";
import type { DenseNeuron } from "../twins/dense/neuron/model.ts";
import { CLOCK_WORDS, Clock } from "../twins/lib/batch.ts";
import { lse3, sigmoid, soft } from "../twins/lib/lse.ts";
import { ringOf } from "../twins/lib/ring.ts";

/** Dense forward passes of a trained network over images, a batch at a time: what the encoder makes of them, and what each layer does. */
export class DensePasses {
  private constructor(
    private readonly executor: ProgramExecutor,
    private readonly model: TrainedModel,
    /** Images together; the last batch may have fewer. */
    readonly batch: number,
    readonly count: number,
    private readonly input: Tensor,
    private readonly neurons: readonly NeuronLayer[],
    private readonly votes: Tensor,
  ) {}

  /**
   * @param pixels bytes, image by image
   * @param batch images that go through together
   * @throws InputError, NoAdapterError
   */
  static async create(model: TrainedModel, pixels: Uint8Array, batch: number, adapter: AdapterChoice): Promise<DensePasses> {
    const { network, steps, encoder, seed, parameters } = model;
    const { recording, input, votes } = record(network, { steps, batch, truncate: steps }, encodedSteps(encoder, steps), seed);
    const count = pixels.length / input.features;
    const program: Program = {
      buffers: {
        ...recording.buffers,
        [PARAMETERS]: given(parameters.slice()),
        [GRADIENTS]: { type: "f32", length: 1 },
        clock: given(new Uint32Array(CLOCK_WORDS)),
        levels: given(levelsOf(encoder, steps)),
        "test.pixels": given(packed(pixels)),
        "test.order": given(inOrder(count)),
      },
      sequences: {
        encode: [encode(encoder, "test", { whole: batch, batch, first: 0 }, seed, input)],
        soft: recording.forward(false),
        hard: recording.forward(true),
      },
    };
    return new DensePasses(await executeProgram(program, adapter), model, batch, count, input, recording.neurons, votes);
  }

  get adapter(): string {
    return this.executor.adapter;
  }

  get batches(): number {
    return Math.ceil(this.count / this.batch);
  }

  /** Takes other images, of the same number, from now on. */
  show(pixels: Uint8Array): void {
    this.executor.write("test.pixels", packed(pixels));
  }

  /** Encodes batch `k`, as an evaluation after the model's last epoch does; returns steps (or 1) x batch x features. */
  async encode(k: number): Promise<Float32Array> {
    const clock = new Uint32Array(CLOCK_WORDS);
    clock[Clock.cursor] = k;
    clock[Clock.epoch] = this.model.epoch;
    clock[Clock.examples] = this.count;
    this.executor.write("clock", clock);
    await this.executor.run("encode");
    return this.executor.read(this.input.name, "f32");
  }

  /** Takes the encoded batch through the network; returns for each of its images the scores of the classes, those of one image together. */
  async scores(hard: boolean): Promise<Float64Array> {
    await this.executor.run(hard ? "hard" : "soft");
    const { name, steps, batch, features } = this.votes;
    const votes = await this.executor.read(name, "f32");
    const scores = new Float64Array(batch * features);
    for (let t = 0; t < steps; t++) for (let k = 0; k < scores.length; k++) scores[k] += votes[t * scores.length + k];
    return scores;
  }

  /** Spikes of each layer of neurons in the last pass: steps x batch x neurons. */
  spikes(): Promise<Float32Array[]> {
    return Promise.all(this.neurons.map(({ spikes }) => this.executor.read(spikes.name, "f32")));
  }

  /**
   * How near to a tie a neuron's spike was decided in the last pass, which had hard thresholds: the change of its input (for a ring also of its
   * neighbours') that turns the decision, to a factor of 2; infinite where none up to 16 does.
   */
  async margin(layer: number, image: number, step: number, neuron: number): Promise<number> {
    const { raw, input, states, spikes, neuron: kind } = this.neurons[layer];
    const inputs = await this.executor.read(input.name, "f32");
    const after = await this.executor.read(states, "f32");
    const { batch, steps } = spikes;
    const size = spikes.features;
    const near = "form" in kind ? [neuron - 1, neuron, neuron + 1].map((i) => (i + size) % size) : [neuron];
    const x = near.map((i) => inputs[((input.steps === 1 ? 0 : step) * batch + image) * size + i]);
    const planes = "form" in kind ? 1 : kind.states;
    const before = near.map((i) =>
      Float64Array.from({ length: planes }, (_, k) => (step > 0 ? after[((k * steps + step - 1) * batch + image) * size + i] : 0)),
    );
    const raws = this.model.parameters.subarray(raw.at, raw.at + raw.length);
    const spike = "form" in kind ? ringSpike(raws, kind.ds, before, x) : neuronSpike(kind, raws, before[0], x[0]);
    const own = spike(0);
    for (let by = 2 ** -40; by <= 16; by *= 2) if (spike(by) !== own || spike(-by) !== own) return by;
    return Infinity;
  }

  destroy(): void {
    this.executor.destroy();
  }
}

/** The spike of a neuron whose input is changed. */
type Shifted = (by: number) => number;

function neuronSpike(neuron: DenseNeuron, raws: Float32Array, before: Float64Array, x: number): Shifted {
  const cell = neuron.cell(raws, 0, true);
  const after = new Float64Array(neuron.states);
  return (by) => cell.step(before, x + by, after);
}

function ringSpike(raws: Float32Array, ds: boolean, before: readonly Float64Array[], x: readonly number[]): Shifted {
  const { tau, eps, steep } = ringOf(raws, 0, ds);
  const u = soft();
  return (by) => {
    const [left, own, right] = before.map(([v], k) => tau * v + x[k] + by);
    lse3(left, own, right, eps.value, u);
    return Number(sigmoid(steep * u.value) > 0.5);
  };
}
