import { linearRegions } from "../../src/analysis/codes.ts";
import { largestExponent } from "../../src/cell/plrnn.ts";
import type { AlRnnSpec } from "../../src/cell/plrnn-spec.ts";
import type { ReconstructionSpec } from "../../src/cell/reconstruction-spec.ts";
import type { Bench, ExampleOptions, Figure, Finding, Study, StudyResult } from "../example.ts";
import { refuse, scaleOf } from "../options.ts";
import { seedOf } from "../shared/draw.ts";
import { DT, observedLorenz } from "../shared/lorenz63.ts";
import { type Course, judge, trained } from "../shared/reconstruction.ts";
import { attractors, overEpochs, sharesOf } from "./figures.ts";
import type { Judged } from "./measure.ts";
import * as p from "./parameters.ts";

/** Sizes of the study. */
interface Size {
  readonly seeds: number;
  readonly epochs: number;
  readonly observations: number;
  /** Steps of free trajectories that are judged. */
  readonly judged: number;
  readonly lookEvery: number;
}

const MODEL: AlRnnSpec = { cell: "al_rnn", units: p.UNITS, rectified: p.RECTIFIED, observed: 3 };

function specOf(seed: number, epochs: number): ReconstructionSpec {
  return {
    ...{ model: MODEL, steps: p.STEPS, batches: p.BATCHES, batch: p.BATCH, seed },
    forcing: { forcing: "sparse", every: p.FORCED_EVERY },
    optimiser: { optimiser: "RAdam", lr: p.LR },
    schedule: { schedule: "exponential", epochs, lr_end: p.LR_END },
  };
}

/** Trains from each seed, and holds each one's best epoch against the test trajectory. */
export async function fiveTrained(size: Size, seed: number, bench: Bench) {
  const { seeds, epochs, observations, judged: steps, lookEvery: every } = size;
  const data = observedLorenz(observations, p.NOISE, seed);
  const courses: Course[] = [];
  const judged: (Judged | undefined)[] = [];
  for (let k = 0; k < seeds; k++) {
    const tried = { spec: specOf(seedOf(seed, k), epochs), epochs, every, steps, transient: p.TRANSIENT };
    const course = await trained(data.train, tried, bench, (share) =>
      bench.progress((k + share) / seeds, `training ${k + 1} of ${seeds}: epoch ${Math.round(share * epochs)} of ${epochs}`),
    );
    courses.push(course);
    judged.push(await judgedOf(course, data.test, steps, bench));
  }
  // By the training series alone.
  const best = courses.reduce((least, { best }, k) => (best.divergence < courses[least]!.best.divergence ? k : least), 0);
  return { courses, judged, best, data };
}

async function judgedOf({ best: { weights } }: Course, truth: Float32Array, steps: number, bench: Bench): Promise<Judged | undefined> {
  const judgement = await judge(MODEL, weights, truth, { steps, transient: p.TRANSIENT }, bench);
  if (!judgement) return undefined;
  const units = Array.from({ length: p.RECTIFIED }, (_, k) => p.UNITS - p.RECTIFIED + k);
  const { regions, sequence } = await linearRegions(judgement.states, { stride: p.UNITS, units, adapter: bench.adapter });
  const exponent = largestExponent(MODEL, weights, judgement.states, p.TRANSIENT / 2) / DT;
  return { ...judgement, regions, sequence, exponent };
}

async function run(options: ExampleOptions, bench: Bench): Promise<StudyResult> {
  refuse(options, alRnnLorenz);
  const epochs = Math.max(p.LOOK_EVERY, Math.round(scaleOf(options) * p.EPOCHS));
  const size = { seeds: p.SEEDS, epochs, observations: p.OBSERVATIONS, judged: p.JUDGED, lookEvery: p.LOOK_EVERY };
  const { courses, judged, best, data } = await fiveTrained(size, options.seed, bench);
  const chosen = judged[best];
  return {
    findings: [...bestFindings(chosen), ...courses.map((course, k) => seedFinding(course, judged[k]))],
    figures: [...(chosen ? [attractors(chosen, data.test), sharesOf(chosen)] : []), overEpochs(courses)] satisfies Figure[],
    notes: [
      `${p.SEEDS} networks of ${p.UNITS} units, ${p.RECTIFIED} of them rectified, from seeds ${options.seed} to ${options.seed + p.SEEDS - 1}: ${epochs} epochs of ${p.BATCHES} batches of ${p.BATCH} ` +
        `sequences of ${p.STEPS} steps (published: 2,000 epochs), the observed units set to the data every ${p.FORCED_EVERY} steps, RAdam from ${p.LR} to ${p.LR_END}; ` +
        `${Math.round(courses.reduce((sum, { seconds }) => sum + seconds, 0))} s of training. Data: ${p.OBSERVATIONS.toLocaleString("en")} steps of ${DT}, standardised, noise of ${p.NOISE} added for training.`,
      `Of each training the epoch with the smallest D_stsp over ${p.JUDGED.toLocaleString("en")} free steps against the training series counts, of every ${p.LOOK_EVERY}th (as in the authors' tutorial); the best of the five is the one ` +
        `with the smallest of these. All are then judged on another trajectory, without noise, over ${p.JUDGED.toLocaleString("en")} free steps after ${p.TRANSIENT.toLocaleString("en")}.`,
      ...courses.flatMap(({ seed, ended }) => (ended ? [`Seed ${seed}: ${ended}`] : [])),
    ],
  };
}

function bestFindings(judged: Judged | undefined): Finding[] {
  const { divergence = Number.NaN, distance = Number.NaN, exponent = Number.NaN, regions = [] } = judged ?? {};
  return [
    {
      name: "linear regions of the best",
      measured: regions.length,
      expected: `${p.REGIONS} (published)`,
      holds: regions.length === p.REGIONS,
    },
    {
      name: "D_stsp of the best",
      measured: divergence,
      expected: `${p.MOST_DIVERGENCE} or less (the tutorial's weights: ${p.TUTORIAL.divergence})`,
      holds: divergence <= p.MOST_DIVERGENCE,
    },
    {
      name: "D_H of the best",
      measured: distance,
      expected: `${p.MOST_DISTANCE} or less (the tutorial's weights: ${p.TUTORIAL.distance})`,
      holds: distance <= p.MOST_DISTANCE,
    },
    { name: "largest Lyapunov exponent of the best", measured: exponent, expected: "0.906 (the flow)" },
  ];
}

function seedFinding({ seed, best, losses }: Course, judged: Judged | undefined): Finding {
  const name = `seed ${seed}: regions, D_stsp, D_H`;
  if (!judged) return { name, measured: "does not stay finite", expected: "–" };
  const { regions, divergence, distance } = judged;
  const told = `epoch ${best.epoch}, D_stsp there on the training series ${best.divergence.toFixed(2)}, last loss ${losses[losses.length - 1]!.toFixed(4)}`;
  return { name, measured: `${regions.length}, ${divergence.toFixed(2)}, ${distance.toFixed(3)}`, expected: `– (${told})` };
}

/** The Lorenz attractor in three linear pieces. */
export const alRnnLorenz: Study = {
  name: "al-rnn-lorenz",
  kind: "recurrent",
  title: "Almost-linear RNNs that learn Lorenz's attractor from a noisy series: three linear regions do it",
  source: "Brenner, Hemmer, Monfared and Durstewitz (2024), NeurIPS 37; forcing: Mikhaeil, Monfared and Durstewitz (2022)",
  scales: true,
  run,
};
