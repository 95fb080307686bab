/** A drawing as the images of MNIST are made: fitted into a box, and moved so that its centre of mass is in the middle. */

/** Pixels a side of an image. */
export const SIDE = 28;
/** Pixels that the longer side of a digit has. */
const BOX = 20;
/** Share of the drawing's side that the box has at least: a dot stays a dot. */
const LEAST = 0.2;

/**
 * @param ink side * side values of 0 to 255, row by row from the top
 * @returns SIDE * SIDE values; all 0 where nothing is drawn
 */
export function centred(ink: ArrayLike<number>, side: number): Uint8Array {
  const image = new Uint8Array(SIDE * SIDE);
  const found = extent(ink, side);
  if (!found) return image;
  const { left, top, right, bottom, x, y } = found;
  const scale = BOX / Math.max(right - left, bottom - top, LEAST * side);
  const columns = spans(left, right, offset(x, left, right, scale), scale);
  const rows = spans(top, bottom, offset(y, top, bottom, scale), scale);
  const sums = new Float64Array(SIDE * SIDE);
  for (let r = top; r < bottom; r++)
    for (let c = left; c < right; c++) {
      const value = ink[r * side + c]!;
      if (value === 0) continue;
      for (const [row, tall] of rows[r - top]!)
        for (const [column, wide] of columns[c - left]!) sums[row * SIDE + column]! += value * tall * wide;
    }
  return image.map((_, i) => Math.min(255, Math.round(sums[i]!)));
}

/** Edges and centre of mass of what is drawn. */
function extent(ink: ArrayLike<number>, side: number) {
  let [left, top, right, bottom] = [side, side, 0, 0];
  let [mass, x, y] = [0, 0, 0];
  for (let r = 0; r < side; r++)
    for (let c = 0; c < side; c++) {
      const value = ink[r * side + c]!;
      if (value === 0) continue;
      [left, right] = [Math.min(left, c), Math.max(right, c + 1)];
      [top, bottom] = [Math.min(top, r), Math.max(bottom, r + 1)];
      mass += value;
      x += value * (c + 0.5);
      y += value * (r + 0.5);
    }
  return mass > 0 ? { left, top, right, bottom, x: x / mass, y: y / mass } : undefined;
}

/** Where place 0 of the drawing comes to lie so that `middle` is in the middle, as far as nothing is cut off. */
function offset(middle: number, from: number, to: number, scale: number): number {
  return Math.min(SIDE - to * scale, Math.max(-from * scale, SIDE / 2 - middle * scale));
}

/** For each place of [from, to): the pixels it falls on, and how much of it on each, in pixels. */
function spans(from: number, to: number, at: number, scale: number): (readonly [pixel: number, share: number])[][] {
  return Array.from({ length: to - from }, (_, k) => {
    const begin = at + (from + k) * scale;
    const parts: [number, number][] = [];
    for (let pixel = Math.max(0, Math.floor(begin)); pixel < Math.min(SIDE, begin + scale); pixel++)
      parts.push([pixel, Math.min(pixel + 1, begin + scale) - Math.max(pixel, begin)]);
    return parts;
  });
}
