/**
 * Truncated transforms of fields, (batch x ...sizes x channels), to their kept modes, (batch x 2 x modes x channels), and back: two ways to do
 * them, and which of them a convolution takes.
 */
import type { TruncatedAxis } from "../spectral/truncated-matrices.ts";
import { prunedFft } from "./truncated-fft.ts";
import { asProducts } from "./truncated-products.ts";
import type { TruncatedTransforms } from "./truncated-transforms.ts";

/** Multiplications a point beyond which products lose. */
const MOST_MULTIPLICATIONS = 200;

/**
 * The way that is faster for these sizes: products with a matrix for each axis, or a pruned FFT. How many multiplications a product takes for
 * a point decides. Measured forward (2 cores shared with others, so ratios of one run; multiplications a point in brackets), products against
 * the whole spectrum, of which pruning saves up to a third: 4,096 points, 17 bins (34): cpu 6.4 against 64 ms, software 0.54 against 1.57 s;
 * 65 (130): cpu 26 against 50 to 90 ms; 129 (258): 85 against 50 to 90; 257 (514): 177 against 46. 64 x 64 points, 16 x 9 modes (32): cpu 2.5
 * against 12 ms, software 0.73 against 1.96 s; all 64 x 33 of them (198): cpu 15 against 17. With other points back than forth only products
 * do.
 */
export function transformsFor(axes: readonly TruncatedAxis[]): TruncatedTransforms {
  const same = axes.every(({ points, out }) => points === out);
  return same && multiplications(axes) > MOST_MULTIPLICATIONS ? prunedFft : asProducts;
}

/** Multiplications that the products of one direction take for each real number of a field. */
function multiplications(axes: readonly TruncatedAxis[]): number {
  let sum = 0;
  // Complex numbers that are left of each real one.
  let left = 1;
  axes.toReversed().forEach(({ points, frequencies }, d) => {
    sum += left * (d === 0 ? 2 : 4) * frequencies.length;
    left *= frequencies.length / points;
  });
  return sum;
}
