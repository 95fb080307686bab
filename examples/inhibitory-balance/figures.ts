import type { Simulation } from "../../src/simulate/simulation.ts";
import { arrange, linePlot } from "../../src/view/plots.ts";
import { ratesOverTime } from "../../src/view/statistics.ts";
import type { Figure } from "../example.ts";
import { figureOf } from "../shared/figures.ts";
import { currentsOf } from "./measure.ts";

/** Rates over time, with the target. */
export function ratesFigure(simulation: Simulation, target: number): Figure {
  const caption = `Bins of 100 ms; dashed: the target of ${target} Hz.`;
  const [exc, inh] = ratesOverTime(simulation.spikes(), 100);
  const seconds = exc!.time.map((t) => t / 1000);
  const panel = linePlot(
    [
      { name: "excitatory", x: seconds, y: exc!.rate },
      { name: "inhibitory", x: seconds, y: inh!.rate },
      { name: "target", x: [seconds[0] ?? 0, seconds.at(-1) ?? 1], y: [target, target], style: "dashed" },
    ],
    { title: "Rates over time", xLabel: "time (s)", yLabel: "rate (Hz)", yLog: true, width: 740, caption },
  );
  return figureOf(panel);
}

/** Currents into one neuron at the beginning and at the end. */
export function currentsFigure(simulation: Simulation): Figure {
  const caption =
    "Currents into one excitatory neuron; the constant 200 pA count as excitation. What inhibition leaves of it, fluctuations carry over the threshold.";
  const { time, exc, inh } = currentsOf(simulation, 0, 1);
  const end = simulation.time;
  const panel = (title: string, from: number, to: number) => {
    const keep = (_: number, s: number) => time[s]! > from && time[s]! <= to;
    const x = time.filter(keep);
    const [e, i] = [exc.filter(keep), inh.filter(keep)];
    return linePlot(
      [
        { name: "excitatory", x, y: e },
        { name: "inhibitory", x, y: i },
        { name: "sum", x, y: e.map((value, k) => value + i[k]!), colour: "#444444" },
      ],
      { title, xLabel: "time (ms)", yLabel: "current (pA)", width: 460, height: 300, origin: true },
    );
  };
  const first = time[0] ?? 0;
  const both = [panel("The first 200 ms", first - 1, first + 200), panel("The last 200 ms", end - 200, end)];
  return figureOf(arrange("Balance of currents", both, 1000), { caption });
}
