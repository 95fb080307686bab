import { InputError } from "../../src/errors.ts";
import { examplesOf, type FieldData } from "../../src/operator/data.ts";
import type { Bench, ExampleOptions, Finding, Study, StudyResult } from "../example.ts";
import { refuse, scaleOf } from "../options.ts";
import { type Learnt, learn, learntFigures, type OperatorSettings, scaled } from "../shared/operators.ts";
import { DARCY_FILES } from "./data.ts";
import { darcy } from "./problem.ts";

const LARGEST_SCALE = 5;
/** Relative L2 of the test at 16 x 16 after the whole study. */
const BAR = 0.1;

/** What a study learns with. */
interface Plan {
  readonly settings: OperatorSettings;
  readonly folder: string | undefined;
  /** Whether it is the whole study, which the bar is for. */
  readonly whole: boolean;
}

/** Reads the fields, learns from them and judges. */
export async function carryOut({ settings, folder, whole }: Plan, bench: Bench): Promise<StudyResult> {
  const { fields, epochs, seed } = settings;
  const data = await dataOf(darcy.data({ folder, fields, seed, signal: bench.signal, onProgress: () => {} }), folder);
  const learnt = await learn(darcy.spec(settings, data), data, epochs, bench);
  return {
    findings: findings(learnt, whole),
    figures: await learntFigures(learnt, data, darcy.names),
    notes: [
      `Learnt from 16 x 16 alone; the ${examplesOf(data.tests["16"]!)} test cases are the same at 16 and at 32.`,
      "At 32 x 32 errors gather along the two sides that the grid has points on, where the pressure is 0: a step from there is half as long as any that was learnt.",
    ],
  };
}

/** A study has no option for the fields: what is wrong is the folder. */
async function dataOf(data: Promise<FieldData>, folder: string | undefined): Promise<FieldData> {
  try {
    return await data;
  } catch (error) {
    if (!(error instanceof InputError && error.place === "fields")) throw error;
    throw new InputError("data", folder, `has fewer than the ${error.value} fields to learn from; name the whole set, or lower the scale`);
  }
}

function findings({ history, seconds }: Learnt, whole: boolean): Finding[] {
  const last = history[history.length - 1]!;
  const [first, ...others] = Object.entries(last.tests).map(([name, { relative_l2 }]) => [name, relative_l2] as const);
  return [
    {
      name: `relative L2, test at ${first![0]}`,
      measured: first![1],
      expected: `${whole ? `${BAR} or less; ` : ""}0.0098 to 0.0109 at 85 x 85 to 421 x 421, each learnt at its own, 500 epochs (Li et al. 2021, table 4)`,
      ...(whole && { holds: first![1] <= BAR }),
    },
    ...others.map(([name, error]) => ({ name: `relative L2, test at ${name}`, measured: error, expected: "not published" })),
    { name: "relative L2, training", measured: last.train_relative_l2, expected: "below that of the test: 1,000 fields are few" },
    {
      name: "lowest of any epoch, test at 16",
      measured: Math.min(...history.map(({ tests }) => tests["16"]!.relative_l2)),
      expected: "near the last: no overfitting",
    },
    { name: "time an epoch (s)", measured: seconds / history.length, expected: "not published for a CPU" },
  ];
}

async function run(options: ExampleOptions, bench: Bench): Promise<StudyResult> {
  refuse(options, darcyFno);
  const scale = scaleOf(options, LARGEST_SCALE);
  const settings = { ...scaled(darcy.settings, scale), seed: options.seed };
  return carryOut({ settings, folder: options.data, whole: scale >= 1 }, bench);
}

/** An operator learns on a coarse grid and answers on a finer one. */
export const darcyFno: Study = {
  name: "darcy-fno",
  kind: "fields",
  title: "A Fourier neural operator learns Darcy flow, permeability to pressure, at 16 x 16 and answers at 16 and 32",
  source: "neuraloperator's small Darcy set (MIT); Li et al. (2021), arXiv 2010.08895, section 5.2",
  scales: true,
  largestScale: LARGEST_SCALE,
  data: { folder: DARCY_FILES, optional: false },
  run,
};
