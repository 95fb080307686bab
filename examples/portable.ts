import { adexPatterns } from "./adex-patterns/index.ts";
import { alRnnLorenz } from "./al-rnn-lorenz/index.ts";
import { brunel } from "./brunel/index.ts";
import { burgersFno } from "./burgers-fno/index.ts";
import { cfcXor } from "./cfc-xor/index.ts";
import { chaoticRnn } from "./chaotic-rnn/index.ts";
import { corticalField } from "./cortical-field/index.ts";
import { curlDescent } from "./curl-descent/index.ts";
import { deepLinear } from "./deep-linear/index.ts";
import { denseHopfield } from "./dense-hopfield/index.ts";
import { dopamine } from "./dopamine/index.ts";
import { dysts } from "./dysts/index.ts";
import type { Example, Study } from "./example.ts";
import { exponentiatedGradient } from "./exponentiated-gradient/index.ts";
import { fiCurve } from "./fi-curve/index.ts";
import { fieldAndSpikes } from "./field-and-spikes/index.ts";
import { hpcBenchmark } from "./hpc-benchmark/index.ts";
import { inhibitoryBalance } from "./inhibitory-balance/index.ts";
import { izhikevich2003 } from "./izhikevich-2003/index.ts";
import { kuramotoSivashinsky } from "./kuramoto-sivashinsky/index.ts";
import { lempelZiv } from "./lempel-ziv/index.ts";
import { linearEquivalence } from "./linear-equivalence/index.ts";
import { mambaTokens } from "./mamba-tokens/index.ts";
import { microcircuit } from "./microcircuit/index.ts";
import { multitaskingHopfield } from "./multitasking-hopfield/index.ts";
import { neuralFieldBumps } from "./neural-field-bumps/index.ts";
import { neuralSde } from "./neural-sde/index.ts";
import { plrnnLorenz } from "./plrnn-lorenz/index.ts";
import { sdrDendrites } from "./sdr-dendrites/index.ts";
import { songMillerAbbott } from "./song-miller-abbott/index.ts";
import { stdpWindow } from "./stdp-window/index.ts";
import { synchronization } from "./synchronization/index.ts";
import { tempotron } from "./tempotron/index.ts";
import { vogelsAbbottCoba, vogelsAbbottCuba } from "./vogels-abbott/index.ts";

/** The examples that read no file: these run in a browser too. */
export const portableExamples: readonly Example[] = [
  microcircuit,
  vogelsAbbottCoba,
  vogelsAbbottCuba,
  brunel,
  hpcBenchmark,
  izhikevich2003,
  fiCurve,
  adexPatterns,
  stdpWindow,
  songMillerAbbott,
  inhibitoryBalance,
  fieldAndSpikes,
];

/** The studies that read no file. */
export const portableStudies: readonly Study[] = [
  dopamine,
  kuramotoSivashinsky,
  corticalField,
  neuralFieldBumps,
  burgersFno,
  alRnnLorenz,
  plrnnLorenz,
  mambaTokens,
  exponentiatedGradient,
  deepLinear,
  multitaskingHopfield,
  denseHopfield,
  sdrDendrites,
  cfcXor,
  lempelZiv,
  chaoticRnn,
  linearEquivalence,
  tempotron,
  curlDescent,
  dysts,
  neuralSde,
  synchronization,
];
