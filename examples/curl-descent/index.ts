import type { CurlSizes } from "../../src/local/curl-descent.ts";
import { linePlot, type Series } from "../../src/view/plots.ts";
import type { Bench, ExampleOptions, Figure, Finding, Study, StudyResult } from "../example.ts";
import { refuse } from "../options.ts";
import { figureOf } from "../shared/figures.ts";
import { type Curve, curves } from "./learning.ts";
import * as p from "./parameters.ts";
import { type Outcome, outcomes } from "./solutions.ts";

/** The curves of networks of one size. */
interface Learnt {
  readonly sizes: CurlSizes;
  readonly curves: readonly Curve[];
}

const named = ({ inputs, hidden, outputs }: CurlSizes) => `${inputs}-${hidden}-${outputs}`;

async function run(options: ExampleOptions, bench: Bench): Promise<StudyResult> {
  refuse(options, curlDescent);
  const { seed } = options;
  bench.progress(0);
  const seen = await outcomes(p.NETWORKS, p.STEPS, seed, bench, (share) => bench.progress(share / 2, `${p.NETWORKS} solutions`));
  const learnt: Learnt[] = [];
  for (const sizes of p.LEARNERS) {
    const onProgress = (share: number) => bench.progress(0.5 + (learnt.length + share) / (2 * p.LEARNERS.length), `${named(sizes)} learns`);
    learnt.push({ sizes, curves: await curves(sizes, p.LEARNING_STEPS, seed, bench, onProgress) });
  }
  return {
    findings: [...outcomeFindings(seen), ...learnt.flatMap(curveFindings)],
    figures: [scatter(seen), ...learnt.map(learning)],
    notes: [
      `Solutions: ${p.NETWORKS} networks ${named(p.SIZES)} with random weights, each its own teacher's solution, 0 to ${p.FLIPS} of both kinds of rule flipped, pushed ` +
        `off by ${p.PERTURBED} of the weights' size; rate ${p.RATE}, ${p.STEPS.toLocaleString("en")} steps at most, until the error is ${p.GROWN} times its smallest or ${p.DECAYED} of the first; it decays where it ends at most ` +
        `${p.ABOVE} times its smallest. None is left out. Growth: slope of the error's logarithm over the last quarter.`,
      `Learning: from random weights to random teachers, ${p.SEEDS} networks a share of flipped rules of the hidden neurons' weights from the inputs, ` +
        `${p.LEARNING_STEPS.toLocaleString("en")} steps.`,
    ],
  };
}

export function outcomeFindings(seen: readonly Outcome[]): Finding[] {
  const right = seen.filter(({ criterion, decays }) => criterion > 0 === decays).length / seen.length;
  const stable = seen.filter(({ decays }) => decays).length;
  const misses = seen.map(({ criterion, growth }) => Math.abs(growth + criterion)).sort((a, b) => a - b);
  return [
    {
      name: `outcomes that the criterion's sign predicts, of ${seen.length} (%)`,
      measured: 100 * right,
      expected: `${100 * p.BAR} or more`,
      holds: right >= p.BAR,
    },
    { name: "of them errors that decay", measured: stable, expected: "–" },
    {
      name: "median distance of the growth from minus the criterion",
      measured: misses[Math.floor(misses.length / 2)]!,
      expected: "0 in the limit of small errors and steps",
    },
  ];
}

function curveFindings({ sizes, curves }: Learnt): Finding[] {
  return curves.map(({ share, last }) => ({
    name: `${named(sizes)}, ${100 * share} % flipped: error left after ${p.LEARNING_STEPS.toLocaleString("en")} steps, over the teacher's square`,
    measured: last.map((value) => value.toExponential(1)).join(", "),
    expected: "–",
  }));
}

/** Growth beside the criterion: right predictions lie in the quadrants at top left and bottom right. */
function scatter(seen: readonly Outcome[]): Figure {
  const title = "Stability of solutions";
  const caption = "Each dot a network: the error's measured growth over the criterion; the line is minus the criterion.";
  const kinds: readonly [string, (outcome: Outcome) => boolean][] = [
    ["decays", ({ decays }) => decays],
    ["grows", ({ decays }) => !decays],
  ];
  const dots = kinds.map(([name, of]): Series => {
    const own = seen.filter(of);
    return { name, x: own.map(({ criterion }) => criterion), y: own.map(({ growth }) => growth), style: "dots" };
  });
  const ends = [Math.min(...seen.map(({ criterion }) => criterion)), Math.max(...seen.map(({ criterion }) => criterion))];
  const line: Series = { name: "linear theory", x: ends, y: ends.map((x) => -x), style: "dashed", colour: "#444444" };
  const options = { title, caption, xLabel: "lambda_min(W2 D1 W2') + lambda_min(W1' D2 W1)", yLabel: "growth of |E|", origin: true };
  return figureOf(linePlot([...dots, line], options));
}

function learning({ sizes, curves }: Learnt): Figure {
  const title = `Learning with flipped rules, ${named(sizes)}`;
  const caption = `Geometric mean over ${p.SEEDS} networks.`;
  const series = curves.map(({ share, steps, residuals }) => ({ name: `${100 * share} % flipped`, x: steps, y: residuals }));
  const options = { title, caption, xLabel: "step", yLabel: "error over the teacher's square", yLog: true, yFormat: ".0e" };
  return figureOf(linePlot(series, options));
}

/** Learning that is no gradient's. */
export const curlDescent: Study = {
  name: "curl-descent",
  kind: "local",
  title: "Curl descent: learning with some rules flipped, no gradient of anything, and when its solutions hold",
  source: "Ninou, Kadmon and Cayco-Gajic (2025)",
  scales: false,
  run,
};
