import type { Words } from "../../examples/shared/draw.ts";

/** Uniform within -1 to 1. */
export const uniform = (words: Words) => words.word() / 2 ** 31 - 1;
export const uniforms = (words: Words, n: number) => Float32Array.from({ length: n }, () => uniform(words));
