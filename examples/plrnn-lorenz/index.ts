import { largestExponent } from "../../src/cell/plrnn.ts";
import type { ShallowPlrnnSpec } from "../../src/cell/plrnn-spec.ts";
import { gradientNorms, reconstructionTrainer } from "../../src/cell/reconstruction.ts";
import type { ReconstructionSpec } from "../../src/cell/reconstruction-spec.ts";
import type { StateDict } from "../../src/learn/state-dict.ts";
import { PARAMETERS } from "../../src/learn/tensor.ts";
import type { Bench, ExampleOptions, Finding, Study, StudyResult } from "../example.ts";
import { refuse, scaleOf } from "../options.ts";
import { DT, type Observed, observedLorenz } from "../shared/lorenz63.ts";
import { type Course, type Judgement, judge, trained } from "../shared/reconstruction.ts";
import { attractorFigure, courseFigure, gradientFigure } from "./figures.ts";
import * as p from "./parameters.ts";

/** Sizes of the study. */
interface Size {
  readonly epochs: number;
  readonly observations: number;
  readonly lookEvery: number;
  /** Free steps of a look, and of the judgement. */
  readonly looked: number;
  readonly judged: number;
  /** Steps of the longer sequences. */
  readonly long: number;
}

const MODEL: ShallowPlrnnSpec = { cell: "shallow_plrnn", units: p.UNITS, hidden: p.HIDDEN, observed: p.UNITS };

function specOf(seed: number, epochs: number): ReconstructionSpec {
  return {
    ...{ model: MODEL, steps: p.STEPS, batches: p.BATCHES, batch: p.BATCH, seed },
    forcing: { forcing: "generalised", alpha: "adaptive" },
    optimiser: { optimiser: "RAdam", lr: p.LR, weight_decay: 2 * p.L2 },
    schedule: { schedule: "exponential", epochs, lr_end: p.LR_END },
  };
}

/** What came of the training. */
interface Reconstructed {
  readonly data: Observed;
  readonly course: Course;
  readonly judgement: Judgement | undefined;
  /** Norms of the gradients over the longer sequences, with the last strength of the forcing and without any. */
  readonly long: { readonly forced: number; readonly free: number };
}

/** Trains, judges the best epoch on the test trajectory, and looks at the gradients of longer sequences. */
export async function reconstructed(size: Size, seed: number, bench: Bench): Promise<Reconstructed> {
  const { epochs, observations, lookEvery: every, looked: steps, judged, long } = size;
  const data = observedLorenz(observations, p.NOISE, seed);
  const course = await trained(data.train, { spec: specOf(seed, epochs), epochs, every, steps, transient: p.TRANSIENT }, bench, (share) =>
    bench.progress(0.95 * share, `training: epoch ${Math.round(share * epochs)} of ${epochs}`),
  );
  const { weights } = course.best;
  bench.progress(0.95, "free trajectory, gradients of longer sequences");
  const judgement = await judge(MODEL, weights, data.test, { steps: judged, transient: p.TRANSIENT }, bench);
  const alpha = course.strengths[course.strengths.length - 1]!;
  const forced = await gradientNorm(weights, data.test, alpha, long, seed, bench);
  const free = await gradientNorm(weights, data.test, 0, long, seed, bench);
  return { data, course, judgement, long: { forced, free } };
}

/** The norm of the gradients over a batch of longer sequences, the weights staying as they are. */
async function gradientNorm(
  weights: StateDict,
  series: Float32Array,
  alpha: number,
  steps: number,
  seed: number,
  { adapter, signal }: Bench,
) {
  const spec: ReconstructionSpec = {
    ...{ model: MODEL, steps, batches: 1, batch: p.LONG_BATCH, seed },
    forcing: { forcing: "generalised", alpha },
    optimiser: { optimiser: "SGD" },
  };
  const trainer = await reconstructionTrainer(spec, { values: series, columns: p.UNITS }, adapter);
  try {
    for (const { name, at } of trainer.training.recording.parameters) trainer.executor.write(PARAMETERS, weights[name]!.data, at);
    await trainer.train(0, undefined, signal);
    return (await gradientNorms(trainer)).norms[0]!;
  } finally {
    trainer.executor.destroy();
  }
}

