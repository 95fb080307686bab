import { type FlowName, flows } from "../../src/twins/flow/table.ts";
import { arrange, linePlot } from "../../src/view/plots.ts";
import { colour } from "../../src/view/svg.ts";
import type { Bench, ExampleOptions, Figure, Finding, Study, StudyResult } from "../example.ts";
import { refuse } from "../options.ts";
import { figureOf } from "../shared/figures.ts";
import { type FlowMeasured, measureFlow, type Size } from "./measure.ts";
import * as p from "./parameters.ts";

const names = Object.keys(flows) as FlowName[];

async function run(options: ExampleOptions, bench: Bench): Promise<StudyResult> {
  refuse(options, dysts);
  return carryOut({ flows: names, systems: p.SYSTEMS, settling: p.SETTLING, followed: p.FOLLOWED }, options.seed, bench);
}

/** The study at some size. */
export async function carryOut(size: Size, seed: number, bench: Bench): Promise<StudyResult> {
  const { flows: chosen } = size;
  const measured: FlowMeasured[] = [];
  for (const [k, name] of chosen.entries()) {
    bench.signal.throwIfAborted();
    bench.progress(k / chosen.length, name);
    measured.push(await measureFlow(name, size, seed, bench));
  }
  const steps = measured.reduce((sum, { row }) => sum + (size.systems * (size.settling + size.followed) * row.period) / row.step, 0);
  return {
    findings: findingsOf(measured, size),
    figures: [gallery(measured), exponents(measured)],
    notes: [
      `${chosen.length} flows x ${size.systems.toLocaleString("en")} initial conditions, Runge and Kutta's method at the table's step, float32; ` +
        `${size.settling} periods before anything is measured, ${size.followed} measured: ${(steps / 1e6).toFixed(0)} million steps. A system has left its attractor when it is ` +
        `outside the box of a float64 computation (200 systems, 300 periods) by more than ${100 * p.MARGIN} % of its width, at any of ${p.FRAMES} frames a period.`,
      ...measured.flatMap(({ name, row }) =>
        row.tabled !== undefined && Math.abs(row.exponent / row.tabled - 1) > 0.1
          ? [`${name}: float64 here ${row.exponent}, dysts' table has ${row.tabled}.`]
          : [],
      ),
    ],
  };
}

function findingsOf(measured: readonly FlowMeasured[], { systems }: Size): Finding[] {
  const left = measured.reduce((sum, one) => sum + one.left, 0);
  return [
    {
      name: `systems that left their attractor, of ${(measured.length * systems).toLocaleString("en")}`,
      measured: left,
      expected: "0",
      holds: left === 0,
    },
    ...measured.map(({ name, row, exponent, error }) => {
      const lorenz = name === "lorenz";
      const reference = lorenz ? p.LORENZ : row.exponent;
      const allowed = Math.max((lorenz ? p.LORENZ_BAR : p.BAR) * reference, lorenz ? 0 : p.ERRORS * error);
      const tabled = row.tabled === undefined ? "" : `; dysts: ${row.tabled}`;
      return {
        name: `largest exponent, ${name}`,
        measured: exponent,
        expected: `${reference} within ${allowed.toPrecision(2)} (${lorenz ? "literature" : "float64"}${tabled})`,
        holds: Math.abs(exponent - reference) <= allowed,
      };
    }),
  ];
}

function gallery(measured: readonly FlowMeasured[]): Figure {
  const title = "Attractors";
  const caption = "First two variables of one system each; of the delay flow, its value and that a delay before.";
  const panels = measured.map(({ name, row, path }, k) => {
    const [x = "x", y = `${x} before`] = Object.keys(row.initial);
    const few = Math.ceil(path.x.length / 1500);
    const thin = (values: readonly number[]) => values.filter((_, n) => n % few === 0);
    return linePlot([{ name: "", x: thin(path.x), y: thin(path.y), colour: colour(k % 4) }], {
      ...{ title: name, xLabel: x, yLabel: y, width: 260, height: 220 },
    });
  });
  return figureOf(arrange(title, panels, 1120), { caption });
}

function exponents(measured: readonly FlowMeasured[]): Figure {
  const title = "Largest Lyapunov exponents";
  const caption =
    "Measured over the float64 number of the table; black: equal. Orange: the estimates that dysts has, which are off for some.";
  const x = measured.map(({ row }) => row.exponent);
  const both = measured.filter(({ row }) => row.tabled !== undefined);
  const [low, high] = [Math.min(...x), Math.max(...x)];
  const panel = linePlot(
    [
      { name: "dysts", x: both.map(({ row }) => row.exponent), y: both.map(({ row }) => row.tabled!), style: "dots", colour: "#d55e00" },
      { name: "measured", x, y: measured.map(({ exponent }) => exponent), style: "dots", colour: "#0072b2" },
      { name: "equal", x: [low, high], y: [low, high], style: "dashed", colour: "#444444" },
    ],
    { title, caption, xLabel: "float64 (1 / time)", yLabel: "exponent (1 / time)", xLog: true, yLog: true, yFormat: ".2~r" },
  );
  return figureOf(panel);
}

/** Many chaotic flows, from many states each. */
export const dysts: Study = {
  name: "dysts",
  kind: "recurrent",
  title: `${names.length} chaotic flows from 1,000 states each: none leaves its attractor, largest Lyapunov exponents beside the tabled ones`,
  source: "Gilpin (2021), arXiv:2110.05266 (parameters, states, periods); the flows' own papers: src/twins/flow/",
  scales: false,
  run,
};
