import { Network } from "../../src/network/network.ts";
import type { Simulation } from "../../src/simulate/simulation.ts";
import { arrange, linePlot, raster, spaceTime } from "../../src/view/plots.ts";
import type { Example, ExampleOptions, Figure, Finding } from "../example.ts";
import { refuse, variantOf } from "../options.ts";
import { figureOf } from "../shared/figures.ts";
import { neuron } from "../shared/lif.ts";
import { type Bump, measure, spacing } from "./measure.ts";
import { current, field, kernel, least, neuronsAPoint, ring, settled, spikesToField, start, threshold } from "./parameters.ts";
import { bumpWidth, profile, rateOver } from "./theory.ts";

const VARIANTS = ["coupled", "field-alone"] as const;

function network(options: ExampleOptions): Network {
  const { dt = 0.1, seed } = options;
  refuse(options, fieldAndSpikes);
  const coupled = variantOf(VARIANTS, options) === "coupled";
  const net = new Network({ name: "field-and-spikes", dt, seed });
  const excitatory = net.population("E", ring.points * neuronsAPoint, "iaf_psc_exp", {
    params: { ...neuron, I_e: current.rest },
    initial: { V_m: { uniform: { low: neuron.V_reset, high: neuron.V_th } } },
  });
  const u = net.field("u", {
    model: "amari",
    sizes: [ring.points],
    length: ring.length,
    ...field,
    kernel,
    rate: { kind: "heaviside", threshold },
    initial: { u: Float64Array.from({ length: ring.points }, (_, i) => hump(i * spacing)) },
  });
  net.drive(u, excitatory, { gain: current.gain });
  if (coupled) net.source(excitatory, u, { gain: spikesToField });
  return net.record({ spikes: excitatory }).record({ field: u, every: 2 });
}

function hump(x: number): number {
  const { middle, height, width } = start;
  return height * Math.exp(-((x - middle) ** 2) / (2 * width ** 2));
}

/** Largest relative difference between the rates of places in the bump and the f-I curve at their mean field. */
function offCurve({ field: u, rates }: Bump): number {
  let largest = 0;
  u.forEach((value, i) => {
    if (value > threshold) largest = Math.max(largest, Math.abs(rates[i] / rateOver(value) - 1));
  });
  return largest;
}

async function findings(simulation: Simulation, options: ExampleOptions): Promise<Finding[]> {
  const bump = measure(simulation);
  if (bump.ms < least) {
    const expected = `of a run of ${settled + least} ms or more: the bump takes its shape first`;
    return [{ name: "width of the bump (mm)", measured: Number.NaN, expected }];
  }
  if (variantOf(VARIANTS, options) === "field-alone") {
    const expected = `0: the kernel adds up to 0.23 at most, the threshold is ${threshold}`;
    return [{ name: "width of the bump (mm)", measured: bump.width, expected, holds: bump.width === 0 }];
  }
  const width = bumpWidth();
  const most = rateOver(profile(0, width));
  const peak = Math.max(...bump.rates);
  const off = 100 * offCurve(bump);
  return [
    {
      name: "width of the bump (mm)",
      measured: bump.width,
      expected: `${width.toFixed(2)}: Amari's condition, the threshold lowered by what spikes add at the edges`,
      holds: Math.abs(bump.width / width - 1) < 0.05,
    },
    {
      name: "highest rate (Hz)",
      measured: peak,
      expected: `${most.toFixed(1)}: the f-I curve at the field in the middle of such a bump`,
      holds: Math.abs(peak / most - 1) < 0.05,
    },
    {
      name: "rates in the bump off the f-I curve, at most (%)",
      measured: off,
      expected: "0, were rates not counted in whole spikes of a field that trembles",
      holds: off < 5,
    },
    {
      name: "middle of the bump at the end (mm)",
      measured: bump.middle,
      expected: `near ${start.middle}, where it started: any place will do`,
    },
  ];
}

function figures(simulation: Simulation): Figure[] {
  const [frames] = simulation.fieldFrames();
  if (frames.times.length < 2) return [];
  // Places from the top down, as the raster has its neurons.
  const turned = Array.from(frames.times, (_, k) => frames.values.slice(k * ring.points, (k + 1) * ring.points).reverse());
  const times = [frames.times[0], frames.times[frames.times.length - 1]] as const;
  const caption = `The field and the spikes of ${neuronsAPoint} neurons a grid point; both run along the ring from the top down.`;
  const panels = [
    spaceTime(turned, { title: "Field", x: times, y: [ring.length, 0], xLabel: "time (ms)", yLabel: "place (mm)", label: "u" }),
    raster(simulation.spikes(), { title: "Spikes", width: 560, height: 300 }),
  ];
  const pictures = [figureOf(arrange("Field and spikes", panels, 1150), { caption })];
  const bump = measure(simulation);
  if (bump.ms < least) return pictures;
  const x = Float64Array.from({ length: ring.points }, (_, i) => i * spacing);
  const width = bumpWidth();
  const around = Number.isNaN(bump.middle) ? start.middle : bump.middle;
  const near = x.filter((place) => Math.abs(place - around) < 6);
  const at = (values: Float64Array) => values.filter((_, i) => Math.abs(x[i] - around) < 6);
  const theory = near.map((place) => profile(place - around, width));
  const profiles = [
    linePlot(
      [
        { name: "mean field", x: near, y: at(bump.field) },
        { name: "theory", x: near, y: theory, style: "dashed" },
      ],
      { title: `Field, from ${settled} ms on`, xLabel: "place (mm)", yLabel: "u" },
    ),
    linePlot(
      [
        { name: "neurons", x: near, y: at(bump.rates), style: "dots" },
        { name: "f-I curve at the mean field", x: near, y: at(bump.field).map(rateOver) },
        { name: "f-I curve at the theory's field", x: near, y: theory.map(rateOver), style: "dashed" },
      ],
      { title: "Rates", xLabel: "place (mm)", yLabel: "rate (Hz)" },
    ),
  ];
  return [...pictures, figureOf(arrange("The bump and its theory", profiles, 1150))];
}

/** A bump that a neural field and spiking neurons keep together, and neither alone. */
export const fieldAndSpikes: Example = {
  name: "field-and-spikes",
  kind: "spiking",
  title: "A bump that a neural field and 4,096 spiking neurons keep up together, against Amari's theory and the f-I curve",
  source: "field after Amari (Biol. Cybern. 27, 77-87, 1977), neurons are NEST's iaf_psc_exp; all numbers are chosen here",
  duration: 800,
  warmup: 0,
  variants: VARIANTS,
  scales: false,
  network,
  findings,
  figures,
};
