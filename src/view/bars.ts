import { scaleLinear } from "d3-scale";
import type { SpikeData } from "./data.ts";
import { labelWidth } from "./raster.ts";
import { cvIsi, type IsiVariation, rates } from "./statistics.ts";
import { axisBottom, colour, fit, GRID, line, type Panel, px, REFERENCE, rect, SOFT_INK, text } from "./svg.ts";

/** One bar. */
export interface Bar {
  readonly name: string;
  /** NaN draws no bar and says "–". */
  readonly value: number;
  /** Drawn as a diamond. */
  readonly reference?: number;
}

/** How a bar chart is drawn. */
export interface BarOptions {
  readonly title: string;
  /** Axis label with its unit. */
  readonly label: string;
  readonly width?: number;
  readonly height?: number;
  /** Where the reference values come from. */
  readonly source?: string;
  readonly digits?: number;
}

/** Horizontal bars from the top, each with its value and, where there is one, a diamond at the reference value. */
export function barChart(bars: readonly Bar[], options: BarOptions): Panel {
  const { title, label, width = 400, height = 480, digits = 2, source } = options;
  const compared = bars.some((bar) => Number.isFinite(bar.reference));
  const left = labelWidth(bars.map((bar) => bar.name));
  const tall = Math.max(height, 96 + 15 * bars.length);
  const [top, bottom] = [compared ? 42 : 26, tall - 40];
  const most = bars.reduce((max, bar) => Math.max(max, finite(bar.value), finite(bar.reference)), 0);
  const x = scaleLinear([0, most > 0 ? most : 1], [left, width - 52]).nice(5);
  const pitch = (bottom - top) / Math.max(1, bars.length);
  const thick = Math.min(26, pitch * 0.66);
  const rows = bars.map((bar, i) => {
    const y = top + (i + 0.5) * pitch;
    const name = text(left - 8, y + 4, fit(bar.name, left - 10), { anchor: "end", fill: colour(i), bold: true });
    const shape = Number.isFinite(bar.value)
      ? rect(left, y - thick / 2, x(bar.value) - left, thick, colour(i), ` fill-opacity="0.85" rx="1.5"`)
      : "";
    const end = x(Math.max(finite(bar.value), finite(bar.reference)));
    const value = text(end + 10, y + 4, Number.isFinite(bar.value) ? bar.value.toFixed(digits) : "–");
    return name + shape + (Number.isFinite(bar.reference) ? diamond(x(bar.reference!), y, Math.min(6, thick / 2)) : "") + value;
  });
  const key = compared
    ? diamond(left + 6, 28, 5) + text(left + 16, 32, fit(source ?? "reference", width - left - 20), { fill: SOFT_INK })
    : "";
  const axis = axisBottom(x, bottom, { label, ticks: 5, grid: bottom - top }) + line(left, top, left, bottom, GRID);
  return {
    width,
    height: tall,
    title,
    caption: compared && source !== undefined ? `Diamonds: ${source}.` : "",
    body: text(left, 14, title, { bold: true, size: 13 }) + key + axis + rows.join("\n"),
  };
}

function finite(value: number | undefined): number {
  return value !== undefined && Number.isFinite(value) ? value : 0;
}

function diamond(x: number, y: number, r: number): string {
  const d = `M${px(x)} ${px(y - r)}l${px(r)} ${px(r)}l${px(-r)} ${px(r)}l${px(-r)} ${px(-r)}z`;
  return `<path d="${d}" fill="${REFERENCE}" stroke="#ffffff" stroke-width="1.2"/>`;
}

/** Published or measured numbers that a network is held against. */
export interface Reference {
  /** Where they come from. */
  readonly source: string;
  /** Hz, by population. */
  readonly rates?: Readonly<Record<string, number>>;
  /** CV of the inter-spike intervals, by population. */
  readonly cv?: Readonly<Record<string, number>>;
  readonly note?: string;
}

/** Size of a chart. */
export interface ChartSize {
  readonly width?: number;
  readonly height?: number;
}

/** Own property only, so that a population named "constructor" finds no function. */
export function lookUp(values: Readonly<Record<string, number>> | undefined, name: string): number | undefined {
  return values !== undefined && Object.hasOwn(values, name) ? values[name] : undefined;
}

/** Mean rate of each population beside its reference. */
export function rateBars(spikes: SpikeData, reference?: Reference, size: ChartSize = {}, values = rates(spikes)): Panel {
  return populationBars(spikes, values, reference?.rates, {
    ...size,
    title: "Mean firing rate",
    label: "rate (Hz)",
    source: reference?.source,
  });
}

/** CV of the inter-spike intervals of each population beside its reference. */
export function cvBars(
  spikes: SpikeData,
  reference?: Reference,
  size: ChartSize = {},
  values: readonly IsiVariation[] = cvIsi(spikes),
): Panel {
  const cv = Float64Array.from(values, (v) => v.cv);
  return populationBars(spikes, cv, reference?.cv, {
    ...size,
    title: "CV of inter-spike intervals",
    label: "CV",
    source: reference?.source,
  });
}

type MaybeSource = Omit<BarOptions, "source"> & { readonly source: string | undefined };

function populationBars(
  spikes: SpikeData,
  values: Float64Array,
  expected: Readonly<Record<string, number>> | undefined,
  options: MaybeSource,
): Panel {
  const bars = spikes.populations.map(({ name }, p): Bar => ({ name, value: values[p]!, reference: lookUp(expected, name) ?? Number.NaN }));
  const { source, ...rest } = options;
  return barChart(bars, source === undefined ? rest : { ...rest, source });
}
