import { type BatchPart, Clock, placeOf } from "../lib/batch.ts";
import type { Floats } from "../lib/floats.ts";
import { mulhi, philox4x32 } from "../lib/philox.ts";

export interface SequenceWindowsShape extends BatchPart {
  /** Of a window. */
  readonly rows: number;
  readonly columns: number;
  /** Places a window may begin at. */
  readonly starts: number;
  readonly key0: number;
  readonly key1: number;
  readonly stream: number;
}

const words = new Int32Array(4);

/** Twin of shaders/cell/sequence_windows.wgsl; series (all rows x columns), windows (rows x batch x columns). */
export function sequence_windows(shape: SequenceWindowsShape, clock: Uint32Array, series: Floats, windows: Floats): void {
  const { batch, rows, columns, starts, key0, key1, stream } = shape;
  for (let b = 0; b < batch; b++) {
    philox4x32(key0, key1, 0, placeOf(clock, shape, b), stream, clock[Clock.epoch], words);
    const start = mulhi(words[0], starts) >>> 0;
    for (let row = 0; row < rows; row++) {
      const [from, to] = [(start + row) * columns, (row * batch + b) * columns];
      for (let k = 0; k < columns; k++) windows[to + k] = series[from + k];
    }
  }
}
