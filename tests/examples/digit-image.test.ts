import { expect, test } from "vitest";
import { centred, SIDE } from "../../examples/browser/digit/image.ts";

const PAD = 280;

/** Ink in rectangles [left, top, right, bottom). */
function inked(...rectangles: (readonly [number, number, number, number])[]): Uint8Array {
  const ink = new Uint8Array(PAD * PAD);
  for (const [left, top, right, bottom] of rectangles) for (let y = top; y < bottom; y++) ink.fill(255, y * PAD + left, y * PAD + right);
  return ink;
}

/** Edges of what is there, its mass, and its centre in pixels. */
function measured(image: Uint8Array) {
  let [mass, x, y, left, top, right, bottom] = [0, 0, 0, SIDE, SIDE, 0, 0];
  image.forEach((value, i) => {
    const [column, row] = [i % SIDE, Math.floor(i / SIDE)];
    mass += value;
    x += value * (column + 0.5);
    y += value * (row + 0.5);
    if (value === 0) return;
    [left, right] = [Math.min(left, column), Math.max(right, column + 1)];
    [top, bottom] = [Math.min(top, row), Math.max(bottom, row + 1)];
  });
  return { mass, x: x / mass, y: y / mass, wide: right - left, tall: bottom - top };
}

test("a drawing is 20 pixels long and its centre of mass is in the middle, wherever and however large it was drawn", () => {
  for (const [dx, dy, size] of [
    [0, 0, 1],
    [90, 130, 1],
    [10, 3, 2.2],
  ] as const) {
    const at = (x: number, y: number, w: number, h: number) => [x, y, x + w, y + h].map((v, k) => Math.round(v * size) + (k % 2 ? dy : dx));
    const image = centred(inked(at(0, 0, 10, 100) as never, at(0, 90, 60, 10) as never), PAD);
    const { mass, x, y, wide, tall } = measured(image);
    expect(x).toBeCloseTo(14, 1);
    expect(y).toBeCloseTo(14, 1);
    // Edges may fall inside of a pixel, which is then partly black.
    expect(tall).toBeGreaterThanOrEqual(20);
    expect(tall).toBeLessThanOrEqual(21);
    expect(wide).toBeGreaterThanOrEqual(12);
    expect(wide).toBeLessThanOrEqual(13);
    expect(mass / 255).toBeCloseTo((10 * 100 + 50 * 10) * 0.2 ** 2, -0.5);
  }
});

test("nothing is cut off where the centre of mass is near an edge", () => {
  const image = centred(inked([40, 40, 120, 240], [120, 228, 280, 240]), PAD);
  const { mass } = measured(image);
  expect(mass / 255).toBeCloseTo((80 * 200 + 160 * 12) / 12 ** 2, 0);
});

test("nothing drawn is an empty image, a dot stays small", () => {
  expect(centred(new Uint8Array(PAD * PAD), PAD)).toEqual(new Uint8Array(SIDE * SIDE));
  const dot = measured(centred(inked([100, 200, 112, 212]), PAD));
  expect([dot.x, dot.y].map((v) => Math.round(v))).toEqual([14, 14]);
  expect(dot.wide).toBeLessThan(7);
});
