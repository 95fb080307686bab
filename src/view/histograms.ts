import { scaleLinear } from "d3-scale";
import type { SpikeData } from "./data.ts";
import { extentOf } from "./extent.ts";
import { type Correlation, type Histogram, histogram, type IsiVariation, isiHistograms, pairwiseCorrelations } from "./statistics.ts";
import { arrange, axisBottom, axisLeft, colour, fit, line, type Panel, px, SOFT_INK, text } from "./svg.ts";

/** How a histogram is drawn. */
export interface HistogramOptions {
  readonly title: string;
  /** x axis label with its unit. */
  readonly label: string;
  readonly fill?: string;
  /** A second line under the title. */
  readonly note?: string;
  /** A dashed vertical line here. */
  readonly marker?: number;
  readonly width?: number;
  readonly height?: number;
}

/** Filled steps over equal bins; the y axis is the share of all values, in percent. */
export function histogramPlot(data: Histogram, options: HistogramOptions): Panel {
  const { title, label, fill = colour(0), note = "", width = 272, height = 186, marker } = options;
  const [left, right, top, bottom] = [40, width - 10, 38, height - 40];
  const share = Float64Array.from(data.counts, (count) => (data.total > 0 ? (100 * count) / data.total : 0));
  const end = data.start + data.width * Math.max(1, data.counts.length);
  const x = scaleLinear([data.start, end], [left, right]);
  const y = scaleLinear([0, extentOf([share])?.[1] || 1], [bottom, top]).nice(3);
  const heading =
    text(left, 13, fit(title, width - left), { bold: true, fill }) +
    text(left, 28, fit(note, width - left, 10), { size: 10, fill: SOFT_INK });
  const axes = axisBottom(x, bottom, { label, ticks: 4 }) + axisLeft(y, left, { ticks: 3, grid: right - left });
  const mark =
    marker !== undefined && marker >= data.start && marker <= end ? line(x(marker), top, x(marker), bottom, "#111111", 1.2, "3 3") : "";
  const empty = data.total === 0 ? text((left + right) / 2, (top + bottom) / 2, "no data", { anchor: "middle", fill: SOFT_INK }) : "";
  return {
    width,
    height,
    title,
    caption: "",
    body: heading + axes + steps(data, share, x, y, bottom, fill) + mark + empty + text(4, 28, "%", { size: 10, fill: SOFT_INK }),
  };
}

function steps(
  data: Histogram,
  share: Float64Array,
  x: (v: number) => number,
  y: (v: number) => number,
  bottom: number,
  fill: string,
): string {
  if (data.total === 0) return "";
  let d = `M${px(x(data.start))} ${px(bottom)}`;
  share.forEach((value, i) => {
    d += `V${px(y(value))}H${px(x(data.start + (i + 1) * data.width))}`;
  });
  return `<path d="${d}V${px(bottom)}z" fill="${fill}" fill-opacity="0.35" stroke="${fill}" stroke-width="1.2"/>`;
}

/** Inter-spike intervals of each population, one small histogram each. */
export function isiPlot(
  spikes: SpikeData,
  maxWidth = 1150,
  data: readonly Histogram[] = isiHistograms(spikes),
  cv?: readonly IsiVariation[],
): Panel {
  const panels = data.map((h, p) => {
    const beyond = h.total > 0 ? `, ${((100 * h.above) / h.total).toFixed(1)} % longer` : "";
    const irregular = cv !== undefined && Number.isFinite(cv[p]?.cv) ? `CV ${cv[p]!.cv.toFixed(2)}, ` : "";
    const note = `${irregular}${h.total.toLocaleString("en")} intervals${beyond}`;
    return histogramPlot(h, { title: spikes.populations[p]!.name, label: "interval (ms)", fill: colour(p), note });
  });
  return {
    ...arrange("Inter-spike intervals", panels, maxWidth),
    caption: "Share of the intervals in each bin, in percent; axes end at the 98th percentile.",
  };
}

/** Pairwise spike-count correlations of each population, one small histogram each on a common axis. */
export function correlationPlot(spikes: SpikeData, maxWidth = 1150, data: readonly Correlation[] = pairwiseCorrelations(spikes)): Panel {
  const [low, high] = commonRange(data);
  const bins = 40;
  const panels = data.map((c, p) => {
    const h = histogram(c.values, low, (high - low) / bins, bins);
    const note =
      c.values.length > 0
        ? `mean ${c.mean.toFixed(4).replace("-0.0000", "0.0000")}, ${c.values.length.toLocaleString("en")} pairs of ${c.neurons} neurons`
        : "no pair of spiking neurons";
    return histogramPlot(h, { title: spikes.populations[p]!.name, label: "correlation", fill: colour(p), note, marker: c.mean });
  });
  return {
    ...arrange("Pairwise correlations", panels, maxWidth),
    caption:
      "Pearson coefficients of spike counts of neuron pairs; dashed: their mean. Axes reach from the 2nd to the 98th percentile of the widest population.",
  };
}

/** From the 2nd to the 98th percentile of all populations, a little wider, 0 inside. */
function commonRange(data: readonly Correlation[]): [number, number] {
  const ends = data
    .filter((c) => c.values.length > 0)
    .map((c) => {
      const sorted = Float64Array.from(c.values).sort();
      const last = sorted.length - 1;
      return [sorted[Math.floor(last * 0.02)]!, sorted[Math.ceil(last * 0.98)]!] as const;
    });
  const low = Math.min(0, ...ends.map(([end]) => end));
  const high = Math.max(0, ...ends.map(([, end]) => end));
  const margin = Math.max(0.01, 0.08 * (high - low));
  return [low - margin, high + margin];
}
