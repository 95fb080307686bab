import { whole } from "../checks.ts";
import { InputError } from "../errors.ts";
import { realBins } from "./bins.ts";
import type { FftSpec, RealFftSpec } from "./fft-spec.ts";

const NORMS = ["forward", "backward", "ortho"];
/** Complex numbers that a kernel can count. */
const MOST = 2 ** 30;

/** @throws InputError at the first thing of a transform that is none */
export function checkFft(label: string, { sizes, batch = 1, inner = 1, norm = "backward" }: FftSpec): void {
  if (!Array.isArray(sizes) || sizes.length < 1 || sizes.length > 3)
    throw new InputError(`${label}.sizes`, sizes, "give the points of 1 to 3 axes");
  sizes.forEach((size, i) => whole(1, size, `${label}.sizes[${i}]`));
  whole(1, batch, `${label}.batch`);
  whole(1, inner, `${label}.inner`);
  if (!NORMS.includes(norm)) throw new InputError(`${label}.norm`, norm, `give one of ${NORMS.join(", ")}`);
  const all = sizes.reduce((a, b) => a * b, batch * inner);
  if (all > MOST) throw new InputError(`${label}.sizes`, sizes, `${all} points in all are more than ${MOST}; use a smaller batch`);
}

/** Bins of the last axis of real data. @throws InputError for more than there are */
export function checkBins(label: string, { sizes, bins }: RealFftSpec): number {
  const last = sizes[sizes.length - 1];
  const all = realBins(last);
  if (bins === undefined) return all;
  whole(1, bins, `${label}.bins`);
  if (bins > all) throw new InputError(`${label}.bins`, bins, `${last} real points have ${all}; give as many or fewer`);
  return bins;
}