async function run(options: ExampleOptions, bench: Bench): Promise<StudyResult> {
  refuse(options, plrnnLorenz);
  const epochs = Math.max(p.LOOK_EVERY, Math.round(scaleOf(options) * p.EPOCHS));
  const size = { epochs, observations: p.OBSERVATIONS, lookEvery: p.LOOK_EVERY, looked: p.LOOKED, judged: p.JUDGED, long: p.LONG };
  const found = await reconstructed(size, options.seed, bench);
  const { course, judgement, data } = found;
  return {
    findings: findingsOf(found),
    figures: [...(judgement ? [attractorFigure(judgement, data.test)] : []), courseFigure(course), gradientFigure(course)],
    notes: [
      `${p.UNITS} units, ${p.HIDDEN} hidden, clipped; ${epochs} epochs of ${p.BATCHES} batches of ${p.BATCH} sequences of ${p.STEPS} steps (published: 5,000 epochs, 100 hidden), RAdam from ${p.LR} to ${p.LR_END}, ` +
        `L2 ${p.L2}, alpha from 1 down to 1 - 1/N; ${Math.round(course.seconds)} s. Data: ${p.OBSERVATIONS.toLocaleString("en")} steps of ${DT}, standardised, noise of ${p.NOISE} added for training.`,
      `The epoch with the smallest D_stsp over ${p.LOOKED.toLocaleString("en")} free steps against the training series, of every ${p.LOOK_EVERY}th, is judged on another trajectory, without noise, over ` +
        `${p.JUDGED.toLocaleString("en")} free steps after ${p.TRANSIENT.toLocaleString("en")}.`,
      "A step passes (1 - alpha) J back. With alpha at 1 - 1/N, N the geometric mean of the norms of J along a sequence, the norms of all steps multiply to 1 at most: gradients do not grow with the steps.",
      ...(course.ended ? [course.ended] : []),
    ],
  };
}

function findingsOf({ course, judgement, long }: Reconstructed): Finding[] {
  const { divergence = Number.NaN, distance = Number.NaN, states } = judgement ?? {};
  const most = course.norms.reduce((most, norm) => Math.max(most, norm), 0);
  const exponent = states ? largestExponent(MODEL, course.best.weights, states, p.TRANSIENT) / DT : Number.NaN;
  const ratio = long.free / long.forced;
  return [
    {
      name: "D_stsp",
      measured: divergence,
      expected: `${p.MOST_DIVERGENCE} or less (published: ${p.PUBLISHED.divergence})`,
      holds: divergence <= p.MOST_DIVERGENCE,
    },
    { name: "D_H", measured: distance, expected: `published: ${p.PUBLISHED.distance}` },
    { name: "largest Lyapunov exponent", measured: exponent, expected: "0.906 (the flow)" },
    {
      name: `largest norm of a batch's gradients, of ${course.norms.length.toLocaleString("en")} batches`,
      measured: most,
      expected: `${p.MOST_GRADIENT} or less, without clipping`,
      holds: most <= p.MOST_GRADIENT && course.ended === undefined,
    },
    { name: "last alpha", measured: course.strengths[course.strengths.length - 1]!, expected: "1 - 1/N: N is a little above 1" },
    {
      name: `norm of gradients over ${p.LONG.toLocaleString("en")} steps, with that alpha`,
      measured: long.forced,
      expected: `${p.MOST_GRADIENT} or less`,
      holds: long.forced <= p.MOST_GRADIENT,
    },
    {
      name: "the same without forcing, over that with",
      measured: ratio,
      expected: `grows with the steps as trajectories part: ${p.LEAST_RATIO.toLocaleString("en")} or more`,
      holds: ratio >= p.LEAST_RATIO,
    },
    {
      name: "epoch that is judged",
      measured: course.best.epoch,
      expected: `– (D_stsp there on the training series ${course.best.divergence.toFixed(2)})`,
    },
  ];
}

/** Lorenz's attractor from a noisy series, with gradients that cannot explode. */
export const plrnnLorenz: Study = {
  name: "plrnn-lorenz",
  kind: "recurrent",
  title: "A shallow piecewise-linear RNN that learns Lorenz's attractor by generalised teacher forcing, its gradients bounded throughout",
  source: "Hess, Monfared, Brenner and Durstewitz (2023), ICML",
  scales: true,
  run,
};
