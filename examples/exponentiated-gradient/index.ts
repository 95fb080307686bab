import { arrange, histogramPlot, linePlot, weightHistogram } from "../../src/view/plots.ts";
import type { Bench, ExampleOptions, Figure, Finding, Study, StudyResult } from "../example.ts";
import { refuse } from "../options.ts";
import { figureOf } from "../shared/figures.ts";
import { errorOf, flips, type Learnt, moments, newErrorOf, onTask, RULES, taskOf, underNoise } from "./measure.ts";
import * as p from "./parameters.ts";

/** Share of normal deviates below -1: weights that plain descent takes across 0 when its random walk has spread by their size. */
const CROSSED = 0.158655;

const logs = ({ weights }: Learnt) => weights.map((w) => Math.log(Math.abs(w)));

/** What noise makes of weights under each rule. */
export function noiseFindings(eg: Learnt, gd: Learnt): Finding[] {
  const [own, plain] = [moments(logs(eg)), moments(logs(gd))];
  const theory = p.RATE * p.DEVIATION * Math.sqrt(p.STEPS);
  const crossed = flips(gd) / gd.weights.length;
  return [
    {
      name: `exponentiated gradient: sign flips of ${eg.weights.length.toLocaleString("en")} weights in ${p.STEPS} steps of noise`,
      measured: flips(eg),
      expected: "0",
      holds: flips(eg) === 0,
    },
    {
      name: "its skewness of log |w|",
      measured: own.skew,
      expected: `0 ± ${p.SKEW_BAR}: |w| is log-normal`,
      holds: Math.abs(own.skew) < p.SKEW_BAR,
    },
    {
      name: "its deviation of log |w|",
      measured: own.deviation,
      expected: `${theory} within ${100 * p.SPREAD_BAR} %: rate times the root of the steps`,
      holds: Math.abs(own.deviation / theory - 1) <= p.SPREAD_BAR,
    },
    {
      name: "its skewness of |w|",
      measured: moments(eg.weights.map(Math.abs)).skew,
      expected: "6.18 for infinitely many log-normal numbers",
    },
    {
      name: "gradient descent: share of weights that crossed 0",
      measured: crossed,
      expected: `${CROSSED} ± ${p.FLIP_BAR}: normal deviates below -1`,
      holds: Math.abs(crossed - CROSSED) <= p.FLIP_BAR,
    },
    {
      name: "its skewness of log |w|",
      measured: plain.skew,
      expected: `beyond ± ${p.SKEW_BAR}: no log-normal`,
      holds: Math.abs(plain.skew) > p.SKEW_BAR,
    },
  ];
}

/** What each rule learns where Dale's law holds for the teacher. */
function taskFindings(task: ReturnType<typeof taskOf>, eg: Learnt, gd: Learnt): Finding[] {
  const error = errorOf(task, eg.weights);
  return [
    {
      name: `a teacher with Dale's law, ${p.TASK.inputs} inputs: error after ${p.TASK.steps.toLocaleString("en")} steps of exponentiated gradient over the targets' squares`,
      measured: error,
      expected: "1e-3 at most: it learns",
      holds: error <= 1e-3,
    },
    { name: "weights of it that flipped", measured: flips(eg), expected: "0", holds: flips(eg) === 0 },
    {
      name: "its error for new inputs",
      measured: newErrorOf(task, eg.weights),
      expected: `below that of gradient descent, ${newErrorOf(task, gd.weights).toFixed(3)}: few weights of the teacher are large`,
      holds: newErrorOf(task, eg.weights) < newErrorOf(task, gd.weights),
    },
    { name: "error of gradient descent", measured: errorOf(task, gd.weights), expected: "–" },
    {
      name: "weights of it that flipped (%)",
      measured: (100 * flips(gd)) / gd.weights.length,
      expected: "above 0: nothing keeps signs",
      holds: flips(gd) > 0,
    },
  ];
}

function figuresOf(eg: Learnt, gd: Learnt, task: ReturnType<typeof taskOf>, learnt: Learnt): Figure[] {
  const panel = (title: string, values: Float32Array, low: number, high: number, label: string) =>
    histogramPlot(weightHistogram(values, low, high, 60), {
      title,
      label,
      note: `skewness ${moments(values).skew.toFixed(2)}`,
      width: 330,
      height: 220,
    });
  const caption = `${eg.weights.length.toLocaleString("en")} weights of size 1 after ${p.STEPS} steps of noise; the ends leave out what lies beyond.`;
  const title = "What noise makes of weights";
  const noise = arrange(
    title,
    [
      panel("exponentiated gradient: log |w|", logs(eg), -4, 4, "log |w|"),
      panel("exponentiated gradient: w", eg.weights, -8, 8, "w"),
      panel("gradient descent: log |w|", logs(gd), -8, 4, "log |w|"),
      panel("gradient descent: w", gd.weights, -8, 8, "w"),
    ],
    700,
  );
  const told = "Weights learnt by exponentiated gradient beside the teacher's.";
  const points = linePlot([{ name: "a weight", x: task.teacher, y: learnt.weights, style: "dots" }], {
    ...{ title: "A teacher with Dale's law", caption: told, xLabel: "teacher", yLabel: "learnt", origin: true },
  });
  return [figureOf(noise, { caption }), figureOf(points)];
}

async function run(options: ExampleOptions, bench: Bench): Promise<StudyResult> {
  refuse(options, exponentiatedGradient);
  const noise: Learnt[] = [];
  const learnt: Learnt[] = [];
  const task = taskOf(options.seed);
  for (const [k, rule] of RULES.entries()) {
    bench.signal.throwIfAborted();
    bench.progress(k / 2, rule);
    noise.push(await underNoise(rule, p.WEIGHTS, options.seed, bench));
    bench.signal.throwIfAborted();
    learnt.push(await onTask(rule, task, bench));
  }
  bench.progress(1);
  const { inputs, outputs, examples } = p.TASK;
  return {
    findings: [...noiseFindings(noise[0]!, noise[1]!), ...taskFindings(task, learnt[0]!, learnt[1]!)],
    figures: figuresOf(noise[0]!, noise[1]!, task, learnt[0]!),
    notes: [
      `w exp(-rate sign(w) gradient) beside w - rate gradient. Noise: rate ${p.RATE}, gradients of deviation ${p.DEVIATION}, ${100 * p.INHIBITORY} % of the weights negative. Task: ${examples} examples of ` +
        `${inputs} normal inputs, ${outputs} outputs of a teacher whose weights are log-normal (deviation ${p.SPREAD}) and have one sign an input; first weights ${p.FIRST} of the right signs.`,
    ],
  };
}

/** Learning that keeps signs. */
export const exponentiatedGradient: Study = {
  name: "exponentiated-gradient",
  kind: "local",
  title: "Exponentiated gradient: weights keep their signs and become log-normal; beside gradient descent",
  source: "Kivinen and Warmuth (1997); Cornford et al. (2024)",
  scales: false,
  run,
};
