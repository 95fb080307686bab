import { alRnnLorenz } from "../../examples/al-rnn-lorenz/index.ts";
import { cfcXor } from "../../examples/cfc-xor/index.ts";
import { chaoticRnn } from "../../examples/chaotic-rnn/index.ts";
import { curlDescent } from "../../examples/curl-descent/index.ts";
import { deepLinear } from "../../examples/deep-linear/index.ts";
import { denseHopfield } from "../../examples/dense-hopfield/index.ts";
import { dysts } from "../../examples/dysts/index.ts";
import { equilibriumPropagation } from "../../examples/equilibrium-propagation/index.ts";
import { exponentiatedGradient } from "../../examples/exponentiated-gradient/index.ts";
import { lempelZiv } from "../../examples/lempel-ziv/index.ts";
import { linearEquivalence } from "../../examples/linear-equivalence/index.ts";
import { mambaTokens } from "../../examples/mamba-tokens/index.ts";
import { multitaskingHopfield } from "../../examples/multitasking-hopfield/index.ts";
import { neuralSde } from "../../examples/neural-sde/index.ts";
import { plrnnLorenz } from "../../examples/plrnn-lorenz/index.ts";
import { sdrDendrites } from "../../examples/sdr-dendrites/index.ts";
import { ska } from "../../examples/ska/index.ts";
import { synchronization } from "../../examples/synchronization/index.ts";
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
  studied(alRnnLorenz),
  studied(plrnnLorenz),
  studied(cfcXor),
  studied(chaoticRnn),
  studied(linearEquivalence),
  studied(mambaTokens),
  studied(exponentiatedGradient),
  studied(ska, "fashion-mnist"),
  studied(deepLinear),
  studied(dysts),
  studied(neuralSde),
  studied(synchronization),
];
