/** Bit-streams whose parity is asked for: the irregularly sampled XOR task of the CfC paper, made here. */
import { keyOf, philox4x32, Stream, streamOf } from "../twins/lib/philox.ts";
import { type LabelledSequences, type SequenceData, withoutPadding } from "./sequences.ts";

/** Bits of a stream: at least, and fewer than; the time of all of them is 1. */
const PARITY_LEAST = 2;
export const PARITY_END = 32;

/** The training set's stream of its kind, docs/random.md; the test set's is the next. */
const PARITY_STREAM = 16;

/** "event": a step a run of equal bits, its bit and when it came; "dense": a step a bit. */
export type ParityEncoding = "event" | "dense";

/**
 * Random bit-streams as the authors encode them (irregular_sampled_datasets.py, XORData): 2 to 31 fair bits. Event by event: at each bit that
 * differs from the one before it (the first always does) a step with that bit and the bits gone by since the last step over 32; where bits
 * are left behind the last event, one more step with the last bit. The label is the parity of the ones.
 * @param set which stream of random numbers: 0 training, 1 test
 */
export function paritySequences(count: number, seed: number, set: number, encoding: ParityEncoding = "event"): LabelledSequences {
  // No stream has more events than bits.
  const steps = PARITY_END - 1;
  const all = {
    ...{ values: new Float32Array(count * steps), elapsed: new Float32Array(count * steps) },
    ...{ lengths: new Uint32Array(count), labels: new Uint8Array(count) },
  };
  const words = new Int32Array(4);
  const [low, high] = keyOf(seed);
  const stream = streamOf(Stream.sequences, PARITY_STREAM + set);
  for (let k = 0; k < count; k++) {
    philox4x32(low, high, 0, k, stream, 0, words);
    const bits = PARITY_LEAST + Math.floor(((words[0] >>> 0) * (PARITY_END - PARITY_LEAST)) / 2 ** 32);
    const values = all.values.subarray(k * steps, (k + 1) * steps);
    const elapsed = all.elapsed.subarray(k * steps, (k + 1) * steps);
    let [length, since, before] = [0, 0, -1];
    for (let i = 0; i < bits; i++) {
      const bit = (words[1] >>> i) & 1;
      all.labels[k] ^= bit;
      since++;
      if (encoding === "dense" || bit !== before) {
        values[length] = bit;
        elapsed[length++] = since / PARITY_END;
        since = 0;
      }
      before = bit;
    }
    if (since > 0) {
      values[length] = before;
      elapsed[length++] = since / PARITY_END;
    }
    all.lengths[k] = length;
  }
  return { ...all, steps, features: 1, classes: 2 };
}

/** A training and a test set, padded to their longest sequence alone. */
export function parityData(train: number, test: number, seed: number, encoding: ParityEncoding = "event"): SequenceData {
  const sets = [paritySequences(train, seed, 0, encoding), paritySequences(test, seed, 1, encoding)];
  const steps = Math.max(...sets.flatMap(({ lengths }) => [...new Set(lengths)]));
  const [first, second] = sets.map((set) => ({ ...set, ...withoutPadding(set, steps) }));
  return { train: first, test: second };
}
