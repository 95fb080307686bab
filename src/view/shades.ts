/** Colours for numbers: what images and histograms over time are painted with. */
import { scaleLinear } from "d3-scale";
import { axisBottom, INK, rect } from "./svg.ts";

/** Shades told apart, an odd number: the middle one is white where values have both signs. */
const SHADES = 33;
const WHITE = "#ffffff";
const DARK = INK;
const NEGATIVE = "#0072b2";
const POSITIVE = "#d55e00";
const LEGEND = { width: 180, bar: 10 };

/** How values become colours. */
export interface ShadeScale {
  readonly low: number;
  readonly high: number;
  /** Number of the shade of a value, 0 to `colours.length - 1`; values beyond the ends get those of the ends. */
  readonly shadeOf: (value: number) => number;
  /** Colour of each shade, from `low` to `high`. */
  readonly colours: readonly string[];
}

/**
 * White to dark from `low` to `high`; where the values have both signs, blue over white at 0 to orange, as far down as up.
 * @param power of the value between low and high that the shade is proportional to: 0.5 brings out what is rare
 */
export function shadeScale(low: number, high: number, power = 1): ShadeScale {
  const signed = low < 0 && high > 0;
  const reach = Math.max(-low, high);
  const [from, to] = signed ? [-reach, reach] : low < high ? [low, high] : [low, low + 1];
  const ramp = signed ? [NEGATIVE, WHITE, POSITIVE] : [WHITE, DARK];
  const colourAt = scaleLinear(
    ramp.map((_, k) => k / (ramp.length - 1)),
    ramp,
  );
  const last = SHADES - 1;
  return {
    low: from,
    high: to,
    shadeOf: (value) => Math.round(last * Math.min(1, Math.max(0, (value - from) / (to - from))) ** power),
    colours: Array.from({ length: SHADES }, (_, k) => hex(colourAt(k / last))),
  };
}

/** d3 writes `rgb(1, 2, 3)`; the drawings have hexadecimal colours. */
function hex(rgb: string): string {
  const parts = rgb.match(/\d+/g) ?? [];
  return `#${parts.map((part) => Number(part).toString(16).padStart(2, "0")).join("")}`;
}

/** Height of a legend with its axis and label. */
export const LEGEND_HEIGHT = LEGEND.bar + 38;

/** A bar of the shades over an axis. */
export function shadeLegend({ low, high, shadeOf, colours }: ShadeScale, x: number, y: number, label: string): string {
  const scale = scaleLinear([low, high], [x, x + LEGEND.width]);
  const pieces = 60;
  const wide = LEGEND.width / pieces;
  const bar = Array.from({ length: pieces }, (_, k) => {
    const value = low + ((k + 0.5) / pieces) * (high - low);
    // A little wider than its place, so that no light shows between two.
    return rect(x + k * wide, y, k === pieces - 1 ? wide : wide + 0.5, LEGEND.bar, colours[shadeOf(value)]!);
  });
  return bar.join("") + axisBottom(scale, y + LEGEND.bar, { label, ticks: 3 });
}
