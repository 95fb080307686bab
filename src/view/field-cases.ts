import { linePlot } from "./curves.ts";
import { extentOf } from "./extent.ts";
import { imageGrid } from "./images.ts";
import { arrange, colour, type Panel } from "./svg.ts";

/** What an operator makes of one field, and what it should have made. One channel of each. */
export interface FieldCase {
  readonly name: string;
  /** Points along each axis: one or two. */
  readonly sizes: readonly number[];
  readonly input: ArrayLike<number>;
  readonly target: ArrayLike<number>;
  readonly prediction: ArrayLike<number>;
}

/** What the drawn fields are, with their units. */
export interface FieldNames {
  readonly input: string;
  readonly target: string;
}

const WIDTH = 1150;
const LINES = { width: 371, height: 230 };
const GRID = 566;

/** Input, target beside prediction, and their difference: lines over one axis, a column a case; or images, a row of cases each. */
export function fieldCases(title: string, cases: readonly FieldCase[], names: FieldNames): Panel {
  const panels = cases.every(({ sizes }) => sizes.length === 1) ? linesOf(cases, names) : imagesOf(cases, names);
  const panel = arrange(title, panels, WIDTH);
  return { ...panel, caption: `Test cases: ${cases.map(({ name }) => name).join("; ")}. ${panel.caption}`.trim() };
}

function linesOf(cases: readonly FieldCase[], { input, target }: FieldNames): Panel[] {
  const of = (title: string, values: (one: FieldCase) => Readonly<Record<string, ArrayLike<number>>>, first: number, yFormat = ".3~g") =>
    cases.map((one) => {
      const x = Float64Array.from({ length: one.sizes[0] }, (_, i) => i / one.sizes[0]);
      const series = Object.entries(values(one)).map(([name, y], k) => ({
        name,
        x,
        y,
        colour: colour(first + k),
        ...(k > 0 && { style: "dashed" as const }),
      }));
      return linePlot(series, { title: `${title}, ${one.name}`, xLabel: "x", yLabel: "", yFormat, ...LINES });
    });
  return [
    ...of(input, (one) => ({ [input]: one.input }), 2),
    ...of(target, (one) => ({ target: one.target, prediction: one.prediction }), 0),
    ...of("error", (one) => ({ error: errorOf(one) }), 3, ".1~e"),
  ];
}

function imagesOf(cases: readonly FieldCase[], { input, target }: FieldNames): Panel[] {
  const [rows, columns] = cases[0].sizes;
  const common = { rows, columns, across: cases.length, width: GRID };
  // Of the targets: a prediction a little beyond them, which the caption tells, must not turn a scale of one sign into one of both.
  const range = extentOf(cases.map((one) => one.target));
  return [
    imageGrid(
      cases.map((one) => one.input),
      { ...common, title: input, label: input },
    ),
    imageGrid(
      cases.map((one) => one.target),
      { ...common, title: `${target}: target`, label: target, range },
    ),
    imageGrid(cases.map(errorOf), { ...common, title: "prediction – target", label: target }),
    imageGrid(
      cases.map((one) => one.prediction),
      { ...common, title: `${target}: prediction`, label: target, range },
    ),
  ];
}

function errorOf({ target, prediction }: FieldCase): Float64Array {
  return Float64Array.from(target, (value, i) => prediction[i] - value);
}
