/** HLOP-SNN (Xiao et al., ICLR 2024; repository pkuxmq/HLOP-SNN) on permuted images, and where this study is smaller or differs. */

/** Neurons of the hidden layers; published: 800, 800. */
export const HIDDEN = [400, 400] as const;
export const CLASSES = 10;
/** Published: 10. */
export const TASKS = 3;
export const BATCH = 64;
/** Plain gradient descent. Published: 0.1; with spikes of size 1, as here, single tasks are learned worse at that rate. */
export const LEARNING_RATE = 0.02;

/** Leaky integrate-and-fire: u <- DECAY u + I, a spike at FIRES of the threshold or above takes the threshold off. Published: the threshold learns, from 0.3. */
export const STEPS = 20;
export const DECAY = Math.exp(-0.05);
export const THRESHOLD = 0.3;
export const FIRES = 0.3;

/** Lateral neurons of each layer's input: on the first task, and new ones on each later task; published: 80, 200, 100, then 70 each. */
export const LATERAL = { first: [80, 100, 50], later: [70, 70, 50] } as const;
/**
 * Their rates, layer by layer. Published: 0.001, 0.01, 0.01; with pixels of 0 to 1 those reach 0.96 of the components' energy in one epoch of
 * Fashion-MNIST at the input, these 0.99.
 */
export const LATERAL_RATES = [0.015, 0.02, 0.02] as const;
export const LATERAL_MOMENTUM = 0.9;
/** Of |dH|. */
export const LATERAL_LIMIT = 10;
/** Times a batch. */
export const LATERAL_ITERATIONS = 5;
