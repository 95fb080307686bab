import { InputError } from "../../src/errors.ts";
import { Network } from "../../src/network/network.ts";
import type { Simulation } from "../../src/simulate/simulation.ts";
import { stdp_synapse } from "../../src/twins/plasticity/stdp_synapse.ts";
import { linePlot, type Series } from "../../src/view/plots.ts";
import type { Example, ExampleOptions, Figure, Finding } from "../example.ts";
import { refuse, variantOf } from "../options.ts";
import { figureOf } from "../shared/figures.ts";
import { type Compared, conditions, measure, trains } from "./measure.ts";
import * as p from "./parameters.ts";
import { brian2 } from "./reference.ts";
import { closedForm } from "./theory.ts";

function network(options: ExampleOptions): Network {
  const { dt = 0.1, seed } = options;
  refuse(options, stdpWindow);
  const mode = variantOf(p.modes, options);
  if (!(Math.abs(p.delay / dt - Math.round(p.delay / dt)) < 1e-6))
    throw new InputError("dt", dt, "must go into 1 ms a whole number of times: the intervals are whole milliseconds");
  const net = new Network({ name: `stdp-window ${mode}`, dt, seed });
  const early = stdp_synapse.modes[mode]!.delayed ? p.delay : 0;
  for (const [name, { pre, post }] of Object.entries(trains(dt))) {
    spiking(net, `${name} pre`, pre, 0);
    spiking(net, `${name} post`, post, early);
    net.connect({
      name,
      source: `${name} pre`,
      target: `${name} post`,
      rule: "one_to_one",
      weight: p.weight,
      delay: p.delay,
      plasticity: { rule: "stdp_synapse", mode, params: p.rule },
    });
  }
  return net;
}

/** Neurons that spike at given times, ms, `early` ms earlier. */
function spiking(net: Network, name: string, given: readonly (readonly number[])[], early: number): void {
  net.population(name, given.length, "iaf_psc_delta");
  const spikes = given.flatMap((train, neuron) => train.map((time) => ({ time: time - early, neuron }))).sort((a, b) => a.time - b.time);
  net.input({ kind: "spikes", target: name, times: spikes.map((s) => s.time), neurons: spikes.map((s) => s.neuron), weight: p.kick });
}

const tooShort = (name: string): Finding => ({ name, measured: "not reached", expected: "takes a run of 60 s: --duration 60000" });

async function findings(simulation: Simulation, options: ExampleOptions): Promise<Finding[]> {
  const { mode, window, pairings } = await measure(simulation, options);
  const found: Finding[] = [];
  const [curve, frequency] = [
    "window: largest deviation from the closed form (Wmax)",
    "60 pairings: largest deviation from the sum over pairs (Wmax)",
  ];
  const bar = { expected: `0; at most ${p.BAR}` };
  if (window) {
    const coincident = window.measured[p.intervals.indexOf(0)]! - p.weight;
    const wanted = mode === "song" ? p.rule.lambda! : 0;
    const text = mode === "song" ? `${wanted}: A_plus` : "0: no pair";
    found.push({ name: curve, measured: window.deviation, ...bar, holds: window.deviation <= p.BAR });
    found.push({
      name: "a coincident pair changes the weight by (Wmax)",
      measured: coincident,
      expected: `${text} (${mode})`,
      holds: Math.abs(coincident - wanted) <= p.BAR,
    });
  } else found.push(tooShort(curve));
  if (!pairings) return [...found, tooShort(frequency)];
  found.push({ name: frequency, measured: pairings.deviation, ...bar, holds: pairings.deviation <= p.BAR });
  if (mode === "song" && simulation.dt === 0.1) found.push(...besideBrian2(pairings.measured));
  return found;
}

/** The table of the golden run, frequency by frequency. */
function besideBrian2(measured: Float32Array): Finding[] {
  return conditions.map(({ interval, frequency }, c) => {
    const golden = brian2[interval]![p.frequencies.indexOf(frequency)]!;
    return {
      name: `weight after 60 pairings at ${frequency} Hz, ${interval} ms (Wmax)`,
      measured: measured[c]!,
      expected: `${golden.toFixed(6)} (Brian2)`,
      holds: Math.abs(measured[c]! - golden) <= p.BAR,
    };
  });
}

async function figures(simulation: Simulation, options: ExampleOptions): Promise<Figure[]> {
  const { mode, window, pairings } = await measure(simulation, options);
  return [...(window ? [windowFigure(mode, window)] : []), ...(pairings ? [pairingsFigure(mode, pairings)] : [])];
}

function windowFigure(mode: string, { measured, deviation }: Compared): Figure {
  // From either side up to 0, where the curve jumps.
  const x = [...intervalsOf(-1), ...intervalsOf(1)];
  const caption =
    `One pair of spikes for each interval; ${mode}, additive, lambda ${p.rule.lambda}, alpha ${p.rule.alpha}. ` +
    `Largest deviation from the closed form: ${deviation.toExponential(1)} of Wmax.`;
  const panel = linePlot(
    [
      { name: "closed form", x, y: x.map((interval) => 100 * closedForm(interval)), colour: "#444444" },
      { name: "simulated", x: p.intervals, y: Array.from(measured, (w) => 100 * (w - p.weight)), style: "dots" },
    ],
    {
      title: "STDP window",
      xLabel: "target's spike after the source's, at the synapse (ms)",
      yLabel: "change of the weight (% of Wmax)",
      caption,
      origin: true,
    },
  );
  return figureOf(panel);
}

function intervalsOf(sign: number): number[] {
  const rising = Array.from({ length: 101 }, (_, k) => Math.max(k / 2, 1e-6));
  return sign > 0 ? rising : rising.map((x) => -x).reverse();
}

function pairingsFigure(mode: string, { measured, exact }: Compared): Figure {
  const series = p.pairingIntervals.flatMap((interval, k): Series[] => {
    const own = (list: ArrayLike<number>) => p.frequencies.map((_, f) => list[k * p.frequencies.length + f]!);
    const colour = k === 0 ? "#1f6fb4" : "#c44e26";
    return [
      { name: `${interval} ms, sum over pairs`, x: p.frequencies, y: own(exact), colour },
      { name: `${interval} ms, simulated`, x: p.frequencies, y: own(measured), style: "dots", colour },
    ];
  });
  const caption = `Weight after ${p.pairings} pairings from ${p.weight}, ${mode}. The closer the pairs follow each other, the more the modes differ.`;
  const panel = linePlot(series, { title: "Repeated pairings", xLabel: "pairings a second (Hz)", yLabel: "weight (Wmax)", caption });
  return figureOf(panel);
}

/** The curve that pair STDP is known by, in each of its modes. */
export const stdpWindow: Example = {
  name: "stdp-window",
  kind: "plasticity",
  title: "The STDP window: pairs of spikes at every interval of -50 to 50 ms, and 60 pairings at 1 to 50 Hz, against closed forms",
  source: "closed form; parameters of Song, Miller and Abbott (2000); 60 pairings as Brian2 2.5.1 has them",
  // 60 pairings at 1 Hz.
  duration: 60_000,
  warmup: 0,
  variants: p.modes,
  scales: false,
  network,
  findings,
  figures,
};
