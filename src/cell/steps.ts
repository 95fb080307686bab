/** Steps in order. */
export const upwards = (steps: number): readonly number[] => Array.from({ length: steps }, (_, t) => t);

/** Steps from the last one on. */
export const downwards = (steps: number): readonly number[] => Array.from({ length: steps }, (_, t) => steps - 1 - t);
