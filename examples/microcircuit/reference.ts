import type { Reference } from "../example.ts";
import { fullMeanRates, names } from "./parameters.ts";

type Row = readonly (number | undefined)[];

function byName(row: Row): Record<string, number> {
  return Object.fromEntries(names.flatMap((name, i) => (row[i] === undefined ? [] : [[name, row[i]]])));
}

/** CV of inter-spike intervals: GeNN's spikes of Knight and Nowotny (2018), Poisson drive, 9 s; L4E from an independent float64 run, 5 s. */
const CV_GENN: Row = [0.764, 0.85, 0.807, 0.836, 0.815, 0.786, 0.772, 0.79];
const CV_NOTE = "CV: GeNN, Knight and Nowotny (2018), 9 s (L4E: independent float64 run, 5 s); shorter runs give lower values.";

/** Full scale, Poisson drive. */
export const poisson: Reference = {
  source: "NEST microcircuit, full_mean_rates (Poisson drive)",
  rates: byName(fullMeanRates),
  cv: byName(CV_GENN),
  note: CV_NOTE,
};

/** Full scale, DC drive: an independent NumPy run in float64 over 9 s. Rates differ from those under Poisson drive. */
export const dc: Reference = {
  source: "independent float64 run, full scale, DC drive, 9 s",
  rates: byName([0.897, 2.957, 4.195, 5.703, 8.134, 8.461, 1.118, 7.655]),
  note: "DC drive: L4E fires 5 % less than under Poisson drive, and the layers are 1.6 to 2 times as synchronous.",
};

const SCALED_NOTE =
  "Down-scaling keeps mean inputs but not correlations: rates are lower than those of the full network and are not to be compared with them.";

/** Scale 0.1, Poisson drive: an independent NumPy run in float64. Galvani gives the same within 1 % in L4 and the inhibitory populations (10 s, seeds 1 and 2). */
export const tenth: Reference = {
  source: "independent float64 run at scale 0.1, Poisson drive",
  rates: byName([0.477, 2.134, 3.996, 5.026, 6.83, 7.827, 0.867, 7.024]),
  note: SCALED_NOTE,
};

/** Any other scale. */
export const scaled: Reference = { source: "none at this scale", note: SCALED_NOTE };

/** DC drive at any other scale. */
export const scaledDc: Reference = {
  source: "none at this scale",
  note: `${SCALED_NOTE} Under DC drive a network of a tenth of the size falls silent in most layers, elsewhere too.`,
};
