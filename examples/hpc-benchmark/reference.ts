import type { Reference } from "../example.ts";

const NOTE =
  "Static connections. NEST's script has plasticity from E to E and asks for a rate below 10 Hz at scales above 10; at scale 1 and less " +
  "inputs are correlated, rates higher, and the network swings between bursts and silence.";

function run(what: string, E: number, I: number, cvE: number, cvI: number): Reference {
  return { source: `independent float64 run (NumPy), ${what}, 100 to 1100 ms`, rates: { E, I }, cv: { E: cvE, I: cvI }, note: NOTE };
}

/** Means over seeds: 11.00 and 10.77 Hz (E), 10.91 and 10.69 Hz (I). */
export const full = run("scale 1, 2 seeds", 10.89, 10.8, 0.7, 0.7);

/** Means over seeds: 22.37, 22.11 and 23.23 Hz (E), 22.71, 22.25 and 23.19 Hz (I). */
export const tenth = run("scale 0.1, 3 seeds", 22.57, 22.72, 0.52, 0.54);

/** Any other scale. */
export const other: Reference = { source: "none at this scale", note: NOTE };

/** With plasticity. */
export const plastic: Reference = {
  source: "none with plasticity",
  note:
    "NEST's script asks for a rate below 10 Hz at scales above 10. Below, the inputs of a neuron are correlated, weights grow, and in the end all neurons " +
    "fire in synchrony: the script itself runs scale 1 for 250 ms after 50 ms only.",
};
