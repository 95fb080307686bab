import { EquilibriumPropagation } from "../../src/local/equilibrium-propagation.ts";
import type { Bench } from "../example.ts";
import { type DataSets, labelledSet } from "../shared/datasets.ts";
import * as p from "./parameters.ts";

/** What an epoch came to. */
export interface Epoch {
  /** Mean squared distance and share of errors of the training images, each before it was learnt. */
  readonly cost: number;
  readonly trainError: number;
  /** After the epoch. */
  readonly testError: number;
}

interface TrainingSize {
  /** Images to learn, and to test; all where there are fewer. */
  readonly images: number;
  readonly tests: number;
  readonly epochs: number;
}

/** Trains on images. @param from share of the study that is done before */
export async function trainOn(
  { train, test }: DataSets,
  { images, tests, epochs }: TrainingSize,
  seed: number,
  bench: Bench,
  from = 0,
): Promise<Epoch[]> {
  const network = await EquilibriumPropagation.create(
    {
      ...{ layers: p.LAYERS, batch: p.BATCH, beta: p.BETA, nudging: "random-sign", free: p.FREE, nudged: p.NUDGED, seed },
    },
    { adapter: bench.adapter, data: { train: labelledSet(train, images), test: labelledSet(test, tests) } },
  );
  try {
    bench.ran(network);
    const learnt: Epoch[] = [];
    while (learnt.length < epochs) {
      const onProgress = (share: number) =>
        bench.progress(from + ((1 - from) * (learnt.length + share)) / epochs, `epoch ${learnt.length + 1} of ${epochs}`);
      const { cost, accuracy } = await network.train(p.RATES, { signal: bench.signal, onProgress });
      const tested = await network.evaluate({ signal: bench.signal });
      learnt.push({ cost, trainError: 1 - accuracy, testError: 1 - tested.accuracy });
    }
    return learnt;
  } finally {
    network.destroy();
  }
}
