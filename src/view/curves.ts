import { scaleLinear, scaleLog } from "d3-scale";
import type { SpikeData } from "./data.ts";
import { extentOf } from "./extent.ts";
import { labelWidth } from "./raster.ts";
import { type RateOverTime, ratesOverTime } from "./statistics.ts";
import { axisBottom, axisLeft, colour, fit, line, type Panel, polyline, px, type Scale, SOFT_INK, text, textWidth } from "./svg.ts";

/** Values over a common or own x. */
export interface Series {
  readonly name: string;
  readonly x: ArrayLike<number>;
  readonly y: ArrayLike<number>;
  /** "line" when left out. */
  readonly style?: "line" | "dashed" | "dots";
  readonly colour?: string;
}

/** How a line plot is drawn. */
export interface LineOptions {
  readonly title: string;
  readonly xLabel: string;
  readonly yLabel: string;
  readonly width?: number;
  readonly height?: number;
  readonly caption?: string;
  readonly xLog?: boolean;
  readonly yLog?: boolean;
  /** d3-format specifier of the values of y; a logarithmic axis has SI prefixes without one: 500m. */
  readonly yFormat?: string;
  /** Lines through 0 of both axes, wherever 0 lies inside: for an STDP window. */
  readonly origin?: boolean;
}

/** Lines and dots over one pair of axes, with a key: an f-I curve and its analytic overlay, for one. */
export function linePlot(series: readonly Series[], options: LineOptions): Panel {
  const { title, xLabel, yLabel, width = 560, height = 360, caption = "", yFormat } = options;
  const [left, right, bottom] = [58, width - 16, height - 42];
  const key = legend(series, left, right);
  const top = 24 + key.height;
  const x = scaleOver(
    series.map((s) => s.x),
    [left, right],
    options.xLog ?? false,
  );
  const y = scaleOver(
    series.map((s) => s.y),
    [bottom, top],
    options.yLog ?? false,
  ).nice();
  const axes =
    axisBottom(x, bottom, { label: xLabel, grid: bottom - top }) +
    axisLeft(y, left, { label: yLabel, format: yFormat, grid: right - left }, 42);
  const zero = options.origin ? origin(x, y) : "";
  const drawn = series.map((s, i) => drawSeries(s, x, y, s.colour ?? colour(i)));
  const heading = text(left, 14, title, { bold: true, size: 13 });
  return { width, height, title, caption, body: heading + key.body + axes + zero + drawn.join("\n") };
}

function origin(x: Scale, y: Scale): string {
  const inside = (scale: Scale) => Math.min(...scale.domain()) < 0 && Math.max(...scale.domain()) > 0;
  const [[left, right], [bottom, top]] = [x.range(), y.range()];
  const across = inside(y) ? line(left!, y(0), right!, y(0), SOFT_INK) : "";
  return across + (inside(x) ? line(x(0), bottom!, x(0), top!, SOFT_INK) : "");
}

function scaleOver(values: readonly ArrayLike<number>[], range: [number, number], log: boolean): Scale {
  let [low, high] = extentOf(values, (value) => !log || value > 0) ?? (log ? [1, 10] : [0, 1]);
  if (low === high) [low, high] = log ? [low / 2, high * 2] : [low === 0 ? 0 : low - 1, high + 1];
  return log ? scaleLog([low, high], range) : scaleLinear([low, high], range);
}

function drawSeries(series: Series, x: Scale, y: Scale, stroke: string): string {
  const xs = Array.from(series.x, (v) => x(v));
  const ys = Array.from(series.y, (v) => y(v));
  if (series.style !== "dots") {
    const thin = decimate(xs, ys);
    return polyline(thin.x, thin.y, stroke, 1.8, series.style === "dashed" ? "6 4" : "");
  }
  const dots = xs.map((cx, i) => (Number.isFinite(cx) && Number.isFinite(ys[i]) ? `M${px(cx)} ${px(ys[i]!)}h0` : "")).join("");
  return `<path d="${dots || "M0 0"}" fill="none" stroke="${stroke}" stroke-width="${xs.length > 300 ? 3 : 5}" stroke-linecap="round"/>`;
}

