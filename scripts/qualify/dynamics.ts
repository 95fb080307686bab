import { denseHopfield } from "../../examples/dense-hopfield/index.ts";
import { multitaskingHopfield } from "../../examples/multitasking-hopfield/index.ts";
import { sdrDendrites } from "../../examples/sdr-dendrites/index.ts";
import type { Check } from "./check.ts";
import { studied } from "./studied.ts";

/** Recurrent networks, cells, flows, memories and local learning, against published numbers and closed forms. */
export const dynamicsChecks: readonly Check[] = [studied(multitaskingHopfield), studied(denseHopfield), studied(sdrDendrites)];
