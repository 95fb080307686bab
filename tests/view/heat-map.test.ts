import { expect, test } from "vitest";
import { InputError } from "../../src/errors.ts";
import { heatMap, spaceTime, svgFile } from "../../src/view/plots.ts";
import { shadeScale } from "../../src/view/shades.ts";
import { xmlFault } from "./xml.ts";

const axes = { title: `u <of> "x"`, x: [0, 3], y: [0, 22], xLabel: "time", yLabel: "place", label: "u & more" } as const;

/** Colours by "column row", row 0 at the top. */
function painted(body: string): Map<string, string> {
  const colourAt = new Map<string, string>();
  for (const [, d, stroke] of body.matchAll(/scale\([\d.]+ [\d.]+\)" d="([^"]+)" fill="none" stroke="([^"]+)"/g)) {
    let [x, y] = [0, 0];
    for (const [, dx, dy, run] of d!.matchAll(/m(-?\d+) ?(-?\d+)h(\d+)/g)) {
      x += Number(dx);
      y += Number(dy);
      for (let i = 0; i < Number(run); i++, x++) colourAt.set(`${x} ${y}`, stroke!);
    }
  }
  return colourAt;
}

test("rows come from the bottom, and every cell has its shade", () => {
  const values = [-1, 0.5, 1, 0.25, -0.5, 0.75];
  const panel = heatMap(values, { ...axes, rows: 2, columns: 3 });
  const { shadeOf, colours } = shadeScale(-1, 1);
  const colourAt = painted(panel.body);
  for (const [i, value] of values.entries()) expect(colourAt.get(`${i % 3} ${1 - Math.floor(i / 3)}`)).toBe(colours[shadeOf(value)]);
  expect(xmlFault(svgFile(panel))).toBe("");
});

test("places over time: a frame is a column, its first place at the bottom", () => {
  const panel = spaceTime(
    [
      [1, 0],
      [0.5, 0],
      [0.25, 1],
    ],
    axes,
  );
  const { shadeOf, colours } = shadeScale(0, 1);
  const colourAt = painted(panel.body);
  expect([0, 1, 2].map((x) => colourAt.get(`${x} 1`))).toEqual([1, 0.5, 0.25].map((value) => colours[shadeOf(value)]));
  expect(colourAt.get("2 0")).toBe(colours[shadeOf(1)]);
});

test("another number of values is refused", () => {
  expect(() => heatMap([1, 2, 3], { ...axes, rows: 2, columns: 2 })).toThrow(InputError);
});
