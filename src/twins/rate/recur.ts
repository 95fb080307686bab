import { dots } from "../../wasm/algebra/dots.ts";
import type { Floats } from "../lib/floats.ts";

export interface RecurShape {
  /** Units. */
  readonly rows: number;
  /** Elements of a row, a multiple of 4. */
  readonly stride: number;
  /** That go through one matrix. */
  readonly vectors: number;
  readonly matrices: number;
}

/** Twin of shaders/rate/recur.wgsl; couplings (matrices x rows x stride), signals and drive (matrices x vectors x stride). */
export function recur({ rows, stride, vectors, matrices }: RecurShape, couplings: Floats, signals: Floats, drive: Floats): void {
  for (let matrix = 0; matrix < matrices; matrix++) {
    const [from, first] = [matrix * rows * stride, matrix * vectors * stride];
    if (couplings instanceof Float32Array && signals instanceof Float32Array && drive instanceof Float32Array) {
      const places = { matrix: couplings, matrixAt: from, given: signals, givenAt: first, out: drive, outAt: first, outStep: stride };
      if (dots({ rows, vectors, depth: stride, ...places })) continue;
    }
    for (let at = first; at < first + vectors * stride; at += stride) {
      for (let row = 0; row < rows; row++) {
        let sum = 0;
        for (let j = 0; j < stride; j++) sum += couplings[from + row * stride + j] * signals[at + j];
        drive[at + row] = sum;
      }
    }
  }
}
