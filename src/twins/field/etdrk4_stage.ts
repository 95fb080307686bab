import { ETD_WORDS, Etd } from "../lib/etdrk4.ts";
import type { Floats } from "../lib/floats.ts";

export interface Etdrk4StageShape {
  readonly batch: number;
  readonly modes: number;
  /** 1: there is an input. */
  readonly forced: number;
  /** 1: the third stage, with 2 N - first. */
  readonly last: number;
}

/** Twin of shaders/field/etdrk4_stage.wgsl; coefficients (modes x 8), the others (batch x modes x 2). */
export function etdrk4_stage(
  { batch, modes, forced, last }: Etdrk4StageShape,
  coefficients: Floats,
  base: Floats,
  squares: Floats,
  forcing: Floats,
  first: Floats,
  kept: Floats,
  stage: Floats,
): void {
  for (let b = 0, i = 0; b < batch; b++) {
    for (let mode = 0; mode < modes; mode++, i += 2) {
      const at = ETD_WORDS * mode;
      const half = coefficients[at + Etd.half];
      const q = coefficients[at + Etd.q];
      const g = coefficients[at + Etd.g];
      let re = -g * squares[i + 1];
      let im = g * squares[i];
      if (forced !== 0) {
        const mask = coefficients[at + Etd.mask];
        re += mask * forcing[i];
        im += mask * forcing[i + 1];
      }
      kept[i] = re;
      kept[i + 1] = im;
      if (last !== 0) {
        re = 2 * re - first[i];
        im = 2 * im - first[i + 1];
      }
      stage[i] = base[i] + (half * base[i] + q * re);
      stage[i + 1] = base[i + 1] + (half * base[i + 1] + q * im);
    }
  }
}
