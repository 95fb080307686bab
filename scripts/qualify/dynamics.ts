import type { Check } from "./check.ts";

/** Recurrent networks, cells, flows, memories and local learning, against published numbers and closed forms. */
export const dynamicsChecks: readonly Check[] = [];
