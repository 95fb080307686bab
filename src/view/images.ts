import { InputError } from "../errors.ts";
import { extentOf } from "./extent.ts";
import { LEGEND_HEIGHT, type ShadeScale, shadeLegend, shadeScale } from "./shades.ts";
import { GRID, type Panel, px, rect, text } from "./svg.ts";

/** How images are drawn. */
export interface ImageGridOptions {
  readonly title: string;
  /** Of one image. */
  readonly rows: number;
  readonly columns: number;
  /** What a value is, with its unit: under the legend. */
  readonly label: string;
  /** Images in a row; about as many as rows of them when left out. */
  readonly across?: number;
  /** Values of the lightest and the darkest shade; those of the data when left out. */
  readonly range?: readonly [number, number];
  readonly width?: number;
  readonly caption?: string;
}

/** A place without a number has this colour, which no value has. */
const NOTHING = GRID;
const [LEFT, TOP] = [8, 26];

/**
 * Images of one size side by side in one scale of shades: receptive fields, for one. Grey, or blue over white to orange where values have
 * both signs; a place without a number (NaN) is drawn as the gaps between images are.
 * @param images each rows * columns values, row by row from the top
 * @throws InputError for an image of another size
 */
export function imageGrid(images: readonly ArrayLike<number>[], options: ImageGridOptions): Panel {
  const { title, rows, columns, label, across = Math.ceil(Math.sqrt(images.length)) || 1, width = 640, caption = "" } = options;
  const wrong = images.findIndex(({ length }) => length !== rows * columns);
  if (wrong >= 0) throw new InputError(`images[${wrong}]`, images[wrong]!.length, `must have ${rows} x ${columns} values`);
  const scale = shadeScale(...(options.range ?? extentOf(images) ?? [0, 1]));
  const lines = Math.max(1, Math.ceil(images.length / across));
  const cell = (width - 2 * LEFT) / (across * (columns + 1) - 1);
  const tall = cell * (lines * (rows + 1) - 1);
  const place = (k: number) => ({ x: (k % across) * (columns + 1), y: Math.floor(k / across) * (rows + 1) });
  const ground = images.map((_, k) => {
    const { x, y } = place(k);
    return rect(LEFT + x * cell, TOP + y * cell, columns * cell, rows * cell, "#ffffff");
  });
  const paths = paint(images, columns, place, scale).map(
    ({ d, stroke }) =>
      `<path transform="translate(${LEFT} ${px(TOP + cell / 2)}) scale(${Number(cell.toPrecision(9))})" d="${d}" fill="none" stroke="${stroke}" stroke-width="1" shape-rendering="crispEdges"/>`,
  );
  const body = [
    text(LEFT, 14, title, { bold: true, size: 13 }),
    rect(LEFT - 1, TOP - 1, width - 2 * LEFT + 2, tall + 2, NOTHING),
    ...ground,
    ...paths,
    shadeLegend(scale, LEFT, TOP + tall + 10, label),
  ].join("\n");
  const said = [caption, ...remarks(images, scale)].filter(Boolean).join(" ");
  return { width, height: TOP + tall + 10 + LEGEND_HEIGHT, title, caption: said, body };
}

/** Runs of equal shade in a row as lines one cell thick, a path a shade; white is there already. */
export function paint(
  images: readonly ArrayLike<number>[],
  columns: number,
  place: (k: number) => { readonly x: number; readonly y: number },
  { shadeOf, colours }: ShadeScale,
): { readonly d: string; readonly stroke: string }[] {
  const strokes = [...colours, NOTHING];
  const nothing = colours.length;
  const out: string[][] = strokes.map(() => []);
  const pens = strokes.map(() => ({ x: 0, y: 0 }));
  const shade = (value: number) => (Number.isNaN(value) ? nothing : shadeOf(value));
  for (const [k, image] of images.entries()) {
    const origin = place(k);
    for (let i = 0; i < image.length; ) {
      const s = shade(image[i]!);
      const end = i - (i % columns) + columns;
      let to = i + 1;
      while (to < end && shade(image[to]!) === s) to++;
      const pen = pens[s]!;
      const [x, y] = [origin.x + (i % columns), origin.y + Math.floor(i / columns)];
      const dy = y - pen.y;
      out[s]!.push(`m${x - pen.x}${dy < 0 ? dy : ` ${dy}`}h${to - i}`);
      pens[s] = { x: x + to - i, y };
      i = to;
    }
  }
  return strokes.flatMap((stroke, s) => (stroke === "#ffffff" || out[s]!.length === 0 ? [] : [{ d: out[s]!.join(""), stroke }]));
}

/** What the shades do not show. */
function remarks(images: readonly ArrayLike<number>[], { low, high }: ShadeScale): string[] {
  let [beyond, without] = [0, 0];
  for (const image of images) {
    for (let i = 0; i < image.length; i++) {
      if (Number.isNaN(image[i])) without++;
      else if (image[i]! < low || image[i]! > high) beyond++;
    }
  }
  return [
    ...(beyond > 0 ? [`Values beyond the ends of the scale, drawn as its ends: ${beyond.toLocaleString("en")}.`] : []),
    ...(without > 0 ? [`Places without a number: ${without.toLocaleString("en")}.`] : []),
  ];
}