function legend(series: readonly Series[], left: number, right: number): { body: string; height: number } {
  if (series.length < 2) return { body: "", height: 0 };
  let [at, row] = [left, 0];
  const body = series.map((s, i) => {
    const wide = 34 + textWidth(s.name);
    if (at > left && at + wide > right) {
      at = left;
      row++;
    }
    const y = 30 + row * 16;
    const stroke = s.colour ?? colour(i);
    const dot = `<circle cx="${px(at + 9)}" cy="${y}" r="2.8" fill="${stroke}"/>`;
    const sample = s.style === "dots" ? dot : line(at, y, at + 18, y, stroke, 2, s.style === "dashed" ? "6 4" : "");
    const item = sample + text(at + 23, y + 4, s.name);
    at += wide + 8;
    return item;
  });
  return { body: body.join(""), height: (row + 1) * 16 };
}

/** Of points crowded into one pixel column only the first, lowest, highest and last are kept: a long trace looks the same. */
function decimate(xs: readonly number[], ys: readonly number[]): { x: number[]; y: number[] } {
  const kept: number[] = [];
  for (let begin = 0; begin < xs.length; ) {
    const column = Math.floor(xs[begin]!);
    let [end, low, high] = [begin, begin, begin];
    while (end < xs.length && Math.floor(xs[end]!) === column) {
      if (ys[end]! < ys[low]!) low = end;
      if (ys[end]! > ys[high]!) high = end;
      end++;
    }
    end = Math.max(end, begin + 1);
    kept.push(...new Set([begin, Math.min(low, high), Math.max(low, high), end - 1]));
    begin = end;
  }
  return { x: kept.map((i) => xs[i]!), y: kept.map((i) => ys[i]!) };
}

/** How rows over a common time axis are drawn. */
export interface TraceOptions {
  readonly title?: string;
  /** What the rows show, with its unit. */
  readonly yLabel?: string;
  readonly width?: number;
  /** Height of one row. */
  readonly rowHeight?: number;
  readonly caption?: string;
  /** Every row starts at 0. */
  readonly fromZero?: boolean;
  /** Dashed horizontal line in every row, such as the threshold. */
  readonly marker?: number;
  /** Ends of the time axis, ms; those of the data when left out. */
  readonly timeRange?: readonly [number, number];
}

/** One row a series over a common time axis in ms: membrane potentials, for one. */
export function traces(series: readonly Series[], options: TraceOptions = {}): Panel {
  const { title = "Membrane potential", yLabel = "V (mV)", width = 760, rowHeight = 78, caption = "", fromZero = false, marker } = options;
  const left = labelWidth(series.map((s) => s.name)) + 44;
  const right = width - 12;
  const bottom = 26 + rowHeight * Math.max(1, series.length);
  const x = scaleOver(options.timeRange === undefined ? series.map((s) => s.x) : [options.timeRange], [left, right], false);
  const rows = series.map((s, i) => {
    const [top, base] = [26 + i * rowHeight + 5, 26 + (i + 1) * rowHeight - 6];
    const extra = marker === undefined ? [] : [marker];
    const y = scaleOver(fromZero ? [s.y, [0]] : [s.y, extra], [base, top], false);
    const stroke = s.colour ?? colour(i);
    const rule = marker === undefined ? "" : line(left, y(marker), right, y(marker), SOFT_INK, 1, "4 3");
    const name = text(left - 50, (top + base) / 2 + 4, fit(s.name, left - 52), { anchor: "end", fill: stroke, bold: true });
    return axisLeft(y, left, { ticks: rowHeight < 50 ? 2 : 3, grid: right - left }) + rule + name + drawSeries(s, x, y, stroke);
  });
  const heading = text(left, 14, `${title}: ${yLabel}`, { bold: true, size: 13 });
  return { width, height: bottom + 40, title, caption, body: heading + rows.join("\n") + axisBottom(x, bottom, { label: "time (ms)" }) };
}

/** Population rates over time, one row each, in bins of `binMs`. */
export function ratePlot(
  spikes: SpikeData,
  binMs = 5,
  options: TraceOptions = {},
  data: readonly RateOverTime[] = ratesOverTime(spikes, binMs),
): Panel {
  const rows = data.map((d, p): Series => ({ name: spikes.populations[p]!.name, x: d.time, y: d.rate }));
  const timeRange = [spikes.from * spikes.dt, spikes.to * spikes.dt] as const;
  const style = {
    timeRange,
    title: "Population rate",
    yLabel: "Hz per neuron",
    rowHeight: data.length > 4 ? 46 : 78,
    fromZero: true,
    caption: `Bins of ${binMs} ms.`,
  };
  return traces(rows, { ...style, ...options });
}
