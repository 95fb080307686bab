/** Training a piecewise-linear recurrent network to reconstruct a dynamical system from one observed series, with teacher forcing. */
import { InputError } from "../errors.ts";
import { squareSums } from "../learn/kernels/square_sums.ts";
import { optimiserOf } from "../learn/optimisers.ts";
import { buffersOf, given, sequencesOf } from "../learn/sequences.ts";
import type { StateDict } from "../learn/state-dict.ts";
import { GRADIENTS, PARAMETERS } from "../learn/tensor.ts";
import { Trainer } from "../learn/trainer.ts";
import { type EpochFrame, inParts, type Learning, type LossPass, TRAIN, type Training } from "../learn/training.ts";
import type { Buffers, Stage } from "../plan/program.ts";
import type { AdapterChoice } from "../plan/target.ts";
import { SQUARE_SUMS } from "../twins/dense/square_sums.ts";
import type { BatchPart } from "../twins/lib/batch.ts";
import { keyOf, Stream, streamOf } from "../twins/lib/philox.ts";
import { forcingStrength } from "./kernels/forcing_strength.ts";
import { gradientRecord } from "./kernels/gradient_record.ts";
import { jacobianNorms } from "./kernels/jacobian_norms.ts";
import { reconstructionError } from "./kernels/reconstruction_error.ts";
import { sequenceWindows } from "./kernels/sequence_windows.ts";
import { type Places, recordPlrnn } from "./plrnn-record.ts";
import { firstWeights } from "./plrnn-spec.ts";
import { checkReconstruction, type Series } from "./reconstruction-check.ts";
import type { ReconstructionSpec } from "./reconstruction-spec.ts";

/**
 * The settings of an adaptive alpha, the authors': in every fifth batch it goes up at once to 1 - 1/N, or down to it by a thousandth of the
 * way; N is the largest, over the batch's sequences, geometric mean of the Jacobians' spectral norms at what was observed.
 */
const ADAPTIVE = { every: 5, decay: 0.999 };
/** Units and hidden units that the kernel of the Jacobians' norms has room for. */
const MOST_JACOBIAN = { units: 48, hidden: 1024 };

/** What an epoch came to. */
export interface ReconstructionRecord extends EpochFrame {
  /** Mean square of what observed units miss, over batches, steps and units. */
  readonly train_loss: number;
}

/** Training on one series. There are no tests: attractors are compared, see src/analysis. */
interface Reconstruction extends Learning {
  readonly spec: ReconstructionSpec;
  readonly pass: LossPass;
  readonly test: never;
  readonly record: ReconstructionRecord;
}

export type ReconstructionTrainer = Trainer<Reconstruction>;

/** @throws InputError for a spec or series that cannot be trained with; NoAdapterError, DeviceError */
export async function reconstructionTrainer(
  spec: ReconstructionSpec,
  series: Series,
  adapter: AdapterChoice = "auto",
): Promise<ReconstructionTrainer> {
  return Trainer.of<Reconstruction>(spec, compileReconstruction(spec, series), adapter);
}

/** The weights as they are now. */
export async function trainedWeights({ executor, training }: ReconstructionTrainer): Promise<StateDict> {
  const flat = await executor.read(PARAMETERS, "f32");
  const entries = training.recording.parameters.map(({ name, shape, at, length }) => [name, { shape, data: flat.slice(at, at + length) }]);
  return Object.fromEntries(entries);
}

/** Of each batch of the last epoch: the norm of all gradients together, and the strength of the forcing. */
export async function gradientNorms({
  executor,
  spec,
}: ReconstructionTrainer): Promise<{ readonly norms: Float32Array; readonly strengths: Float32Array }> {
  const kept = await executor.read("kept", "f32");
  const column = (k: number) => Float32Array.from({ length: spec.batches }, (_, batch) => kept[2 * batch + k]);
  return { norms: column(0), strengths: column(1) };
}

/** Makes the program of a training: a sequence for a batch. @throws InputError as `reconstructionTrainer` */
export function compileReconstruction(spec: ReconstructionSpec, series: Series): Training<Reconstruction> {
  checkReconstruction(spec, series);
  return inParts(spec, (parts) => compileParts(spec, series, parts));
}

