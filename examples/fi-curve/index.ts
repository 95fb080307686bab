import { Network } from "../../src/network/network.ts";
import type { Simulation } from "../../src/simulate/simulation.ts";
import { groupByNeuron } from "../../src/view/data.ts";
import { linePlot } from "../../src/view/plots.ts";
import type { Example, ExampleOptions, Figure } from "../example.ts";
import { refuse } from "../options.ts";
import { figureOf } from "../shared/figures.ts";
import { neuron, rateAt, rheobase } from "../shared/lif.ts";

const NEURONS = 1000;
const [LEAST, MOST] = [300, 1000] as const;

/** Current of each neuron, pA. */
export const currents = Float64Array.from({ length: NEURONS }, (_, i) => LEAST + ((MOST - LEAST) * i) / (NEURONS - 1));

function network(options: ExampleOptions): Network {
  const { dt = 0.1, seed } = options;
  refuse(options, fiCurve);
  const net = new Network({ name: "fi-curve", dt, seed });
  net.population("lif", NEURONS, "iaf_psc_exp", { params: { ...neuron, I_e: currents } });
  return net;
}

/** What a run measured of the curve. */
interface Curve {
  /** Hz, from the mean inter-spike interval; 0 for a neuron without a spike, NaN for one with a single spike. */
  readonly rates: Float64Array;
  /** ms by which the mean interval of a neuron is longer than the analytic one: largest and smallest. A spike falls on the step after the crossing, so 0 to dt. */
  readonly latest: number;
  readonly earliest: number;
  /** Hz. */
  readonly largestDeviation: number;
}

/** Rates from mean inter-spike intervals, held against the analytic curve. */
export function measure(simulation: Simulation): Curve {
  const { step, offset } = groupByNeuron(simulation.spikes());
  const rates = new Float64Array(NEURONS);
  let [latest, earliest, largestDeviation] = [Number.NEGATIVE_INFINITY, Number.POSITIVE_INFINITY, 0];
  for (let n = 0; n < NEURONS; n++) {
    const count = offset[n + 1]! - offset[n]!;
    if (count < 2) {
      rates[n] = count === 0 ? 0 : Number.NaN;
      continue;
    }
    const interval = ((step[offset[n + 1]! - 1]! - step[offset[n]!]!) * simulation.dt) / (count - 1);
    rates[n] = 1000 / interval;
    const exact = rateAt(currents[n]!);
    latest = Math.max(latest, interval - 1000 / exact);
    earliest = Math.min(earliest, interval - 1000 / exact);
    largestDeviation = Math.max(largestDeviation, Math.abs(rates[n]! - exact));
  }
  return { rates, latest, earliest, largestDeviation };
}

function figures(simulation: Simulation): Figure[] {
  const { rates, largestDeviation, latest } = measure(simulation);
  const caption =
    `Largest deviation ${largestDeviation.toFixed(3)} Hz: a spike falls on the step that follows the crossing, which makes intervals up to ` +
    `${latest.toFixed(3)} ms longer (dt ${simulation.dt} ms). Rheobase ${rheobase} pA.`;
  const sparse = currents.filter((_, i) => i % 10 === 0);
  const panel = linePlot(
    [
      { name: "analytic", x: currents, y: currents.map(rateAt) },
      { name: "simulated (every tenth neuron)", x: sparse, y: rates.filter((_, i) => i % 10 === 0), style: "dots" },
    ],
    { title: "f-I curve of iaf_psc_exp", xLabel: "I_e (pA)", yLabel: "rate (Hz)", caption },
  );
  return [figureOf(panel, { title: "f-I curve" })];
}

/** Rate over current, against the closed form. */
export const fiCurve: Example = {
  name: "fi-curve",
  kind: "spiking",
  title: "Rate of 1,000 leaky integrate-and-fire neurons over their current, against the closed form",
  source: "closed form of the leaky integrate-and-fire neuron; parameters are NEST's defaults of iaf_psc_exp",
  duration: 1000,
  warmup: 0,
  scales: false,
  network,
  figures,
};
