import { InputError } from "../errors.ts";
import { given, inOrder } from "../learn/sequences.ts";
import { PARAMETERS, type Parameter } from "../learn/tensor.ts";
import type { ProgramExecutor } from "../plan/program.ts";
import { executeProgram } from "../plan/program-target.ts";
import type { AdapterChoice } from "../plan/target.ts";
import { Turns } from "../plan/turns.ts";
import { CLOCK_WORDS, Clock } from "../twins/lib/batch.ts";
import { checkFloats, checkNormalisation, checkSizes } from "./check.ts";
import { denormalised, type Normalisation, normalised, placesOf } from "./data.ts";
import { recordFno } from "./record.ts";
import { sizedFno } from "./sized.ts";
import { checkFno, type FnoSpec, wholeFno } from "./spec.ts";
import { weightShape } from "./spectral-conv-weights.ts";

export interface FnoOptions {
  /** Points along each axis, the slowest first; other ones than it learnt at are welcome. */
  readonly sizes: readonly number[];
  /** Fields that go through together; default 1. */
  readonly batch?: number;
  /** As it learnt with; default none. */
  readonly normalisation?: Normalisation;
  /** Default "auto". */
  readonly adapter?: AdapterChoice;
}

/** A Fourier neural operator that answers, for fields of one size. One call at a time: await each before the next. */
export class FNO {
  private readonly turns = new Turns("the operator");

  private constructor(
    readonly spec: FnoSpec,
    readonly sizes: readonly number[],
    private readonly batch: number,
    private readonly normalisation: Normalisation | undefined,
    private readonly output: string,
    readonly executor: ProgramExecutor,
  ) {}

  /**
   * @param parameters the flat buffer: `Trainer.state()` of a training has it, and `decodeNeuralOperator` makes it of neuraloperator's weights
   * @throws InputError naming what of model, sizes, batch, parameters or normalisation cannot be; NoAdapterError, DeviceError
   */
  static async create(spec: FnoSpec, parameters: Float32Array, options: FnoOptions): Promise<FNO> {
    const { sizes, batch = 1, normalisation, adapter = "auto" } = options;
    checkFno(spec);
    checkSizes("sizes", sizes, spec);
    if (!(Number.isSafeInteger(batch) && batch >= 1)) throw new InputError("batch", batch, "a whole number, 1 or more");
    checkFloats("parameters", parameters);
    if (normalisation) checkNormalisation(normalisation, spec);
    const recorded = recordFno(spec, { sizes, batch, coarse: true });
    const { length } = recorded.recording;
    if (parameters.length !== length)
      throw new InputError("parameters", parameters, `this model has ${length}; take those of the same model`);
    const sized = sizedFno(recorded, spec.in_channels, "", false);
    const buffers = {
      ...sized.buffers,
      [PARAMETERS]: given(parameters.slice()),
      "fields.inputs": { type: "f32", length: batch * placesOf(sizes) * spec.in_channels } as const,
      "fields.order": given(inOrder(batch)),
      clock: given(new Uint32Array(CLOCK_WORDS)),
    };
    const sequences = { forward: sized.through("fields", { whole: batch, batch, first: 0 }) };
    return new FNO(spec, sizes, batch, normalisation, sized.output.name, await executeProgram({ buffers, sequences }, adapter));
  }

  /**
   * What the operator makes of fields.
   * @param inputs any number of fields: n x ...sizes x in_channels, the channels of a place being neighbours
   * @returns n x ...sizes x out_channels
   * @throws InputError where `inputs` is not whole fields; GalvaniError before an earlier call is done
   */
  async forward(inputs: Float32Array): Promise<Float32Array> {
    const { spec, normalisation } = this;
    checkFloats("inputs", inputs);
    const taken = placesOf(this.sizes) * spec.in_channels;
    if (inputs.length % taken !== 0) throw new InputError("inputs", inputs, `whole fields of ${taken} numbers`);
    const outputs = await this.turns.take(() => this.answers(normalisation ? normalised(inputs, normalisation.inputs) : inputs));
    return normalisation ? denormalised(outputs, normalisation.outputs) : outputs;
  }

  destroy(): void {
    this.executor.destroy();
  }

  /** @param fields as the network takes them */
  private async answers(fields: Float32Array): Promise<Float32Array> {
    const { spec, batch, executor } = this;
    const places = placesOf(this.sizes);
    const [taken, made] = [places * spec.in_channels, places * spec.out_channels];
    const count = fields.length / taken;
    const outputs = new Float32Array(count * made);
    for (let done = 0; done < count; done += batch) {
      const now = Math.min(batch, count - done);
      const clock = new Uint32Array(CLOCK_WORDS);
      clock[Clock.examples] = now;
      executor.write("clock", clock);
      executor.write("fields.inputs", fields.subarray(done * taken, (done + now) * taken));
      await executor.run("forward");
      outputs.set((await executor.read(this.output, "f32")).subarray(0, now * made), done * made);
    }
    return outputs;
  }
}

/**
 * Where an operator's parameters lie in the flat buffer, under the names and of the shapes of neuraloperator's `state_dict`. All lie in its
 * order but "NAME.weight.tensor", whose numbers lie as (modes x 2 x in x out).
 * @throws InputError as `checkFno`
 */
export function parametersOfFno(spec: FnoSpec): readonly Parameter[] {
  const { hidden_channels: channels } = wholeFno(spec);
  const { recording } = recordFno(spec, { sizes: spec.n_modes, batch: 1 });
  const weight = weightShape({ n_modes: spec.n_modes, in_channels: channels, out_channels: channels }, "model");
  const bias = [channels, ...spec.n_modes.map(() => 1)];
  return recording.parameters.map((parameter) => {
    if (!parameter.name.startsWith("fno_blocks.convs.")) return parameter;
    return { ...parameter, shape: parameter.name.endsWith(".bias") ? bias : weight };
  });
}
