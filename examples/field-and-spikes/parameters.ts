/** A ring of cortex, mm: a neural field after Amari (Biol. Cybern. 27, 77-87, 1977) with leaky integrate-and-fire neurons along it. All numbers are chosen here. */
export const ring = { points: 256, length: 32 } as const;

/** Lateral excitation and wider inhibition, 1 / mm. No interval of the ring gives more than 0.23 by it, which is below the threshold: the field alone keeps no bump. */
export const kernel = {
  kind: "difference_of_gaussians",
  excitation: 0.4,
  excitation_width: 1,
  inhibition: 0.15,
  inhibition_width: 2,
} as const;

/** Places of the field above it are active. */
export const threshold = 0.3;

/** ms */
export const field = { tau: 20, dt: 1 } as const;

/** Neurons at each grid point of the field. */
export const neuronsAPoint = 16;

/** pA into each neuron without the field, 1 pA below what makes it fire, and pA per unit of the field. */
export const current = { rest: 374, gain: 100 } as const;

/** Units of the field's input per Hz. */
export const spikesToField = 0.0035;

/** The hump that the field starts from: its middle and width in mm. */
export const start = { middle: 12, height: 1, width: 1.5 } as const;

/** ms after which the bump has its shape, and that it is measured for at least. */
export const [settled, least] = [300, 100] as const;
