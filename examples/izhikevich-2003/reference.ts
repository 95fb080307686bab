import type { Reference } from "../example.ts";

/** The published script in float64, ten seeds of 5 s, 200 ms to the end: mean rates, and their standard deviations. */
export const reference: Reference = {
  source: "the published script in float64, ten seeds of 5 s",
  rates: { exc: 7.2125, inh: 6.63875 },
  note: "Over seeds the rates of 4.8 s vary by 0.10 and 0.19 Hz; steps of 1 ms make the model chaotic, so only statistics can agree.",
};
export const sd = { exc: 0.1, inh: 0.19 } as const;

/** Peaks of the spectrum of the population rate, Hz. */
export const rhythm = { alpha: 8.06, gamma: 31.1 } as const;
/** Variance over mean of the spike count of all neurons in 1 ms: mean and standard deviation over seeds. */
export const synchrony = { mean: 3.27, sd: 0.4 } as const;
