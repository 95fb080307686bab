import { FieldSimulation } from "../../src/field/simulation.ts";
import { linePlot, spaceTime } from "../../src/view/plots.ts";
import type { Bench, ExampleOptions, Figure, Finding, Study, StudyResult } from "../example.ts";
import { refuse } from "../options.ts";
import { figureOf } from "../shared/figures.ts";
import { type Exponent, largestExponent, start } from "./measure.ts";
import * as p from "./parameters.ts";

/** Mean energy of every mode of a line of points over frames: |u_k|^2, u_k the amplitude of exp(i k x). */
export function meanSpectrum(frames: readonly ArrayLike<number>[]): number[] {
  const points = frames[0]!.length;
  return Array.from({ length: Math.floor((points - 1) / 3) + 1 }, (_, mode) => {
    let sum = 0;
    for (const frame of frames) {
      let [re, im] = [0, 0];
      for (let x = 0; x < points; x++) {
        const angle = (2 * Math.PI * mode * x) / points;
        re += frame[x]! * Math.cos(angle);
        im += frame[x]! * Math.sin(angle);
      }
      sum += (re * re + im * im) / points ** 2;
    }
    return sum / frames.length;
  });
}

/** Frames a unit of time of a trajectory after the transient. */
async function pictured(length: number, points: number, seed: number, { adapter, signal }: Bench): Promise<readonly Float32Array[]> {
  const spec = { model: "kuramoto-sivashinsky", sizes: [points], length, dt: p.DT, initial: { u: start(points, seed, 0) } } as const;
  const field = await FieldSimulation.create(spec, { adapter, record: { every: Math.round(1 / p.DT) } });
  try {
    await field.run(p.TRANSIENT + p.PICTURED, { signal });
    return (await field.frames()).values.slice(p.TRANSIENT);
  } finally {
    field.destroy();
  }
}

async function run(options: ExampleOptions, bench: Bench): Promise<StudyResult> {
  refuse(options, kuramotoSivashinsky);
  const { seed } = options;
  bench.progress(0, "pictures");
  const small = await pictured(p.LENGTH, p.FINE_POINTS, seed, bench);
  const large = await pictured(p.LARGE, p.LARGE_POINTS, seed, bench);
  const exponent = await largestExponent(seed, bench, (share) => bench.progress(0.1 + 0.9 * share, `${p.PAIRS} pairs of trajectories`));
  const energies = meanSpectrum(small);
  return {
    findings: findingsOf(exponent, energies),
    figures: [picture(small, p.LENGTH), picture(large, p.LARGE), spectrumFigure(energies), exponentFigure(exponent)],
    notes: [
      `u_t + u u_x + u_xx + u_xxxx = 0 on a period: ETDRK4, dt ${p.DT}, 2/3 of the modes of ${p.FINE_POINTS} points (pictures of L = ${p.LENGTH}), ${p.LARGE_POINTS} ` +
        `(L = ${p.LARGE}) and ${p.POINTS} (exponent). ${p.PAIRS} pairs of trajectories of L = ${p.LENGTH}, each followed for ${p.FOLLOWED.toLocaleString("en")} units of time and set back to a ` +
        `distance of ${p.DISTANCE} after every ${p.BETWEEN}.`,
    ],
  };
}

function findingsOf({ mean, error }: Exponent, energies: readonly number[]): Finding[] {
  const last = energies[energies.length - 1]!;
  const decay = Math.sqrt(last / Math.max(...energies));
  return [
    {
      name: "largest Lyapunov exponent, L = 22",
      measured: mean,
      expected: `${p.EXPONENT} within ${100 * p.BAR} % (Cvitanović, Davidchack and Siminos 2010; Edson et al. 2019: ${p.EXPONENT_2019})`,
      holds: Math.abs(mean / p.EXPONENT - 1) <= p.BAR,
    },
    { name: "its standard error over the pairs", measured: error, expected: "–" },
    {
      name: "amplitude of the highest kept mode over the largest",
      measured: decay,
      expected: "rounding of float32: 1e-7 at most",
      holds: decay <= 1e-7,
    },
  ];
}

function picture(frames: readonly ArrayLike<number>[], length: number): Figure {
  // As many places as the picture has room for.
  const every = Math.ceil(frames[0]!.length / 160);
  const thinned = frames.map((frame) => Array.from(frame).filter((_, x) => x % every === 0));
  const title = `Kuramoto-Sivashinsky, L = ${length}`;
  const caption = `u over ${p.PICTURED} units of time after the first ${p.TRANSIENT}.`;
  const panel = spaceTime(thinned, {
    ...{ title, caption, label: "u", xLabel: "time", yLabel: "x", width: 680 },
    ...{ x: [p.TRANSIENT, p.TRANSIENT + p.PICTURED], y: [0, length], height: length > p.LENGTH ? 420 : 300 },
  });
  return figureOf(panel);
}

function spectrumFigure(energies: readonly number[]): Figure {
  const title = "Spectrum, L = 22";
  const caption = "Mean energy of the kept modes: it falls exponentially, down to the rounding of float32.";
  const x = energies.map((_, mode) => (2 * Math.PI * mode) / p.LENGTH);
  const panel = linePlot([{ name: "|u_k|²", x: x.slice(1), y: energies.slice(1).map(Math.log10), style: "dots" }], {
    ...{ title, caption, xLabel: "wave number k", yLabel: "log10 of the mean |u_k|²" },
  });
  return figureOf(panel);
}

function exponentFigure({ each, mean }: Exponent): Figure {
  const title = "Largest Lyapunov exponent, pair by pair";
  const caption = `${each.length} pairs of trajectories; published: ${p.EXPONENT} and ${p.EXPONENT_2019}.`;
  const x = each.map((_, n) => n + 1);
  const level = (name: string, value: number, colour: string, style: "dashed" | "line") => ({
    ...{ name, x: [0.5, each.length + 0.5], y: [value, value], colour, style },
  });
  const series = [
    { name: "pair", x, y: [...each].sort((a, b) => a - b), style: "dots" as const },
    level("mean", mean, "#0072b2", "line"),
    level("2010", p.EXPONENT, "#444444", "dashed"),
    level("2019", p.EXPONENT_2019, "#999999", "dashed"),
  ];
  const panel = linePlot(series, { title, caption, xLabel: "pair, smallest first", yLabel: "exponent (1 / time)", height: 300 });
  return figureOf(panel);
}

/** Chaos in space and time, and its largest exponent. */
export const kuramotoSivashinsky: Study = {
  name: "kuramoto-sivashinsky",
  kind: "fields",
  title: "Kuramoto and Sivashinsky's equation: chaos in space and time, its largest Lyapunov exponent beside the published one",
  source: "Cvitanović, Davidchack and Siminos (2010); Edson et al. (2019); method: Kassam and Trefethen (2005)",
  scales: false,
  run,
};
