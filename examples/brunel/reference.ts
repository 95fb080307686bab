import type { Regime } from "./parameters.ts";

/** Rates (Hz) and CV of inter-spike intervals over all neurons, 200 to 1000 ms. */
interface Activity {
  readonly rate: number;
  readonly cv: number;
}

/** Independent float64 runs at N 12,500. Brunel's own simulations gave B 60.7, C 37.7, D 5.5 Hz. */
export const full: Readonly<Record<Regime, Activity>> = {
  A: { rate: 333, cv: 0.001 },
  B: { rate: 58.3, cv: 0.84 },
  C: { rate: 37.3, cv: 0.43 },
  D: { rate: 5.87, cv: 0.57 },
  nest: { rate: 32.1, cv: 0.17 },
};

/** Independent float64 runs at N 1,250 (scale 0.1): mean and standard deviation of the rate over seeds, 200 to 1200 ms. */
export const tenth: Readonly<Partial<Record<Regime, Activity & { readonly sd: number }>>> = {
  A: { rate: 167.2, sd: 4.8, cv: 0.2 },
  B: { rate: 114, sd: 7.4, cv: 0.48 },
  C: { rate: 67.2, sd: 4.5, cv: 0.42 },
  D: { rate: 12.2, sd: 0.8, cv: 0.55 },
};
