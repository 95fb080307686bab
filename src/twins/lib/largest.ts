import type { Floats } from "./floats.ts";
import type { WindowsShape } from "./windows.ts";

/** Twin of shaders/lib/largest.wgsl: the element of `inputs` that is the largest of a window, the first of several. */
export function largest({ rows, columns, kernel }: WindowsShape, inputs: Floats, plane: number, row: number, column: number): number {
  const corner = (plane * rows + row) * columns + column;
  let at = corner;
  for (let y = 0; y < kernel; y++) {
    for (let x = 0; x < kernel; x++) {
      const pixel = corner + y * columns + x;
      if (inputs[pixel] > inputs[at]) at = pixel;
    }
  }
  return at;
}
