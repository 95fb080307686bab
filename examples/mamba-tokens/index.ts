import { linePlot, type Series } from "../../src/view/plots.ts";
import type { Bench, ExampleOptions, Figure, Finding, Study, StudyResult } from "../example.ts";
import { refuse } from "../options.ts";
import { figureOf } from "../shared/figures.ts";
import { type Course, type Courses, courses } from "./measure.ts";
import * as p from "./parameters.ts";
import { limit, logSlope, timeBetween } from "./theory.ts";

/** Values of a token of a system over time. */
const lineOf = ({ values }: Course, token: number, system: number, systems: number) => values.map((at) => at[token * systems + system]!);

/** The largest distance of ratios from 1. */
const worst = (ratios: readonly number[]) => Math.max(...ratios.map((ratio) => Math.abs(ratio - 1)));
const range = (list: readonly number[], digits: number) => `${Math.min(...list).toFixed(digits)} to ${Math.max(...list).toFixed(digits)}`;

/** What is measured, beside what is known. */
export const findingsOf = (found: Courses): Finding[] => [...shrinkFindings(found), ...growFindings(found), ...blowFindings(found)];

function shrinkFindings({ size: { tokens, systems }, shrink }: Courses): Finding[] {
  const tokenOf = (i: number) => Math.floor(i / systems);
  // The last two points up to the end, and the last two of all.
  const [end, further] = [p.POINTS - 1, shrink.times.length - 1];
  const slopesAt = (k: number) =>
    Array.from(shrink.values[k]!, (x, i) => logSlope([shrink.times[k - 1]!, shrink.times[k]!], [shrink.values[k - 1]![i]!, x]));
  const limits = Array.from(shrink.values[further]!, (x, i) => (x ** 2 * shrink.times[further]!) / limit(tokenOf(i), p.SHRINK.mu, p.A));
  const slopes = [slopesAt(end), slopesAt(further)] as const;
  const within = (list: readonly number[]) => list.every((slope) => Math.abs(slope + 0.5) <= p.SLOPE_BAR);
  return [
    {
      name: `mu < 0: log-slopes of ${tokens * systems} tokens at t = ${p.SHRINK.until}`,
      measured: range(slopes[0], 4),
      expected: `-0.5 ± ${p.SLOPE_BAR}: |x| ~ t^(-1/2) (arXiv 2410.03292)`,
      holds: within(slopes[0]),
    },
    {
      name: `the same at t = ${p.SHRINK.until * p.FURTHER}`,
      measured: range(slopes[1], 4),
      expected: "nearer still",
      holds: within(slopes[1]) && worst(slopes[1].map((slope) => -2 * slope)) < worst(slopes[0].map((slope) => -2 * slope)),
    },
    {
      name: "x² t there over its limit",
      measured: range(limits, 3),
      expected: `1 within ${100 * p.LIMIT_BAR} %: 1 / (2 log 2) for the first token, (1 - 2^a) / (2 log 2) for those behind it`,
      holds: worst(limits) <= p.LIMIT_BAR,
    },
  ];
}

function growFindings({ first, grow }: Courses): Finding[] {
  const grown = grow.values.at(-1)!;
  const early = grow.values[grow.times.findIndex((time) => time >= 10)]!;
  const taken = Array.from(first, (x, k) => timeBetween(x, grown[k]!, p.GROW.mu, p.GROW.s) / p.SHRINK.until);
  return [
    {
      name: `mu > 0, s x < 0: all tokens still grow, factor from t = 10 to ${p.SHRINK.until}`,
      measured: range(
        Array.from(grown, (x, i) => x / early[i]!),
        2,
      ),
      expected: "above 1 and finite: slow divergence",
      holds: grown.every((x, i) => Number.isFinite(x) && x > early[i]!) && grow.blown.length === 0,
    },
    {
      name: "its first tokens: time that the exact integral takes to where they are, largest relative error",
      measured: worst(taken),
      expected: `${p.EXACT_BAR} at most`,
      holds: worst(taken) <= p.EXACT_BAR,
    },
  ];
}

function blowFindings({ size: { tokens, systems }, first, alone, together }: Courses): Finding[] {
  const blowing = Array.from(
    first,
    (x, k) => (alone.blown.find(({ system }) => system === k)?.time ?? 0) / timeBetween(x, Number.POSITIVE_INFINITY, p.BLOW.mu, p.BLOW.s),
  );
  return [
    {
      name: "mu > 0, s x > 0: blow-up times of one token, largest relative error beside the integral",
      measured: worst(blowing),
      expected: `${p.EXACT_BAR} at most`,
      holds: worst(blowing) <= p.EXACT_BAR,
    },
    {
      name: `blow-up times of ${systems} systems of ${tokens} tokens`,
      measured: range(
        together.blown.map(({ time }) => time),
        4,
      ),
      expected: "all in finite time, none later than its first token alone",
      holds:
        together.blown.length === systems && together.blown.every(({ system, time }) => time <= alone.blown[system]!.time * (1 + 1e-5)),
    },
  ];
}

function figuresOf({ size: { tokens, systems }, shrink, grow, blow }: Courses): Figure[] {
  const names = (course: Course, of: number) =>
    Array.from({ length: tokens }, (_, l) => ({ name: `token ${l + 1}`, x: course.times, y: lineOf(course, l, 0, of).map(Math.abs) }));
  const from = shrink.times.filter((time) => time >= 10);
  const guide = { name: "t^(-1/2)", x: from, y: from.map((time) => time ** -0.5), style: "dashed" as const, colour: "#444444" };
  const figure = (title: string, caption: string, series: readonly Series[], xLog: boolean, yLog: boolean): Figure =>
    figureOf(linePlot(series, { title, caption, xLabel: "time (depth)", yLabel: "|x|", xLog, yLog }));
  return [
    figure("mu < 0: tokens shrink to 0", `One of ${systems} systems; all end on t^(-1/2).`, [...names(shrink, systems), guide], true, true),
    figure("mu > 0, s x < 0: tokens diverge slowly", "Each at its own rate.", names(grow, systems), true, false),
    figure(
      "mu > 0, s x > 0: tokens blow up in finite time",
      "Up to the last ten-thousandth of the time that is left.",
      names(blow, 1),
      false,
      true,
    ),
  ];
}

async function run(options: ExampleOptions, bench: Bench): Promise<StudyResult> {
  refuse(options, mambaTokens);
  const found = await courses({ tokens: p.TOKENS, systems: p.SYSTEMS }, options.seed, bench);
  bench.progress(1);
  return {
    findings: findingsOf(found),
    figures: figuresOf(found),
    notes: [
      `dx_l/dt = mu x_l sum_(j <= l) x_j² D_j exp(a sum_(j < k <= l) D_k), D = softplus(s x), a = ${p.A}: the right-hand side is a selective scan over the tokens. ${p.SYSTEMS} systems of ` +
        `${p.TOKENS} tokens, first values of size ${p.FIRST.least} to ${p.FIRST.most}; Runge-Kutta of order 4, each system's step such that no token changes by more than 5 %.`,
    ],
  };
}

/** Tokens through infinitely many layers of Mamba. */
export const mambaTokens: Study = {
  name: "mamba-tokens",
  kind: "recurrent",
  title: "Mamba's tokens as a flow: they shrink as one over the root of time, diverge slowly, or blow up in finite time",
  source: "Vo et al. (2024), arXiv 2410.03292",
  scales: false,
  run,
};
