/** Twin of shaders/lib/etdrk4.wgsl: where the numbers of a mode lie among its eight. */
export const Etd = { whole: 0, half: 1, q: 2, f1: 3, f2: 4, f3: 5, g: 6, mask: 7 } as const;
export const ETD_WORDS = 8;
