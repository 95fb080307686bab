import { InputError } from "../errors.ts";
import { Dice } from "../learn/dice.ts";
import { PARAMETERS, Recording, type Tensor } from "../learn/tensor.ts";
import { refuseOthers } from "../network/names.ts";
import type { ProgramExecutor } from "../plan/program.ts";
import { executeProgram } from "../plan/program-target.ts";
import type { AdapterChoice } from "../plan/target.ts";
import { Turns } from "../plan/turns.ts";
import { Stream, streamOf } from "../twins/lib/philox.ts";
import { checkFloats } from "./check.ts";
import { spectralConv } from "./spectral-conv-record.ts";
import { type SpectralConvSpec, spectralConvKeys } from "./spectral-conv-spec.ts";
import { fromNeuralOperator } from "./spectral-conv-weights.ts";

/** Names its parameters and what errors speak of. */
const NAME = "conv";

/** A spectral convolution on its own, ready to run on an adapter: neuraloperator's `SpectralConv` without a network around it. One call at a time: await each before the next. */
export class SpectralConv {
  private readonly turns = new Turns("the convolution");

  private constructor(
    private readonly spec: SpectralConvSpec,
    private readonly executor: ProgramExecutor,
    private readonly recording: Recording,
    private readonly input: Tensor,
    private readonly output: Tensor,
  ) {}

  /**
   * Weights begin random, as neuraloperator draws them: the same each time. See `setWeights`.
   * @param sizes points of a field along each axis, the slowest first
   * @param batch fields that go through together; default 1
   * @param adapter default "auto": a hardware GPU, else the cpu
   * @throws InputError for unknown keys, more modes than a field of these sizes has, sizes and channels that are none; NoAdapterError
   */
  static async create(spec: SpectralConvSpec, sizes: readonly number[], batch = 1, adapter: AdapterChoice = "auto"): Promise<SpectralConv> {
    refuseOthers(NAME, spec, Object.keys(spectralConvKeys));
    for (const [place, value] of [...sizes.map((size, d) => [`sizes[${d}]`, size] as const), ["batch", batch] as const])
      if (!(Number.isSafeInteger(value) && value >= 1)) throw new InputError(place, value, "a whole number of 1 or more");
    const recording = new Recording({ steps: 1, batch, truncate: 1 });
    const input = recording.tensor("input", [...sizes, spec.in_channels], 1, false);
    const dice = new Dice(0, streamOf(Stream.layers, 0));
    const output = spectralConv(spec, input, { name: NAME, recording, dice });
    const sequences = { forward: recording.forward() };
    const used = new Set(sequences.forward.flatMap(({ bindings }) => Object.values(bindings)));
    const kept = Object.entries(recording.buffers).filter(([name]) => used.has(name));
    const parameters = { type: "f32" as const, length: recording.length, data: recording.initial() };
    const program = { buffers: { ...Object.fromEntries(kept), [PARAMETERS]: parameters }, sequences };
    return new SpectralConv(spec, await executeProgram(program, adapter), recording, input, output);
  }

  /** Adapter as shown to people. */
  get adapter(): string {
    return this.executor.adapter;
  }

  /** (batch x ...sizes x out_channels) of what `forward` gives: other sizes than those that go in where the convolution scales. */
  get shape(): readonly number[] {
    return [this.output.batch, ...this.output.shape];
  }

  /**
   * @param fields (batch x ...sizes x in_channels), channels last
   * @returns (batch x ...output sizes x out_channels)
   * @throws InputError if there are not as many numbers; GalvaniError before an earlier call is done
   */
  async forward(fields: Float32Array): Promise<Float32Array> {
    const { batch, shape, features, name } = this.input;
    checkFloats("fields", fields);
    if (fields.length !== batch * features)
      throw new InputError("fields", fields, `${batch} x ${shape.join(" x ")} numbers, ${batch * features} in all: channels last`);
    return this.turns.take(async () => {
      this.executor.write(name, fields);
      await this.executor.run("forward");
      return this.executor.read(this.output.name, "f32");
    });
  }

  /**
   * Replaces the weights, and the bias where there is one.
   * @param weight neuraloperator's `weight.tensor`: (in x out x ...modes x 2), of a separable convolution (channels x ...modes x 2); modes as
   * `max_n_modes` or else `n_modes` has them, of the last axis floor(m/2) + 1; real and imaginary part last
   * @param bias neuraloperator's `bias`: a number a channel that goes out
   * @throws InputError for another number of numbers, and for a bias that is missing or has no place
   */
  setWeights(weight: Float32Array, bias?: Float32Array): void {
    const { bias: biased = true, out_channels } = this.spec;
    if ((bias?.length ?? 0) !== (biased ? out_channels : 0))
      throw new InputError(
        `${NAME}.bias`,
        bias,
        biased ? `${out_channels} numbers, one a channel` : "this convolution has none; leave it out",
      );
    if (bias) checkFloats(`${NAME}.bias`, bias);
    const flat = fromNeuralOperator(this.spec, weight, NAME);
    for (const { name, at } of this.recording.parameters)
      this.executor.write(PARAMETERS, name === `${NAME}.bias` ? (bias as Float32Array) : flat, at);
  }

  /** Gives its buffers, and its device, back. */
  destroy(): void {
    this.executor.destroy();
  }
}
