import type { Floats } from "../lib/floats.ts";
import type { WindowsShape } from "../lib/windows.ts";

/** Twin of shaders/dense/fold.wgsl, the adjoint of `unfold`: each pixel's gradient is the sum of those of its places in the windows. */
export function fold(shape: WindowsShape, unfolded: Floats, gradInputs: Floats): void {
  const { images, first, channels, rows, columns, out_rows, out_columns, kernel, stride, padding } = shape;
  const features = channels * rows * columns;
  gradInputs.fill(0, first * features, (first + images) * features);
  let from = 0;
  for (let sample = first; sample < first + images; sample++) {
    for (let y = -padding; y < out_rows * stride - padding; y += stride) {
      for (let x = -padding; x < out_columns * stride - padding; x += stride) {
        for (let channel = 0; channel < channels; channel++) {
          const plane = (sample * channels + channel) * rows;
          for (let row = y; row < y + kernel; row++) {
            const held = row >= 0 && row < rows;
            const at = (plane + row) * columns;
            for (let column = x; column < x + kernel; column++, from++)
              if (held && column >= 0 && column < columns) gradInputs[at + column] += unfolded[from];
          }
        }
      }
    }
  }
}
