import type { RateExponents } from "../../src/rate/lyapunov.ts";
import { RateNetwork } from "../../src/rate/network.ts";
import { linePlot } from "../../src/view/plots.ts";
import { mean } from "../../src/view/statistics.ts";
import type { Bench, ExampleOptions, Figure, Finding, Study, StudyResult } from "../example.ts";
import { refuse } from "../options.ts";
import { seedOf } from "../shared/draw.ts";
import { figureOf } from "../shared/figures.ts";
import { dimensionOf, exponentsOf } from "./measure.ts";
import * as p from "./parameters.ts";

/** The sweep of one matrix. */
interface Sweep {
  readonly seed: number;
  /** One a coupling of the sweep, and their standard errors; that of the judged coupling is a mean over first states. */
  readonly exponents: readonly number[];
  readonly errors: readonly number[];
}

/** Networks of one matrix: the sweep, then more first states at the judged coupling. */
const COUPLINGS = [...p.SWEEP, ...Array<number>(p.COPIES - 1).fill(p.JUDGED)];

function sweepOf(seed: number, { exponents, errors }: RateExponents): Sweep {
  const over = (values: readonly Float64Array[], of: (all: number[]) => number) =>
    p.SWEEP.map((g) => of(values.flatMap(([value], n) => (COUPLINGS[n] === g ? [value!] : []))));
  return {
    seed,
    exponents: over(exponents, mean),
    errors: over(errors, (all) => Math.hypot(...all) / all.length),
  };
}

async function run(options: ExampleOptions, bench: Bench): Promise<StudyResult> {
  refuse(options, chaoticRnn);
  bench.signal.throwIfAborted();
  const started = performance.now();
  const activities = await Promise.all(p.PICTURED.couplings.map((g) => activity(g, options.seed, bench)));
  const sweeps: Sweep[] = [];
  for (let n = 0; n < p.SEEDS; n++) {
    const seed = seedOf(options.seed, n);
    const size = { units: p.UNITS, couplings: COUPLINGS, time: p.TIME, transient: p.TRANSIENT };
    const text = `matrix ${n + 1} of ${p.SEEDS}, ${p.SWEEP.length} couplings`;
    const onProgress = (share: number) => bench.progress(0.05 + (0.85 * (n + share)) / p.SEEDS, text);
    sweeps.push(sweepOf(seed, await exponentsOf(size, seed, bench, onProgress)));
  }
  const { units, count, g, time } = p.SPECTRUM;
  const spectrum = await exponentsOf({ units, couplings: [g], count, time, transient: p.TRANSIENT }, options.seed, bench, (share) =>
    bench.progress(0.9 + 0.1 * share, `${count} exponents of ${units} units`),
  );
  const largest = spectrum.exponents[0]!;
  return {
    findings: [...sweeps.flatMap(findingsOf), ...spectrumFindings(largest)],
    figures: [sweepFigure(sweeps), ...activities, spectrumFigure(largest)],
    notes: [
      `tau dx/dt = -x + J tanh x, J_ij normal with variance g^2 / N, N ${p.UNITS.toLocaleString("en")}; RK4, dt ${p.DT} tau; tangent vectors carried along for ${p.TIME} tau ` +
        `after ${p.TRANSIENT}, made orthonormal every ${p.EVERY}; ${p.SWEEP.length} couplings of each of ${p.SEEDS} matrices side by side, g ${p.JUDGED} from ${p.COPIES} first states; seeds ${options.seed} to ${options.seed + p.SEEDS - 1}; ` +
        `${((performance.now() - started) / 1000).toFixed(0)} s.`,
    ],
  };
}

