/** Complexity of sequences of symbols (Lempel and Ziv 1976), an estimate of their entropy rate. */
import { whole } from "../checks.ts";
import { InputError } from "../errors.ts";
import { refuseOthers } from "../network/names.ts";
import { executeProgram } from "../plan/program-target.ts";
import type { AdapterChoice } from "../plan/target.ts";
import { PROGRESS_WORDS } from "../twins/analysis/lempel_ziv.ts";
import { lempelZiv as stageOf } from "./kernels/lempel_ziv.ts";

export interface LempelZivOptions {
  /** Symbols of a sequence; their count grows with its square over its logarithm. 2 or more. */
  readonly length: number;
  /** Default "auto". */
  readonly adapter?: AdapterChoice;
  /** The count ends between two dispatches with the signal's reason. */
  readonly signal?: AbortSignal;
}

export interface Complexity {
  /** Words of each sequence's history. */
  readonly words: Uint32Array;
  /** words log2(length) / length: goes to the entropy rate in bits a symbol as sequences grow; not corrected for their length. */
  readonly normalised: Float64Array;
}

/** Comparisons of a sequence in one dispatch: some ms of a GPU's thread. */
const TOGETHER = 2 ** 16;
const MOST = 2 ** 30;

/**
 * Lempel-Ziv complexities of many sequences at once.
 * @param symbols sequences one after the other (sequences x length), of an alphabet of up to 256
 * @throws InputError for a length that is none or does not divide the symbols; NoAdapterError; the signal's reason
 */
export async function lempelZiv(symbols: Uint8Array, options: LempelZivOptions): Promise<Complexity> {
  refuseOthers("options", options, ["length", "adapter", "signal"]);
  const { length, adapter = "auto", signal } = options;
  whole(2, length, "length");
  if (!(symbols instanceof Uint8Array)) throw new InputError("symbols", symbols, "must be a Uint8Array, sequence after sequence");
  const sequences = symbols.length / length;
  if (!Number.isInteger(sequences) || sequences === 0)
    throw new InputError("symbols", symbols, `must be whole sequences of ${length} symbols`);
  if (symbols.length > MOST) throw new InputError("symbols", symbols, `${MOST} at most at once`);
  const packed = new Uint8Array(4 * Math.ceil(symbols.length / 4));
  packed.set(symbols);
  const data = new Uint32Array(packed.buffer);
  const buffers = {
    symbols: { type: "u32", length: data.length, data },
    progress: { type: "u32", length: PROGRESS_WORDS * sequences },
  } as const;
  const stage = stageOf("lempel-ziv", { sequences, length, most: TOGETHER }, { symbols: "symbols", progress: "progress" });
  const executor = await executeProgram({ buffers, sequences: { count: [stage] } }, adapter);
  try {
    for (;;) {
      signal?.throwIfAborted();
      await executor.run("count");
      const progress = await executor.read("progress", "u32");
      const part = (word: number) => Uint32Array.from({ length: sequences }, (_, s) => progress[PROGRESS_WORDS * s + word]);
      if (part(1).some((known) => known < length)) continue;
      const words = part(0);
      return { words, normalised: Float64Array.from(words, (count) => (count * Math.log2(length)) / length) };
    }
  } finally {
    executor.destroy();
  }
}
