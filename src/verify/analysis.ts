/** The kernels of analysis. */
import { orthonormalise } from "../analysis/kernels/orthonormalise.ts";
import { type Case, named, numbers, type StageCheck } from "./case.ts";
import type { Dice } from "./dice.ts";

/** Largest relative error, over the largest value of a buffer: what hundreds of rounded steps in a row leave. */
const LONG = 2e-5;

/** Names of the checks, what they allow, and what they run. */
export const analysisChecks: readonly StageCheck[] = [{ kernel: "analysis orthonormalise", tolerance: LONG, make: orthonormal }];

/** Columns of very different sizes, more than are taken side by side or few; at times one is 0, a direction that is lost. */
function orthonormal(dice: Dice): Case {
  const vectors = dice.whole(0, 1) === 0 ? dice.whole(1, 6) : dice.whole(17, 35);
  const rows = vectors + dice.whole(0, 1) * dice.whole(200, 400);
  const systems = dice.whole(1, 3);
  const tangents = numbers(dice, rows * vectors * systems);
  const sizes = Array.from({ length: vectors }, () => 10 ** dice.whole(-25, 25));
  if (dice.whole(0, 1) === 0) sizes[dice.whole(0, vectors - 1)] = 0;
  for (let i = 0; i < rows; i++) {
    for (let j = 0; j < vectors; j++) {
      // A matrix that is far from singular: rows of the square one's diagonal stand out.
      if (i % vectors === j) for (let s = 0; s < systems; s++) tangents[(i * vectors + j) * systems + s] += 8;
      for (let s = 0; s < systems; s++) tangents[(i * vectors + j) * systems + s] *= sizes[j];
    }
  }
  const sums = numbers(dice, 2 * vectors * systems, -0.4, 0.4);
  return {
    stage: orthonormalise("orthonormalise", { rows, vectors, systems }, named("tangents", "sums", "counts")),
    buffers: { tangents, sums, counts: dice.words32(1 + vectors * systems) },
    size: `${systems} x ${rows} x ${vectors}`,
  };
}
