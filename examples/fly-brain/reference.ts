import type { Reference } from "../example.ts";
import type { Release } from "./groups.ts";

/** A published run: 30 trials of 1 s, means. */
interface Published {
  /** Spikes a trial, and their standard deviation. */
  readonly spikes: number;
  readonly sd: number;
  /** Neurons that fired in any trial, and those of 1 Hz or more. */
  readonly fired: number;
  readonly above1Hz: number;
  /** Hz: the 21 sugar neurons, MN9 left and right. */
  readonly sugar: number;
  readonly mn9: readonly [left: number, right: number];
}

/** Shiu et al. (2024), the results in github.com/philshiu/Drosophila_brain_model, connectome v630. */
export const published: Readonly<Record<string, Published>> = {
  sugarR: { spikes: 17052.2, sd: 212, fired: 448, above1Hz: 391, sugar: 196.754, mn9: [93.267, 61.8] },
  sugarR_100Hz: { spikes: 9635.8, sd: 406, fired: 404, above1Hz: 347, sugar: 98.983, mn9: [67.033, 48.633] },
  "sugarR-720575940617937543": { spikes: 9261.8, sd: 279, fired: 414, above1Hz: 340, sugar: 99.233, mn9: [63.267, 45.667] },
  "sugarR-720575940621754367": { spikes: 9566.8, sd: 304, fired: 402, above1Hz: 346, sugar: 99.583, mn9: [66.9, 49.7] },
  "sugarR-720575940622695448": { spikes: 10032.1, sd: 280, fired: 413, above1Hz: 351, sugar: 98.443, mn9: [71.167, 51] },
};

const SOURCE = "Shiu et al. (2024), mean of 30 trials of 1 s, connectome v630";
const NEURONS = { all: 127_400, sugar: 21, mn9: 2 };

/** What a run of a variant on a release is held against. */
export function referenceOf(variant: string, release: Release): Reference {
  const run = published[variant]!;
  const { spikes, sd, fired, above1Hz, sugar, mn9 } = run;
  const all = `${spikes.toLocaleString("en")} spikes a trial (standard deviation ${sd}); ${fired} neurons fired, ${above1Hz} of them at 1 Hz or more.`;
  if (release !== "v630") return { source: `none for ${release}`, note: `Published for v630, ${variant}: ${all}` };
  const others = spikes - NEURONS.sugar * sugar - mn9[0] - mn9[1];
  const rest = others / (NEURONS.all - NEURONS.sugar - NEURONS.mn9);
  return { source: SOURCE, rates: { sugar, "MN9 left": mn9[0], "MN9 right": mn9[1], brain: rest }, note: `${variant}: ${all}` };
}

/** The stand-in is for speed alone. */
export const standInReference: Reference = {
  source: "none: a stand-in with random wiring, for speed alone",
  note: "A STAND-IN, not the fly: random wiring with the published counts of v783. Its activity means nothing; it is for measuring speed.",
};
