import { scaleLinear } from "d3-scale";
import { extentOf } from "./extent.ts";
import { LEGEND_HEIGHT, shadeLegend, shadeScale } from "./shades.ts";
import { evenlySpread, type Histogram } from "./statistics.ts";
import { axisBottom, axisLeft, GRID, type Panel, px, text } from "./svg.ts";

/** Weights of the same synapses at several times, as `Simulation.weightSnapshots` gives them. */
export interface WeightSnapshots {
  /** ms, ascending. */
  readonly times: ArrayLike<number>;
  /** One array a time. */
  readonly weights: readonly ArrayLike<number>[];
}

/** How weights over time are drawn. */
export interface WeightOptions {
  readonly title: string;
  /** y axis label with its unit. */
  readonly label: string;
  /** Ends of the y axis; those of the data when left out. */
  readonly range?: readonly [number, number];
  readonly bins?: number;
  readonly width?: number;
  readonly height?: number;
  readonly caption?: string;
}

/** A weight this far beyond a bound, in shares of the range, is at the bound: float32 rounds 0.3 up. */
const ROUNDING = 1e-6;
/** From this many ms on time is shown in seconds. */
const SECONDS_FROM = 10_000;
/** Columns narrower than this, px, are not drawn. */
const NARROWEST = 2;

/** Counts weights into equal bins from `low` to `high`, both included: hard bounds pile weights up at the ends. */
export function weightHistogram(weights: ArrayLike<number>, low: number, high: number, bins = 50): Histogram {
  const span = high - low;
  const width = span / bins;
  const counts = new Float64Array(bins);
  let [below, above] = [0, 0];
  for (let i = 0; i < weights.length; i++) {
    const at = (weights[i]! - low) / span;
    if (at < -ROUNDING) below++;
    else if (!(at <= 1 + ROUNDING)) above++;
    else counts[Math.min(bins - 1, Math.max(0, Math.floor(at * bins)))]!++;
  }
  return { start: low, width, counts, total: weights.length, above, below };
}

/** Weight histograms over time: time across, weight up; the darker, the more of the weights of that time lie there. */
export function weightHistograms({ times, weights }: WeightSnapshots, options: WeightOptions): Panel {
  const { title, label, bins = 50, width = 560, height = 360 } = options;
  const [low, high] = options.range ?? rangeOf(weights);
  const [left, right, top, bottom] = [58, width - 16, 26, height - 42 - LEGEND_HEIGHT];
  const inSeconds = times.length > 0 && times[times.length - 1]! >= SECONDS_FROM;
  const shown = evenlySpread(times.length, Math.min(times.length, Math.floor((right - left) / NARROWEST)));
  const at = Array.from(shown, (k) => times[k]! / (inSeconds ? 1000 : 1));
  const histograms = Array.from(shown, (k) => weightHistogram(weights[k]!, low, high, bins));
  const edges = edgesOf(at);
  const x = scaleLinear([edges[0]!, edges[edges.length - 1]!], [left, right]);
  const y = scaleLinear([low, high], [bottom, top]);
  const most = histograms.reduce((sofar, h) => Math.max(sofar, ...shareOf(h)), 0);
  const scale = shadeScale(0, 100 * most || 1, 0.5);
  const paths: string[] = scale.colours.map(() => "");
  for (const [k, histogram] of histograms.entries()) {
    const [from, to] = [x(edges[k]!), x(edges[k + 1]!)];
    shareOf(histogram).forEach((share, bin) => {
      const shade = share === 0 ? 0 : Math.max(1, scale.shadeOf(100 * share));
      if (shade === 0) return;
      const [base, roof] = [y(low + bin * histogram.width), y(low + (bin + 1) * histogram.width)];
      paths[shade] += `M${px(from)} ${px(base)}H${px(to)}V${px(roof)}H${px(from)}z`;
    });
  }
  const image = paths.flatMap((d, s) => (d === "" ? [] : [`<path d="${d}" fill="${scale.colours[s]}" shape-rendering="crispEdges"/>`]));
  const body = [
    text(left, 14, title, { bold: true, size: 13 }),
    axisLeft(y, left, { label, grid: right - left }, 42),
    ...image,
    axisBottom(x, bottom, { label: inSeconds ? "time (s)" : "time (ms)" }),
    `<rect x="${left}" y="${top}" width="${right - left}" height="${bottom - top}" fill="none" stroke="${GRID}"/>`,
    shadeLegend(scale, left, bottom + 44, "weights in a bin (%)"),
  ].join("\n");
  return { width, height, title, caption: captionOf(options.caption, histograms, times.length, [low, high]), body };
}

function rangeOf(weights: readonly ArrayLike<number>[]): readonly [number, number] {
  const [low, high] = extentOf(weights) ?? [0, 1];
  return low === high ? [low - 0.5, high + 0.5] : [low, high];
}

/** Half-way between neighbours; the first and the last column are as wide as their inner halves make them. */
function edgesOf(at: readonly number[]): number[] {
  if (at.length === 0) return [0, 1];
  if (at.length === 1) return [at[0]! - 0.5, at[0]! + 0.5];
  const inner = at.slice(1).map((time, k) => (time + at[k]!) / 2);
  const last = at.length - 1;
  return [2 * at[0]! - inner[0]!, ...inner, 2 * at[last]! - inner[last - 1]!];
}

function shareOf({ counts, total }: Histogram): Float64Array {
  return counts.map((count) => (total > 0 ? count / total : 0));
}

function captionOf(caption = "", histograms: readonly Histogram[], snapshots: number, [low, high]: readonly [number, number]): string {
  const outside = histograms.reduce((sum, h) => sum + h.above + h.below, 0);
  const all = histograms.reduce((sum, h) => sum + h.total, 0);
  const share = Number(((100 * outside) / all).toPrecision(2));
  return [
    caption,
    ...(snapshots === 0 ? ["No snapshot was taken."] : []),
    ...(histograms.length < snapshots
      ? [`${histograms.length} of ${snapshots.toLocaleString("en")} snapshots, evenly spread, are drawn.`]
      : []),
    ...(outside > 0 ? [`${share} % of the weights lie outside ${low} to ${high} and are not drawn.`] : []),
  ]
    .filter(Boolean)
    .join(" ");
}
