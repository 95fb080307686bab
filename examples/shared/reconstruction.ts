/** How well a trained network goes on like what it was trained on: its own free trajectory beside the true one. */
import { stateSpaceDivergence } from "../../src/analysis/divergence.ts";
import { spectrumDistance } from "../../src/analysis/spectrum-distance.ts";
import { Plrnn } from "../../src/cell/plrnn.ts";
import type { PlrnnSpec } from "../../src/cell/plrnn-spec.ts";
import { gradientNorms, reconstructionTrainer, trainedWeights } from "../../src/cell/reconstruction.ts";
import type { ReconstructionSpec } from "../../src/cell/reconstruction-spec.ts";
import { DivergedError, StateDivergedError } from "../../src/errors.ts";
import type { StateDict } from "../../src/learn/state-dict.ts";
import type { Bench } from "../example.ts";

/** A free trajectory beside a true one. */
export interface Judgement {
  /** All units: steps x units. */
  readonly states: Float32Array;
  /** steps x observed. */
  readonly observed: Float32Array;
  /** D_stsp over all of the truth. */
  readonly divergence: number;
  /** D_H over as many steps of the truth. */
  readonly distance: number;
}

interface Judging {
  /** Steps that are judged, after so many that are not. */
  readonly steps: number;
  readonly transient: number;
}

/** A free trajectory from the first point of the truth; undefined where it does not stay finite. */
async function free(spec: PlrnnSpec, weights: StateDict, truth: Float32Array, { steps, transient }: Judging, bench: Bench) {
  const { observed: dims, units } = spec;
  const network = await Plrnn.create(spec, { weights, adapter: bench.adapter });
  try {
    bench.ran(network);
    const all = await network.generate(transient + steps, truth.subarray(0, dims), { signal: bench.signal });
    const states = all.slice(transient * units);
    return { states, observed: network.observed(states) };
  } catch (error) {
    if (error instanceof StateDivergedError) return undefined;
    throw error;
  } finally {
    network.destroy();
  }
}

/** D_stsp of a free trajectory; infinite where it does not stay finite or none of it is in the range of the truth. */
async function divergenceOf(spec: PlrnnSpec, weights: StateDict, truth: Float32Array, judging: Judging, bench: Bench): Promise<number> {
  const found = await free(spec, weights, truth, judging, bench);
  if (!found) return Number.POSITIVE_INFINITY;
  const { divergence } = await stateSpaceDivergence(truth, found.observed, { dims: spec.observed, adapter: bench.adapter });
  return Number.isNaN(divergence) ? Number.POSITIVE_INFINITY : divergence;
}

/** Both measures; undefined where the free trajectory does not stay finite. */
export async function judge(
  spec: PlrnnSpec,
  weights: StateDict,
  truth: Float32Array,
  judging: Judging,
  bench: Bench,
): Promise<Judgement | undefined> {
  const found = await free(spec, weights, truth, judging, bench);
  if (!found) return undefined;
  const options = { dims: spec.observed, adapter: bench.adapter };
  const { divergence } = await stateSpaceDivergence(truth, found.observed, options);
  const same = truth.slice(0, found.observed.length);
  const { distance } = await spectrumDistance(same, found.observed, options);
  return { states: found.states, observed: found.observed, divergence, distance };
}

/** A training, and the weights of the epoch that did best on the training series. */
export interface Course {
  readonly seed: number;
  /** Epochs at which free trajectories were compared, and D_stsp there. */
  readonly epochs: readonly number[];
  readonly divergences: readonly number[];
  readonly best: { readonly epoch: number; readonly divergence: number; readonly weights: StateDict };
  /** Of each batch: the norm of all gradients together, and the strength of the forcing. */
  readonly norms: readonly number[];
  readonly strengths: readonly number[];
  readonly losses: readonly number[];
  readonly seconds: number;
  /** Why it ended early, if it did. */
  readonly ended?: string;
}

interface Tried extends Judging {
  readonly spec: ReconstructionSpec;
  readonly epochs: number;
  /** Epochs from one comparison to the next. */
  readonly every: number;
}

/** Trains, and keeps the weights whose free trajectory fills space most like the training series. @param onEpoch told of the share that is done */
export async function trained(
  series: Float32Array,
  { spec, epochs, every, ...judging }: Tried,
  bench: Bench,
  onEpoch: (share: number) => void,
): Promise<Course> {
  const started = performance.now();
  const { model } = spec;
  const trainer = await reconstructionTrainer(spec, { values: series, columns: model.observed }, bench.adapter);
  const course = {
    epochs: [] as number[],
    divergences: [] as number[],
    norms: [] as number[],
    strengths: [] as number[],
    losses: [] as number[],
  };
  let best = { epoch: 0, divergence: Number.POSITIVE_INFINITY, weights: await trainedWeights(trainer) };
  let ended: string | undefined;
  try {
    for (let epoch = 1; epoch <= epochs; epoch++) {
      const { loss } = await trainer.train(undefined, undefined, bench.signal);
      course.losses.push(loss);
      const { norms, strengths } = await gradientNorms(trainer);
      course.norms.push(...norms);
      course.strengths.push(...strengths);
      if (epoch % every === 0 || epoch === epochs) {
        const weights = await trainedWeights(trainer);
        const divergence = await divergenceOf(model, weights, series, judging, bench);
        course.epochs.push(epoch);
        course.divergences.push(divergence);
        if (divergence < best.divergence) best = { epoch, divergence, weights };
      }
      onEpoch(epoch / epochs);
    }
  } catch (error) {
    if (!(error instanceof DivergedError)) throw error;
    ended = error.message;
  } finally {
    trainer.executor.destroy();
  }
  return { ...course, seed: spec.seed, best, seconds: (performance.now() - started) / 1000, ...(ended && { ended }) };
}