function compileParts(spec: ReconstructionSpec, series: Series, parts: number): Training<Reconstruction> {
  const { model, steps, batch: whole, batches, seed, forcing } = spec;
  const batch = whole / parts;
  const every = forcing.forcing === "sparse" ? forcing.every : 1;
  const { recording, at, states } = recordPlrnn(model, { steps, batch }, firstWeights(model, seed), { every });
  const optimiser = optimiserOf(spec.optimiser, recording);
  const adapting = adaptation(spec, at, parts);
  const { units, observed } = model;
  const error = { signals: "signals", states: states.name, grad_states: states.grad as string, losses: "losses" };
  const through = (part: BatchPart) => [
    windows(spec, series, part),
    ...adapting.stages,
    ...recording.forward(),
    reconstructionError("error", { steps, units, observed, ...part }, error),
  ];
  const back = (part: BatchPart) => [...recording.backward(), ...(part.first + part.batch === whole ? notes(recording.length) : [])];
  const examples = batches * whole;
  const sequences = sequencesOf({ batch: whole, parts, optimiser, layers: 0, through: { [TRAIN]: through }, back });
  const alpha = forcing.forcing === "sparse" || forcing.alpha === "adaptive" ? 1 : forcing.alpha;
  const buffers: Buffers = {
    ...buffersOf(whole, [examples], recording, optimiser),
    ...adapting.buffers,
    series: given(series.values),
    strength: given(Float32Array.of(alpha)),
    squares_of_all: { type: "f32", length: SQUARE_SUMS },
    kept: { type: "f32", length: 2 * batches },
  };
  const outputs = [{ label: "states", name: states.name }];
  return {
    ...{ program: { buffers, sequences }, recording, optimiser, parts, tests: [] },
    passes: { [TRAIN]: { examples, work: 3 * steps, over: "", outputs } },
    passOf: (test) => {
      throw new InputError("test", test, "a reconstruction has no test sets; compare attractors instead");
    },
    resultOf: ({ loss, examples, losses }) => ({ loss, examples, losses }),
    recordOf: (frame, { loss }) => ({ ...frame, train_loss: loss }),
  };
}

function windows({ steps, seed }: ReconstructionSpec, { values, columns }: Series, part: BatchPart): Stage {
  const [key0, key1] = keyOf(seed);
  const rows = steps + 1;
  const starts = values.length / columns - steps;
  const stream = streamOf(Stream.sequences, 0);
  const shape = { ...part, rows, columns, starts, key0: key0 >>> 0, key1: key1 >>> 0, stream };
  return sequenceWindows("windows", shape, { clock: "clock", series: "series", windows: "signals" });
}

/** What an adaptive alpha needs before a batch goes through. */
function adaptation(
  { model, forcing, steps, batch }: ReconstructionSpec,
  at: Places,
  parts: number,
): { stages: Stage[]; buffers: Buffers } {
  if (forcing.forcing === "sparse" || forcing.alpha !== "adaptive") return { stages: [], buffers: {} };
  if (model.cell !== "shallow_plrnn") throw new InputError("forcing.alpha", "adaptive", "is there for shallow_plrnn; give a number");
  if (parts > 1) throw new InputError("parts", parts, "an adaptive alpha looks at the whole batch; leave it at 1");
  const { units, hidden, observed, clipped = true } = model;
  for (const [name, size] of Object.entries({ units, hidden })) {
    const most = MOST_JACOBIAN[name as keyof typeof MOST_JACOBIAN];
    if (size > most) throw new InputError(`model.${name}`, size, `${most} at most with an adaptive alpha; give alpha as a number`);
  }
  const places = { a_at: at.A, w1_at: at.W1, w2_at: at.W2, h2_at: at.h2 };
  const shape = { steps, batch, units, hidden, observed, every: ADAPTIVE.every, clipped: clipped ? 1 : 0, ...places };
  return {
    stages: [
      jacobianNorms("norms of jacobians", shape, { clock: "clock", parameters: PARAMETERS, signals: "signals", norms: "norms" }),
      forcingStrength("alpha", { steps, batch, ...ADAPTIVE }, { clock: "clock", norms: "norms", strength: "strength" }),
    ],
    buffers: { norms: { type: "f32", length: steps * batch } },
  };
}

/** Notes of a batch whose gradients are there. */
function notes(count: number): Stage[] {
  return [
    squareSums("norm of gradients", { count }, { gradients: GRADIENTS, squares: "squares_of_all" }),
    gradientRecord("notes", { sums: SQUARE_SUMS }, { clock: "clock", squares: "squares_of_all", strength: "strength", kept: "kept" }),
  ];
}
