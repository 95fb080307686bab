import { arrange, imageGrid, linePlot } from "../../src/view/plots.ts";
import type { Bench, ExampleOptions, Figure, Finding, Study, StudyResult } from "../example.ts";
import { refuse } from "../options.ts";
import { figureOf } from "../shared/figures.ts";
import { slopeOf } from "../shared/statistics.ts";
import { dispersion, front, leapfrogOf, type Measured, omegaOf, powers, rings } from "./measure.ts";
import * as p from "./parameters.ts";

type Powers = readonly { readonly omega: number; readonly power: number }[];

/** Hz of an angular frequency in 1 / ms. */
const hertz = (omega: number) => (1000 * omega) / (2 * Math.PI);

async function run(options: ExampleOptions, bench: Bench): Promise<StudyResult> {
  refuse(options, corticalField);
  bench.progress(0, "dispersion");
  const modes = await dispersion(bench);
  bench.progress(0.3, "a kick");
  const pictures = await rings(bench);
  const noisy = await powers(options.seed, bench, (share) => bench.progress(0.4 + 0.6 * share, "noise"));
  return {
    findings: findingsOf(modes, pictures, noisy),
    figures: [dispersionFigure(modes), ringFigure(pictures), powerFigure(noisy)],
    notes: [
      `phi'' = c² Lap phi - m² phi - 2 gamma phi' + noise on a periodic lattice, ${p.SPACING} mm, dt ${p.DT} ms; c ${p.SPEED} mm/ms, m ${Math.round(hertz(p.MASS))} Hz. ` +
        `Dispersion: ${p.SIDE} x ${p.SIDE} places, ${p.DISPERSION_TIME} ms. Noise: ${p.NOISE_BATCH} lattices of ${p.NOISE_SIDE} x ${p.NOISE_SIDE}, gamma ${p.DAMPING} / ms, ` +
        `${p.SAMPLES} samples ${p.BETWEEN} ms apart.`,
    ],
  };
}

function findingsOf(modes: readonly Measured[], pictures: readonly Float32Array[], noisy: Powers): Finding[] {
  const worst = Math.max(...modes.map(({ omega, exact }) => Math.abs(omega / exact - 1)));
  const [from, to] = [1, pictures.length - 1];
  const speed = (front(pictures[to]!) - front(pictures[from]!)) / (p.PICTURES[to]! - p.PICTURES[from]!);
  const slope = slopeOf(
    noisy.map(({ omega }) => Math.log(omega)),
    noisy.map(({ power }) => Math.log(power)),
  );
  return [
    {
      name: `dispersion of ${modes.length} modes: largest relative deviation`,
      measured: worst,
      expected: `0 from (2/dt) asin(omega dt/2), omega² = m² + 4 c²/h² (sin² + sin²); at most ${p.DISPERSION_BAR}`,
      holds: worst <= p.DISPERSION_BAR,
    },
    {
      name: `speed of the front of a kick, ${p.PICTURES[from]} to ${p.PICTURES[to]} ms (mm/ms)`,
      measured: speed,
      expected: `c = ${p.SPEED} within 5 %`,
      holds: Math.abs(speed / p.SPEED - 1) <= 0.05,
    },
    {
      name: "noise: slope of log P(k) over log omega(k)",
      measured: slope,
      expected: `-2 (equipartition) within ${100 * p.SLOPE_BAR} %`,
      holds: Math.abs(slope / -2 - 1) <= p.SLOPE_BAR,
    },
  ];
}

function dispersionFigure(modes: readonly Measured[]): Figure {
  const title = "Dispersion";
  const caption =
    "Frequencies of standing waves on the lattice, from their zeros, and the dispersion relation of the lattice and its time step.";
  const wave = (m: number) => (2 * Math.PI * m) / p.SIDE / p.SPACING;
  const series = [
    { name: "along an axis", colour: "#0072b2", mode: (m: number) => [0, m], picked: modes.filter(({ mode }) => mode[0] === 0) },
    { name: "along the diagonal", colour: "#d55e00", mode: (m: number) => [m, m], picked: modes.filter(({ mode }) => mode[0] !== 0) },
  ].flatMap(({ name, colour, mode, picked }) => {
    const fine = Array.from({ length: 65 }, (_, k) => k / 2);
    const length = (m: readonly number[]) => Math.hypot(...m.map(wave));
    return [
      {
        name: `${name}: relation`,
        x: fine.map((m) => length(mode(m))),
        y: fine.map((m) => hertz(leapfrogOf(omegaOf(mode(m), p.SIDE)))),
        colour,
      },
      {
        name: `${name}: measured`,
        x: picked.map((m) => length(m.mode)),
        y: picked.map(({ omega }) => hertz(omega)),
        style: "dots" as const,
        colour,
      },
    ];
  });
  return figureOf(linePlot(series, { title, caption, xLabel: "wave number (1 / mm)", yLabel: "frequency (Hz)" }));
}

function ringFigure(pictures: readonly Float32Array[]): Figure {
  const title = "A kick spreads";
  const extent = p.WIDE * p.SPACING;
  const caption = `phi on ${extent} x ${extent} mm after a kick in the middle; each picture has its own scale. Behind the front the field rings at ${Math.round(hertz(p.MASS))} Hz.`;
  const panels = pictures.map((picture, n) =>
    imageGrid([thinned(picture)], {
      ...{ title: `${p.PICTURES[n]} ms`, rows: p.WIDE / 2, columns: p.WIDE / 2, label: "phi", width: 280, caption },
    }),
  );
  return figureOf(arrange(title, panels, 620), { caption });
}

/** Every other place. */
function thinned(picture: Float32Array): number[] {
  const side = p.WIDE / 2;
  return Array.from({ length: side * side }, (_, i) => picture[2 * Math.floor(i / side) * p.WIDE + 2 * (i % side)]!);
}

function powerFigure(noisy: Powers): Figure {
  const title = "Spectrum of the lattice with noise";
  const caption = `Mean power of all ${noisy.length} modes: all have the same energy, so P falls as 1/omega².`;
  const sorted = [...noisy].sort((a, b) => a.omega - b.omega);
  const x = sorted.map(({ omega }) => hertz(omega));
  const height = p.NOISE ** 2 / (4 * p.DAMPING * p.SPACING ** 2);
  const panel = linePlot(
    [
      { name: "modes", x, y: sorted.map(({ power }) => power), style: "dots" },
      { name: "noise² / (4 gamma h² omega²)", x, y: sorted.map(({ omega }) => height / omega ** 2), colour: "#444444" },
    ],
    { title, caption, xLabel: "frequency of the mode (Hz)", yLabel: "P(k)", xLog: true, yLog: true },
  );
  return figureOf(panel);
}

/** Waves on a cortical lattice, and what noise makes of them. */
export const corticalField: Study = {
  name: "cortical-field",
  kind: "fields",
  title: "A cortical field as a damped wave equation: its dispersion, a kick that spreads, and the spectrum under noise",
  source: "closed forms; the equation: Jirsa and Haken (1996), Robinson, Rennie and Wright (1997)",
  scales: false,
  run,
};
