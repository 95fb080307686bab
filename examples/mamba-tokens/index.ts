import { TokenDynamics, type TokenSpec } from "../../src/cell/token_dynamics.ts";
import { StateDivergedError } from "../../src/errors.ts";
import { keyOf, philox4x32, Stream, streamOf } from "../../src/twins/lib/philox.ts";
import { linePlot, svgFile } from "../../src/view/plots.ts";
import type { Bench, ExampleOptions, Execution, Figure, Finding, Study, StudyResult } from "../example.ts";
import { refuse } from "../options.ts";
import * as p from "./parameters.ts";
import { limit, logSlope, timeBetween } from "./theory.ts";

/** Values of all tokens of all systems at points in time, and the systems that blew up on the way. */
interface Course {
  readonly times: readonly number[];
  /** tokens x systems, at each time. */
  readonly values: readonly Float32Array[];
  readonly ran: Pick<TokenDynamics, "adapter" | "adapterKind">;
  readonly blown: readonly { readonly system: number; readonly time: number }[];
}

/** Sizes of the study. */
export interface TokenSizes {
  readonly tokens: number;
  readonly systems: number;
  readonly seed: number;
}

const logSpaced = (first: number, last: number, count: number) =>
  Array.from({ length: count }, (_, k) => first * (last / first) ** (k / (count - 1)));
const evenly = (last: number, count: number) => Array.from({ length: count }, (_, k) => ((k + 1) * last) / count);

/** First values, each of either sign or all positive. */
export function firstValues({ tokens, systems, seed }: TokenSizes, positive: boolean): Float32Array {
  const words = new Int32Array(4);
  const [key0, key1] = keyOf(seed);
  return Float32Array.from({ length: tokens * systems }, (_, i) => {
    philox4x32(key0, key1, i % systems, 0, streamOf(Stream.states, Math.floor(i / systems)), 0, words);
    const size = p.FIRST.least + ((p.FIRST.most - p.FIRST.least) * (words[0]! >>> 0)) / 2 ** 32;
    return positive || words[1]! < 0 ? size : -size;
  });
}

async function follow(spec: TokenSpec, times: readonly number[], bench: Pick<Bench, "adapter" | "signal">): Promise<Course> {
  const flow = await TokenDynamics.create(spec, { adapter: bench.adapter });
  try {
    const values: Float32Array[] = [];
    for (const time of times) {
      // What blows up is told below; the others go on.
      await flow.run(time, { signal: bench.signal }).catch((error) => {
        if (!(error instanceof StateDivergedError)) throw error;
      });
      values.push(await flow.read());
    }
    const { adapter, adapterKind } = flow;
    return { times, values, blown: await flow.blowUps(), ran: { adapter, adapterKind } };
  } finally {
    flow.destroy();
  }
}

/** Where all three courses lead. */
export async function courses(sizes: TokenSizes, bench: Pick<Bench, "adapter" | "signal" | "progress">) {
  const { tokens, systems } = sizes;
  const positive = firstValues(sizes, true);
  const { SHRINK, GROW, BLOW } = p;
  const spec = (kind: { readonly mu: number; readonly s: number }, initial: Float32Array, n = tokens) => ({
    ...{ tokens: n, mu: kind.mu, s: kind.s, a: p.A, initial },
  });
  const until = logSpaced(0.01, SHRINK.until, p.POINTS);
  const shrinking = [...until, ...logSpaced(SHRINK.until, p.FURTHER * SHRINK.until, p.POINTS / 4).slice(1)];
  bench.progress(0, "tokens that shrink");
  const shrink = await follow(spec(SHRINK, firstValues(sizes, false)), shrinking, bench);
  bench.progress(0.4, "tokens that grow slowly");
  const grow = await follow(spec(GROW, positive), until, bench);
  bench.progress(0.7, "tokens that blow up");
  const first = positive.slice(0, systems);
  const alone = await follow(spec(BLOW, first, 1), [BLOW.until], bench);
  const together = await follow(spec(BLOW, positive), [BLOW.until], bench);
  // The curve of one system, up to the point where it ends.
  const end = together.blown.find(({ system }) => system === 0)?.time ?? BLOW.until;
  const own = spec(
    BLOW,
    positive.filter((_, i) => i % systems === 0),
  );
  const blow = await follow(own, evenly(end * (1 - 1e-4), p.POINTS), bench);
  return { sizes, first, shrink, grow, alone, together, blow };
}

type Courses = Awaited<ReturnType<typeof courses>>;

/** Values of a token of a system over time. */
const lineOf = ({ values }: Course, token: number, system: number, systems: number) => values.map((at) => at[token * systems + system]!);

/** What is measured, beside what is known. */
export function findingsOf({ sizes: { tokens, systems }, first, shrink, grow, alone, together }: Courses): Finding[] {
  const tokenOf = (i: number) => Math.floor(i / systems);
  // The last two points up to the end, and the last two of all.
  const [end, further] = [p.POINTS - 1, shrink.times.length - 1];
  const slopesAt = (k: number) =>
    Array.from(shrink.values[k]!, (x, i) => logSlope([shrink.times[k - 1]!, shrink.times[k]!], [shrink.values[k - 1]![i]!, x]));
  const limits = Array.from(shrink.values[further]!, (x, i) => (x ** 2 * shrink.times[further]!) / limit(tokenOf(i), p.SHRINK.mu, p.A));
  const slopes = [slopesAt(end), slopesAt(further)] as const;
  const within = (list: readonly number[]) => list.every((slope) => Math.abs(slope + 0.5) <= p.SLOPE_BAR);
  const grown = grow.values.at(-1)!;
  const early = grow.values[grow.times.findIndex((time) => time >= 10)]!;
  const taken = Array.from(first, (x, k) => timeBetween(x, grown[k]!, p.GROW.mu, p.GROW.s) / p.SHRINK.until);
  const blowing = Array.from(
    first,
    (x, k) => (alone.blown.find(({ system }) => system === k)?.time ?? 0) / timeBetween(x, Number.POSITIVE_INFINITY, p.BLOW.mu, p.BLOW.s),
  );
  const worst = (ratios: readonly number[]) => Math.max(...ratios.map((ratio) => Math.abs(ratio - 1)));
  const range = (list: readonly number[], digits: number) => `${Math.min(...list).toFixed(digits)} to ${Math.max(...list).toFixed(digits)}`;
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

function figuresOf({ sizes: { tokens, systems }, shrink, grow, blow }: Courses): Figure[] {
  const names = (course: Course, of: number) =>
    Array.from({ length: tokens }, (_, l) => ({ name: `token ${l + 1}`, x: course.times, y: lineOf(course, l, 0, of).map(Math.abs) }));
  const from = shrink.times.filter((time) => time >= 10);
  const guide = { name: "t^(-1/2)", x: from, y: from.map((time) => time ** -0.5), style: "dashed" as const, colour: "#444444" };
  const figure = (title: string, caption: string, series: Parameters<typeof linePlot>[0], xLog: boolean, yLog: boolean): Figure => {
    const panel = linePlot(series, { title, caption, xLabel: "time (depth)", yLabel: "|x|", xLog, yLog });
    return { title, svg: svgFile(panel), caption };
  };
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

async function run(options: ExampleOptions & Execution, bench: Bench): Promise<StudyResult> {
  refuse(options, "mamba-tokens", "scale", "variant", "data");
  const found = await courses({ tokens: p.TOKENS, systems: p.SYSTEMS, seed: options.seed }, bench);
  bench.ran(found.shrink.ran);
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
