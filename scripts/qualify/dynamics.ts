import { cfcXor } from "../../examples/cfc-xor/index.ts";
import { curlDescent } from "../../examples/curl-descent/index.ts";
import { denseHopfield } from "../../examples/dense-hopfield/index.ts";
import { equilibriumPropagation } from "../../examples/equilibrium-propagation/index.ts";
import { lempelZiv } from "../../examples/lempel-ziv/index.ts";
import { multitaskingHopfield } from "../../examples/multitasking-hopfield/index.ts";
import { sdrDendrites } from "../../examples/sdr-dendrites/index.ts";
import { tempotron } from "../../examples/tempotron/index.ts";
import type { Check } from "./check.ts";
import { studied } from "./studied.ts";

/** Recurrent networks, cells, flows, memories and local learning, against published numbers and closed forms. */
export const dynamicsChecks: readonly Check[] = [
  studied(multitaskingHopfield),
  studied(denseHopfield),
  studied(sdrDendrites),
  studied(lempelZiv),
  studied(equilibriumPropagation, "mnist"),
  studied(tempotron),
  studied(curlDescent),
  studied(cfcXor),
];
