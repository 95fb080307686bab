import { describe, expect, test } from "vitest";
import { InputError } from "../../src/errors.ts";
import { imageGrid, svgFile } from "../../src/view/plots.ts";
import { shadeScale } from "../../src/view/shades.ts";
import { xmlFault } from "./xml.ts";

const base = { title: `Fields <of> "it"`, rows: 2, columns: 3, label: "weight (mV) & more" };

/** What colour each point of a drawing has, read back from its paths: lines one cell thick from the left edge, in cells. */
function painted(body: string): { cell: number; colourAt: Map<string, string> } {
  const colourAt = new Map<string, string>();
  let cell = 0;
  for (const [, left, top, scale, d, stroke] of body.matchAll(
    /<path transform="translate\(([\d.]+) ([\d.]+)\) scale\(([\d.]+)\)" d="([^"]+)" fill="none" stroke="([^"]+)" stroke-width="1"/g,
  )) {
    cell = Number(scale);
    expect(Number(left)).toBe(8);
    expect(Number(top)).toBeCloseTo(26 + cell / 2, 1);
    let [x, y] = [0, 0];
    for (const [, dx, dy, run] of d!.matchAll(/m(-?\d+) ?(-?\d+)h(\d+)/g)) {
      x += Number(dx);
      y += Number(dy);
      for (let i = 0; i < Number(run); i++, x++) {
        expect(colourAt.has(`${x} ${y}`)).toBe(false);
        colourAt.set(`${x} ${y}`, stroke!);
      }
    }
  }
  return { cell, colourAt };
}

describe("shades", () => {
  test("of one sign: white to dark; of both: blue, white at 0, orange, as far down as up", () => {
    const grey = shadeScale(2, 4);
    expect([grey.low, grey.high, grey.colours[0], grey.colours.at(-1)]).toEqual([2, 4, "#ffffff", "#1f2430"]);
    expect([2, 3, 4, 1, 9].map(grey.shadeOf)).toEqual([0, 16, 32, 0, 32]);
    const signed = shadeScale(-1, 4);
    expect([signed.low, signed.high]).toEqual([-4, 4]);
    expect([-4, 0, 4].map((value) => signed.colours[signed.shadeOf(value)])).toEqual(["#0072b2", "#ffffff", "#d55e00"]);
    expect(shadeScale(0, 1, 0.5).shadeOf(0.25)).toBe(16);
    expect(shadeScale(5, 5).shadeOf(5)).toBe(0);
  });
  test("every colour is a hexadecimal one", () => {
    for (const { colours } of [shadeScale(0, 1), shadeScale(-1, 1)]) for (const colour of colours) expect(colour).toMatch(/^#[\da-f]{6}$/);
  });
});

test("every value has its shade at its place, image by image with a gap of a cell; white and nothing aside", () => {
  const images = [
    [0, 1, 1, 1, 0.5, 0],
    [0.25, 0.25, 0.25, Number.NaN, 1, 1],
    [1, 0, 0, 0, 0, 0.75],
  ];
  const { body, caption, width, height } = imageGrid(images, { ...base, across: 2, width: 156 });
  const scale = shadeScale(0, 1);
  const { cell, colourAt } = painted(body);
  expect(cell).toBe(20);
  const expected = new Map<string, string>();
  images.forEach((image, k) =>
    image.forEach((value, i) => {
      const place = `${(k % 2) * 4 + (i % 3)} ${Math.floor(k / 2) * 3 + Math.floor(i / 3)}`;
      if (Number.isNaN(value)) expected.set(place, "#e6e8ec");
      else if (value > 0) expected.set(place, scale.colours[scale.shadeOf(value)]!);
    }),
  );
  expect(Object.fromEntries(colourAt)).toEqual(Object.fromEntries(expected));
  // The white ground of the third image, below the first.
  expect(body).toContain(`<rect x="8" y="86" width="60" height="40" fill="#ffffff"/>`);
  expect(caption).toBe("Places without a number: 1.");
  expect(width).toBe(156);
  expect(height).toBeGreaterThan(26 + 5 * 20);
});

test("values beyond a given range have the shades of its ends, and the caption counts them", () => {
  const { body, caption } = imageGrid([[-1, 0, 5, 9, 10, 11]], { ...base, range: [0, 10], caption: "By hand." });
  expect(caption).toBe("By hand. Values beyond the ends of the scale, drawn as its ends: 2.");
  const { colourAt } = painted(body);
  expect([...colourAt.keys()].sort()).toEqual(["0 1", "1 1", "2 0", "2 1"]);
  expect(colourAt.get("2 1")).toBe(colourAt.get("1 1"));
});

test.each([
  ["no image", []],
  ["one of one value", [[3, 3, 3, 3, 3, 3]]],
  ["one without numbers", [new Float32Array(6).fill(Number.NaN)]],
  ["both signs, typed", [Float32Array.of(-1, 2, 3, 4, 5, -6), Float32Array.of(0, 0, 0, 0, 0, 0)]],
])("%s: well-formed, no NaN", (_, images) => {
  const svg = svgFile(imageGrid(images, base));
  expect(xmlFault(svg)).toBe("");
  expect(svg).not.toMatch(/NaN|Infinity|undefined/);
});

test("400 fields of 28 x 28 stay small", () => {
  const images = Array.from({ length: 400 }, (_, k) =>
    Float32Array.from({ length: 784 }, (_, i) => Math.max(0, Math.sin((i % 28) / 4 + k) * Math.cos(Math.floor(i / 28) / 5))),
  );
  const { body } = imageGrid(images, { ...base, rows: 28, columns: 28 });
  expect(body.length).toBeLessThan(2.5e6);
  expect(painted(body).colourAt.size).toBeGreaterThan(100_000);
});

test("an image of another size is refused", () => {
  expect(() => imageGrid([[1, 2, 3, 4, 5, 6], [1]], base)).toThrow(InputError);
  expect(() => imageGrid([[1, 2, 3, 4, 5, 6], [1]], base)).toThrow("images[1]: 1: must have 2 x 3 values");
});
