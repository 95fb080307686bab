import type { Benchmark } from "./bench.ts";
import { balance } from "./kernels/balance.ts";
import { atomicAdd, copy, fma } from "./kernels/ceilings.ts";
import { cfcLtc } from "./kernels/cfc-ltc.ts";
import { denseNeurons } from "./kernels/dense-neurons.ts";
import { events } from "./kernels/events.ts";
import { fft } from "./kernels/fft.ts";
import { flowSteps } from "./kernels/flows.ts";
import { instances } from "./kernels/instances.ts";
import { matmul } from "./kernels/matmul.ts";
import { memories } from "./kernels/memories.ts";
import { plastic } from "./kernels/plastic.ts";
import { privateWeights } from "./kernels/private-weights.ts";
import { propagate } from "./kernels/propagate.ts";
import { recurrence } from "./kernels/recurrence.ts";
import { selectiveScan } from "./kernels/selective-scan.ts";
import { spectralConv } from "./kernels/spectral-conv.ts";
import { poisson, updates } from "./kernels/update.ts";

/** Every benchmark of `npm run bench`, in the order of the table. A new one is a file and a line here. */
export const benches: readonly Benchmark[] = [
  copy,
  atomicAdd,
  fma,
  ...updates,
  poisson,
  propagate,
  balance,
  events,
  plastic,
  instances,
  privateWeights,
  matmul,
  fft,
  ...denseNeurons,
  spectralConv,
  flowSteps,
  selectiveScan,
  cfcLtc,
  memories,
  recurrence,
];
