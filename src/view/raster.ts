import { scaleLinear } from "d3-scale";
import { groupByNeuron, neuronCount, type PopulationSpan, type SpikeData, type SpikeTrains } from "./data.ts";
import { evenlySpread } from "./statistics.ts";
import { axisBottom, colour, escapeXml, fit, GRID, type Panel, rect, text, textWidth } from "./svg.ts";

/** How a raster is drawn. */
export interface RasterOptions {
  readonly width?: number;
  readonly height?: number;
  /** About the most marks drawn; above it, an evenly spread share of the neurons is shown, and the caption says so. */
  readonly maxMarks?: number;
  /** Time window shown, ms; the covered range when left out. */
  readonly fromMs?: number;
  readonly toMs?: number;
  readonly title?: string;
}

/** Coordinates in a path are whole tenths of a pixel. */
const SUB = 10;

/** Spikes as dots, one path a population, populations as bands from the top, neurons of a band from its top down. */
export function raster(spikes: SpikeData, options: RasterOptions = {}): Panel {
  const { width = 760, maxMarks = 60_000, title = "Spikes" } = options;
  const fromMs = options.fromMs ?? spikes.from * spikes.dt;
  const toMs = Math.max(options.toMs ?? spikes.to * spikes.dt, fromMs + spikes.dt);
  const height = Math.max(options.height ?? 480, 80 + 15 * spikes.populations.length);
  const left = labelWidth(spikes.populations.map((p) => p.name));
  const [top, bottom] = [26, height - 40];
  const x = scaleLinear([fromMs, toMs], [left, width - 12]);
  const window = inWindow(spikes, fromMs, toMs);
  const trains = groupByNeuron(window);
  const shown = chooseNeurons(spikes.populations, trains, maxMarks);
  const bands = bandHeights(
    spikes.populations.map((p) => p.size),
    bottom - top,
  );
  let y = top;
  const body = spikes.populations.map((population, p) => {
    const band = bands[p]!;
    const dots = marks(population, shown.neurons[p]!, trains, spikes.dt, x, y, band);
    const path = dots === "" ? "" : dotPath(dots, colour(p), shown.marks);
    const stripe = p % 2 === 0 ? rect(left, y, width - 12 - left, band, "#f6f7f9") : "";
    const name = text(left - 8, y + band / 2 + 4, fit(population.name, left - 10), { anchor: "end", fill: colour(p), bold: true });
    y += band;
    return stripe + name + path;
  });
  const frame = `<rect x="${left}" y="${top}" width="${width - 12 - left}" height="${bottom - top}" fill="none" stroke="${GRID}"/>`;
  const drawn = shown.neurons.reduce((sum, list) => sum + list.length, 0);
  return {
    width,
    height,
    title,
    caption: rasterCaption(window.step.length, drawn, neuronCount(spikes.populations)),
    body: `${text(left, 14, title, { bold: true, size: 13 })}${body.join("\n")}${frame}${axisBottom(x, bottom, { label: "time (ms)" })}`,
  };
}

function rasterCaption(count: number, drawn: number, neurons: number): string {
  if (count === 0) return "No neuron spiked.";
  if (drawn >= neurons) return `All ${count.toLocaleString("en")} spikes of all ${neurons.toLocaleString("en")} neurons are drawn.`;
  const share = ((100 * drawn) / neurons).toPrecision(2);
  return `Raster: an evenly spread ${Number(share)} % of the neurons is drawn (${drawn.toLocaleString("en")} of ${neurons.toLocaleString("en")}); each dot is one spike.`;
}

/** Room for the longest name, within reason. */
export function labelWidth(names: readonly string[]): number {
  return Math.min(150, 20 + names.reduce((most, name) => Math.max(most, textWidth(name)), 16));
}

function inWindow(spikes: SpikeData, fromMs: number, toMs: number): SpikeData {
  const begin = firstAtLeast(spikes.step, fromMs / spikes.dt - 1e-6);
  const end = firstAtLeast(spikes.step, toMs / spikes.dt - 1e-6);
  return { ...spikes, step: spikes.step.subarray(begin, end), neuron: spikes.neuron.subarray(begin, end) };
}

function firstAtLeast(sorted: Uint32Array, bound: number): number {
  let [low, high] = [0, sorted.length];
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (sorted[middle]! < bound) low = middle + 1;
    else high = middle;
  }
  return low;
}

/** The neurons drawn of each population: the largest evenly spread share that stays near the limit. */
function chooseNeurons(
  populations: readonly PopulationSpan[],
  trains: SpikeTrains,
  maxMarks: number,
): { neurons: Uint32Array[]; marks: number } {
  let share = Math.min(1, maxMarks / Math.max(1, trains.step.length));
  for (let attempt = 0; ; attempt++) {
    const neurons = populations.map((p) => evenlySpread(p.size, Math.max(Math.min(1, p.size), Math.floor(p.size * share))));
    const total = populations.reduce((sum, p, i) => sum + spikesOf(p, neurons[i]!, trains), 0);
    if (total <= maxMarks * 1.02 || share === 1 || attempt === 8) return { neurons, marks: total };
    share *= 0.98 * (maxMarks / total);
  }
}

function spikesOf(population: PopulationSpan, neurons: Uint32Array, trains: SpikeTrains): number {
  let sum = 0;
  for (const n of neurons) sum += trains.offset[population.first + n + 1]! - trains.offset[population.first + n]!;
  return sum;
}

/** Heights in proportion to size, but none too flat for its label. */
export function bandHeights(sizes: readonly number[], height: number, least = 15): number[] {
  const minimum = Math.min(least, height / Math.max(1, sizes.length));
  const spare = height - minimum * sizes.length;
  const total = sizes.reduce((a, b) => a + b, 0);
  return sizes.map((size) => minimum + (total > 0 ? (spare * size) / total : 0));
}

/** Relative moves in tenths of a pixel, one zero-length line a spike: round caps make them dots. Equal dots are drawn once. */
function marks(
  population: PopulationSpan,
  chosen: Uint32Array,
  trains: SpikeTrains,
  dt: number,
  x: (ms: number) => number,
  y: number,
  band: number,
): string {
  const out: string[] = [];
  let [penX, penY] = [0, 0];
  const inner = Math.max(1, band - 3);
  chosen.forEach((n, row) => {
    const dotY = Math.round((y + 1.5 + ((row + 0.5) * inner) / chosen.length) * SUB);
    let before = -1;
    for (let i = trains.offset[population.first + n]!; i < trains.offset[population.first + n + 1]!; i++) {
      const dotX = Math.round(x((trains.step[i]! + 1) * dt) * SUB);
      if (dotX === before) continue;
      before = dotX;
      const dy = dotY - penY;
      out.push(`m${dotX - penX}${dy < 0 ? dy : ` ${dy}`}h0`);
      [penX, penY] = [dotX, dotY];
    }
  });
  return out.join("");
}

function dotPath(d: string, stroke: string, total: number): string {
  const size = total > 20_000 ? 11 : total > 4_000 ? 14 : 20;
  return `<path transform="scale(${1 / SUB})" d="${escapeXml(d)}" fill="none" stroke="${stroke}" stroke-width="${size}" stroke-linecap="round"/>`;
}
