import type { Floats } from "../lib/floats.ts";
import type { WindowsShape } from "../lib/windows.ts";

/** Twin of shaders/dense/unfold.wgsl: the windows of some samples, a row each, samples x places x (channels x kernel x kernel). */
export function unfold(shape: WindowsShape, inputs: Floats, unfolded: Floats): void {
  const { images, first, channels, rows, columns, out_rows, out_columns, kernel, stride, padding } = shape;
  let to = 0;
  for (let sample = first; sample < first + images; sample++) {
    for (let y = -padding; y < out_rows * stride - padding; y += stride) {
      for (let x = -padding; x < out_columns * stride - padding; x += stride) {
        for (let channel = 0; channel < channels; channel++) {
          const plane = (sample * channels + channel) * rows;
          for (let row = y; row < y + kernel; row++) {
            const held = row >= 0 && row < rows;
            const at = (plane + row) * columns;
            for (let column = x; column < x + kernel; column++)
              unfolded[to++] = held && column >= 0 && column < columns ? inputs[at + column] : 0;
          }
        }
      }
    }
  }
}
