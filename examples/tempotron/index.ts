import { linePlot, traces } from "../../src/view/plots.ts";
import type { Bench, ExampleOptions, Figure, Finding, Study, StudyResult } from "../example.ts";
import { refuse } from "../options.ts";
import { figureOf } from "../shared/figures.ts";
import { type Learnt, learn, type Voltages } from "./measure.ts";
import * as p from "./parameters.ts";

async function run(options: ExampleOptions, bench: Bench): Promise<StudyResult> {
  refuse(options, tempotron);
  bench.progress(0);
  const size = { afferents: p.AFFERENTS, loads: p.LOADS, seeds: p.SEEDS, passes: p.PASSES };
  const { learnt, voltages } = await learn(size, options.seed, bench);
  return {
    findings: findingsOf(learnt),
    figures: [voltageFigure(voltages), errorFigure(learnt), loadFigure(learnt)],
    notes: [
      `${p.AFFERENTS} afferents, one spike each at a random time of ${p.DURATION} ms, every other pattern to fire; tau ${p.TAU} ms, tau_s ${p.TAU_S} ms, threshold 1, ` +
        `rate ${p.RATE} duration / (tau afferents V0), momentum ${p.MOMENTUM}; first weights of standard deviation ${p.FIRST}. ` +
        `${p.SEEDS} tempotrons a load, ${p.PASSES} passes, patterns always in one order. The highest V is found between spikes too, exactly.`,
    ],
  };
}

const ofLoad = (learnt: readonly Learnt[], load: number) => learnt.filter((one) => one.load === load);

/** Pass in which each tempotron of a load made no error. */
const passesOf = (all: readonly Learnt[]) => all.map(({ pass }) => pass ?? "–").join(", ");

export function findingsOf(learnt: readonly Learnt[]): Finding[] {
  const loads = [...new Set(learnt.map(({ load }) => load))];
  return loads.flatMap((load): Finding[] => {
    const all = ofLoad(learnt, load);
    const passes: Finding = { name: `load ${load}: first pass without an error, each tempotron`, measured: passesOf(all), expected: "–" };
    if (load === p.JUDGED) {
      const holds = all.every(({ pass }) => pass !== undefined && pass <= p.BAR);
      return [{ ...passes, expected: `${p.BAR} at most (an own computation in numpy: 27)`, holds }];
    }
    if (all.every(({ pass }) => pass !== undefined)) return [passes];
    const least = all.map(({ errors, patterns }) => (100 * Math.min(...errors)) / patterns);
    return [
      passes,
      { name: `load ${load}: fewest errors in a pass (%)`, measured: least.map((x) => x.toFixed(1)).join(", "), expected: "–" },
    ];
  });
}

function voltageFigure(voltages: readonly Voltages[]): Figure {
  const title = "V before and after learning";
  const caption = `Load ${p.JUDGED}: a pattern to fire at, and one not; the threshold is dashed.`;
  const series = voltages.flatMap(({ times, fires, before, after }) => {
    const name = fires ? "fire" : "silent";
    return [
      { name: `${name}, before`, x: times, y: before },
      { name: `${name}, after`, x: times, y: after },
    ];
  });
  return figureOf(traces(series, { title, yLabel: "V (threshold 1)", marker: 1, caption }));
}

/** Mean share of errors of each pass, load by load. */
function errorFigure(learnt: readonly Learnt[]): Figure {
  const title = "Errors over passes";
  const caption = `Mean over ${p.SEEDS} tempotrons a load.`;
  const series = p.LOADS.map((load) => {
    const all = ofLoad(learnt, load);
    const x = all[0]!.errors.map((_, k) => k + 1);
    const share = (k: number) => all.reduce((sum, { errors, patterns }) => sum + errors[k]! / patterns, 0) / all.length;
    return { name: `load ${load}`, x, y: x.map((_, k) => 100 * share(k)) };
  });
  return figureOf(linePlot(series, { title, caption, xLabel: "pass", yLabel: "errors (%)" }));
}

function loadFigure(learnt: readonly Learnt[]): Figure {
  const title = "Learnt within so many passes, over the load";
  const caption = "Share of the tempotrons that made no error in a pass by then.";
  const share = (load: number, passes: number) => {
    const all = ofLoad(learnt, load);
    return all.filter(({ pass }) => pass !== undefined && pass <= passes).length / all.length;
  };
  const series = [p.BAR, p.PASSES].map((passes) => ({
    ...{ name: `${passes} passes`, x: p.LOADS, y: p.LOADS.map((load) => share(load, passes)) },
  }));
  return figureOf(linePlot(series, { title, caption, xLabel: "patterns an afferent", yLabel: "share learnt" }));
}

/** A neuron that learns when to fire. */
export const tempotron: Study = {
  name: "tempotron",
  kind: "local",
  title: "Tempotron: a neuron that learns to fire at some patterns of spikes and not at others, up to its capacity",
  source: "Guetig and Sompolinsky (2006)",
  scales: false,
  run,
};
