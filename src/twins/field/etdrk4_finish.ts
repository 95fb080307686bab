import { ETD_WORDS, Etd } from "../lib/etdrk4.ts";
import type { Floats } from "../lib/floats.ts";

export interface Etdrk4FinishShape {
  readonly batch: number;
  readonly modes: number;
  /** 1: there is an input. */
  readonly forced: number;
}

/** Twin of shaders/field/etdrk4_finish.wgsl; coefficients (modes x 8), the others (batch x modes x 2). */
export function etdrk4_finish(
  { batch, modes, forced }: Etdrk4FinishShape,
  coefficients: Floats,
  squares: Floats,
  forcing: Floats,
  first: Floats,
  second: Floats,
  third: Floats,
  spectrum: Floats,
): void {
  for (let b = 0, i = 0; b < batch; b++) {
    for (let mode = 0; mode < modes; mode++, i += 2) {
      const at = ETD_WORDS * mode;
      const whole = coefficients[at + Etd.whole];
      const g = coefficients[at + Etd.g];
      const f1 = coefficients[at + Etd.f1];
      const f2 = 2 * coefficients[at + Etd.f2];
      const f3 = coefficients[at + Etd.f3];
      let re = -g * squares[i + 1];
      let im = g * squares[i];
      if (forced !== 0) {
        const mask = coefficients[at + Etd.mask];
        re += mask * forcing[i];
        im += mask * forcing[i + 1];
      }
      spectrum[i] += whole * spectrum[i] + f1 * first[i] + f2 * (second[i] + third[i]) + f3 * re;
      spectrum[i + 1] += whole * spectrum[i + 1] + f1 * first[i + 1] + f2 * (second[i + 1] + third[i + 1]) + f3 * im;
    }
  }
}
