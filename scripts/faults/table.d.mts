import type { Fault } from "./check.mjs";

export const FAULTS: readonly Fault[];