function findingsOf({ seed, exponents, errors }: Sweep): Finding[] {
  const at = (g: (typeof p.SWEEP)[number]) => p.SWEEP.indexOf(g);
  const show = (g: (typeof p.SWEEP)[number]) => `${exponents[at(g)]!.toFixed(4)} ± ${errors[at(g)]!.toFixed(4)}`;
  const name = (g: number) => `largest Lyapunov exponent, g ${g.toFixed(1)}, seed ${seed}`;
  return [
    {
      name: name(p.QUIET),
      measured: show(p.QUIET),
      expected: "negative; numpy: -0.088; mean field: g - 1",
      holds: exponents[at(p.QUIET)]! < 0,
    },
    { name: name(p.CHAOTIC), measured: show(p.CHAOTIC), expected: "positive; numpy: 0.025", holds: exponents[at(p.CHAOTIC)]! > 0 },
    {
      name: name(p.JUDGED),
      measured: show(p.JUDGED),
      expected: `${p.REFERENCE.toFixed(2)} within ${100 * p.BAR} % (recomputed with numpy)`,
      holds: Math.abs(exponents[at(p.JUDGED)]! / p.REFERENCE - 1) <= p.BAR,
    },
  ];
}

function spectrumFindings(exponents: ArrayLike<number>): Finding[] {
  const { units, count, g } = p.SPECTRUM;
  const positive = Array.from(exponents).filter((value) => value > 0).length;
  const dimension = dimensionOf(exponents);
  const among = `N ${units}, g ${g}, among ${count} exponents`;
  return [
    { name: `positive exponents, ${among}`, measured: positive, expected: "–" },
    { name: `dimension after Kaplan and Yorke, ${among}`, measured: dimension ?? `above ${count}`, expected: "–" },
  ];
}

function sweepFigure(sweeps: readonly Sweep[]): Figure {
  const title = "Largest Lyapunov exponent over the coupling";
  const caption =
    "Below g = 1 the fixed point 0 is stable and the exponent is that of the largest real part of J, g - 1 in a large network; above it, chaos.";
  const x = [...p.SWEEP];
  const quiet = x.filter((g) => g <= 1);
  const panel = linePlot(
    [
      ...sweeps.map(({ seed, exponents }) => ({ name: `seed ${seed}`, x, y: exponents, style: "dots" as const })),
      { name: "g - 1", x: quiet, y: quiet.map((g) => g - 1), colour: "#444444" },
      { name: "0", x: [x[0]!, x[x.length - 1]!], y: [0, 0], style: "dashed", colour: "#999999" },
    ],
    { title, caption, xLabel: "coupling g", yLabel: "exponent (1 / tau)" },
  );
  return figureOf(panel);
}

function spectrumFigure(exponents: ArrayLike<number>): Figure {
  const { units, g } = p.SPECTRUM;
  const title = `The largest exponents, N ${units}, g ${g}`;
  const caption = "In the order of the tangent vectors.";
  const y = Array.from(exponents);
  const panel = linePlot([{ name: "exponent", x: y.map((_, n) => n + 1), y, style: "dots" }], {
    ...{ title, caption, xLabel: "which", yLabel: "exponent (1 / tau)" },
  });
  return figureOf(panel);
}

/** A few units after the transient. */
async function activity(g: number, seed: number, { adapter, signal }: Bench): Promise<Figure> {
  const { units, time } = p.PICTURED;
  const record = { every: 1, of: "rates", units: Array.from({ length: units }, (_, u) => u) } as const;
  const network = await RateNetwork.create(
    { units: p.UNITS, phi: "tanh", coupling: { kind: "normal", g }, method: "rk4", dt: p.DT, seed },
    { adapter, record },
  );
  try {
    await network.run(time, { signal });
    const { times, values } = await network.frames();
    const title = `Activity, g ${g}`;
    const caption = `tanh x of ${units} of ${p.UNITS.toLocaleString("en")} units, from a random state on.`;
    const series = record.units.map((u) => ({ name: `${u}`, x: times, y: values.map((frame) => frame[u]!) }));
    const panel = linePlot(series, { title, caption, xLabel: "time (tau)", yLabel: "tanh x", height: 260 });
    return figureOf(panel);
  } finally {
    network.destroy();
  }
}

/** The transition to chaos of random networks. */
export const chaoticRnn: Study = {
  name: "chaotic-rnn",
  kind: "recurrent",
  title: "Chaos in random neural networks: the largest Lyapunov exponent below and above the transition at g = 1",
  source: "Sompolinsky, Crisanti and Sommers (1988), Phys. Rev. Lett. 61, 259",
  scales: false,
  run,
};
