/** Numbers of NALSM: Ivanov and Michmizos (NeurIPS 2021) and their code, github.com/combra-lab/NALSM. Times in ms, weights in mV. */

/** Side of the cube of cells, the pixels of an image and how strongly the astrocyte listens, by variant. */
export const sizes = {
  small: { grid: [10, 10, 10], astrocyteWeight: 0.015 },
  large: { grid: [20, 20, 20], astrocyteWeight: 0.0075 },
} as const;
export type Size = keyof typeof sizes;

/** Every neuron: threshold above a resting and reset potential of 0 (mV), membrane and refractory time. */
export const neuron = { tau_v: 64, threshold: 20, refractory: 2, tau_u: 1 } as const;
/** What a drawn input spike adds to the potential of an input neuron, mV. */
export const KICK = 100;
/** Time constants of synaptic currents; each neuron has one of them for all it receives. */
export const SYNAPTIC_TAUS = [1, 2] as const;

/** Share of the neurons that are excitatory. */
export const EXCITATORY = 0.8;
/** Probability that one neuron reaches another at no distance: from the first letter's to the second's kind. */
export const CLOSENESS = { EE: 0.2, EI: 0.1, IE: 0.3, II: 0.05 } as const;
/** In cells: P = C exp(-(distance / LAMBDA)^2). */
export const LAMBDA = 3;
/** Share of all pairs of an input and a liquid neuron that are connected. */
export const INPUT_DENSITY = 0.15;
/** Largest size of a weight; all start at a size of 1. */
export const WEIGHT_BOUND = 3;

/** What a spike adds to a trace, and what is left of a trace after a millisecond. */
export const TRACE = { step: 0.1, decay: 0.9048 } as const;
/** Of potentiation and, to begin with, of depression; the astrocyte's bias. */
export const RATE = 0.15;
export const ASTROCYTE_TAU = 100;
/** In runs on data all rates are this share of themselves a millisecond later. */
export const FADE = 0.99;

/** ms an image is shown, while the liquid is made ready and when it is read. */
export const SHOWN = { initialisation: 20, data: 250 } as const;
/** Images at full scale. The published ones: 50,000, 50,000 and 10,000 (with 10,000 more to choose the epoch by). */
export const IMAGES = { initialisation: 5_000, train: 6_000, test: 2_000 } as const;
/** Share of the training images held back to choose how the readout is trained. */
export const HELD_BACK = 1 / 6;

/** Published: 8,000 neurons, 50,000 images, Fashion-MNIST. */
export const PUBLISHED = { accuracy: 85.84, source: "Ivanov and Michmizos (2021), 8,000 neurons, 50,000 images" } as const;
/** An independent C program at the sizes above, one liquid each. */
export const INDEPENDENT = {
  nalsm: "82.8 to 83.0",
  frozen: "82.5 to 83.8",
  pixels: "83.6 to 83.8",
  ratio: 1.028,
  frozenRatio: 1.11,
  rate: 42,
  frozenRate: 12,
  synapses: 134_302,
  source: "an independent C program at this size",
} as const;
/** How the linear readout is trained here: the published Adadelta needs more epochs than so few images are worth. */
export const READOUT = { optimiser: "adam", rate: 0.01, epochs: 100, l2: [1e-6, 1e-5, 1e-4] } as const;
