import { scaleLinear } from "d3-scale";
import { InputError } from "../errors.ts";
import { extentOf } from "./extent.ts";
import { paint } from "./images.ts";
import { LEGEND_HEIGHT, shadeLegend, shadeScale } from "./shades.ts";
import { axisBottom, axisLeft, GRID, type Panel, px, rect, text } from "./svg.ts";

/** How a heat map is drawn. */
export interface HeatMapOptions {
  readonly title: string;
  readonly rows: number;
  readonly columns: number;
  /** Values at the left and right edge, and at the bottom and top edge. */
  readonly x: readonly [number, number];
  readonly y: readonly [number, number];
  readonly xLabel: string;
  readonly yLabel: string;
  /** What a value is, with its unit: under the legend. */
  readonly label: string;
  /** Values of the lightest and the darkest shade; those of the data when left out. */
  readonly range?: readonly [number, number];
  readonly width?: number;
  readonly height?: number;
  readonly caption?: string;
}

const [LEFT, TOP, BOTTOM] = [58, 26, 42];

/**
 * Shades over two axes: a field over time and space, for one. Grey, or blue over white to orange where values have both signs.
 * @param values rows * columns, row by row from the bottom
 * @throws InputError for another number of values
 */
export function heatMap(values: ArrayLike<number>, options: HeatMapOptions): Panel {
  const { title, rows, columns, label, width = 560, height = 300, caption = "" } = options;
  if (values.length !== rows * columns) throw new InputError("values", values.length, `must be ${rows} x ${columns}`);
  const scale = shadeScale(...(options.range ?? extentOf([values]) ?? [0, 1]));
  const [wide, tall] = [(width - LEFT - 16) / columns, (height - TOP - BOTTOM) / rows];
  const [right, bottom] = [width - 16, height - BOTTOM];
  // Rows of an image come from the top.
  const turned = Float64Array.from(
    { length: values.length },
    (_, i) => values[(rows - 1 - Math.floor(i / columns)) * columns + (i % columns)]!,
  );
  const cells = paint([turned], columns, () => ({ x: 0, y: 0 }), scale).map(
    ({ d, stroke }) =>
      `<path transform="translate(${LEFT} ${px(TOP + tall / 2)}) scale(${Number(wide.toPrecision(9))} ${Number(tall.toPrecision(9))})" d="${d}" fill="none" stroke="${stroke}" stroke-width="1" shape-rendering="crispEdges"/>`,
  );
  const body = [
    text(LEFT, 14, title, { bold: true, size: 13 }),
    rect(LEFT - 1, TOP - 1, right - LEFT + 2, bottom - TOP + 2, GRID),
    rect(LEFT, TOP, right - LEFT, bottom - TOP, "#ffffff"),
    ...cells,
    axisBottom(scaleLinear(options.x, [LEFT, right]), bottom, { label: options.xLabel }),
    axisLeft(scaleLinear(options.y, [bottom, TOP]), LEFT, { label: options.yLabel }, 42),
    shadeLegend(scale, LEFT, height + 6, label),
  ].join("\n");
  return { width, height: height + 6 + LEGEND_HEIGHT, title, caption, body };
}

/**
 * A heat map of a line of places over time.
 * @param frames values of the places, a list a time, evenly spaced
 * @param options `x` is the time of the first and last frame, `y` the ends of the line
 */
export function spaceTime(frames: readonly ArrayLike<number>[], options: Omit<HeatMapOptions, "rows" | "columns">): Panel {
  const [columns, rows] = [frames.length, frames[0]?.length ?? 0];
  const values = Float64Array.from({ length: rows * columns }, (_, i) => frames[i % columns]![Math.floor(i / columns)]!);
  return heatMap(values, { ...options, rows, columns });
}
