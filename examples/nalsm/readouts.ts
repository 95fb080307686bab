import { type Readout, trainReadout } from "../shared/readout.ts";
import type { Samples } from "../shared/softmax.ts";
import { HELD_BACK, READOUT } from "./parameters.ts";

/** Labelled vectors to learn from and to be asked about. */
export interface Sets {
  readonly train: Samples;
  readonly test: Samples;
}

/** What a readout is worth, and how it was chosen. */
export interface Read {
  /** Percent of the test images. */
  readonly accuracy: number;
  /** Percent of the images held back, by the weight of L2: those of the best epoch each. */
  readonly sweep: readonly { readonly l2: number; readonly validation: number; readonly epoch: number }[];
  readonly l2: number;
  readonly epochs: number;
}

/**
 * Trains a linear readout: the weight of L2 and the number of epochs are those that do best on the last sixth of the training images, of which
 * the readout has seen nothing; then it is trained anew on all of them. The test images are looked at once.
 */
export async function read({ train, test }: Sets, seed: number, signal: AbortSignal, onProgress: (share: number) => void): Promise<Read> {
  const count = train.labels.length;
  const held = Math.max(1, Math.round(HELD_BACK * count));
  const learned = part(train, 0, count - held);
  const validation = part(train, count - held, count);
  const rounds = READOUT.l2.length + 1;
  const common = (round: number) => ({
    seed,
    optimiser: READOUT.optimiser,
    rate: READOUT.rate,
    signal,
    onProgress: (share: number) => onProgress((round + share) / rounds),
  });
  const tried: (Readout & { readonly l2: number })[] = [];
  for (const [round, l2] of READOUT.l2.entries())
    tried.push({
      ...(await trainReadout({ train: learned, validation, test: validation }, { ...common(round), l2, epochs: READOUT.epochs })),
      l2,
    });
  const best = tried.reduce((a, b) => (b.validation > a.validation ? b : a));
  const last = { ...common(rounds - 1), l2: best.l2, epochs: best.epoch };
  const final = await trainReadout({ train, validation: train, test }, last);
  return {
    accuracy: 100 * final.test,
    sweep: tried.map(({ l2, validation: share, epoch }) => ({ l2, validation: 100 * share, epoch })),
    l2: best.l2,
    epochs: best.epoch,
  };
}

function part({ features, values, labels }: Samples, from: number, to: number): Samples {
  return { features, values: values.subarray(from * features, to * features), labels: labels.subarray(from, to) };
}
