import { refuseOthers } from "../network/names.ts";
import type { ProgramExecutor } from "../plan/program.ts";
import { executeProgram } from "../plan/program-target.ts";
import type { AdapterChoice } from "../plan/target.ts";
import { Turns } from "../plan/turns.ts";
import { countOneBits } from "../twins/lib/bits.ts";
import { need, needWhole } from "./check.ts";
import { matchSegments } from "./kernels/match_segments.ts";
import { MOST_WORDS } from "./sets.ts";

/** Sets of cells, each once. */
export type CellSets = readonly ArrayLike<number>[];

/** Segments that look for patterns among so many cells. */
export interface SegmentsSpec {
  /** n: all cells. */
  readonly cells: number;
  /** The cells that each segment has synapses on. */
  readonly segments: CellSets;
  /** theta: a segment fires on an input that shares so many cells with it, or more. */
  readonly threshold: number;
}

/** Which segments fired on which inputs. */
export interface Matches {
  /** Inputs x `width` words: segment j is bit j & 31 of word j >> 5 of an input's. */
  readonly words: Uint32Array;
  readonly width: number;
  /** Segments that fired, of each input. */
  readonly counts: Uint32Array;
  /** @throws InputError for an input or a segment that is none */
  fires(input: number, segment: number): boolean;
}

/** Inputs held against all segments in one dispatch. */
const BATCH = 256;

/** Sets of cells as bits: sets x words. @throws InputError for a cell that is none, or twice in its set */
function packSets(sets: CellSets, cells: number, place: string): Uint32Array {
  needSets(sets, place);
  const words = Math.ceil(cells / 32);
  const bits = new Uint32Array(sets.length * words);
  for (const [n, list] of sets.entries()) {
    for (let k = 0; k < list.length; k++) {
      const cell = needWhole(`${place}[${n}][${k}]`, list[k], 0, cells - 1);
      const word = n * words + (cell >> 5);
      need(((bits[word] >>> (cell & 31)) & 1) === 0, `${place}[${n}][${k}]`, cell, "must not be in its set twice");
      bits[word] |= 1 << (cell & 31);
    }
  }
  return bits;
}

/** @throws InputError unless they are a list of lists, one at least */
function needSets(sets: CellSets, place: string): void {
  need(Array.isArray(sets), place, sets, "must be a list of sets of cells");
  needWhole(`${place}.length`, sets.length, 1);
  for (const [n, set] of sets.entries())
    need(Array.isArray(set) || ArrayBuffer.isView(set), `${place}[${n}]`, set, "must be a list of cells");
}

/** Segments in blocks of 32, word by word, filled up to a multiple of 32, as the kernel takes them. */
export function inBlocks(bits: Uint32Array, words: number): { readonly masks: Uint32Array; readonly segments: number } {
  const count = bits.length / words;
  const segments = 32 * Math.ceil(count / 32);
  const masks = new Uint32Array(words * segments);
  for (let j = 0; j < count; j++) {
    for (let w = 0; w < words; w++) masks[((j >> 5) * words + w) * 32 + (j & 31)] = bits[j * words + w];
  }
  return { masks, segments };
}

/**
 * Finds the segments that share enough cells with an input, by the bits of both: 32 cells a word. One call at a time: await each before the
 * next.
 */
export class SegmentMatcher {
  private readonly turns = new Turns("the matcher");

  private constructor(
    private readonly executor: ProgramExecutor,
    private readonly cells: number,
    private readonly segments: number,
    private readonly width: number,
  ) {}

  /** @throws InputError for a spec that is none; NoAdapterError */
  static async create(spec: SegmentsSpec, { adapter = "auto" }: { readonly adapter?: AdapterChoice } = {}): Promise<SegmentMatcher> {
    refuseOthers("", spec, ["cells", "segments", "threshold"]);
    const { cells, segments: sets, threshold } = spec;
    needWhole("cells", cells, 1, 2 ** 24);
    needSets(sets, "segments");
    needWhole("threshold", threshold, 1);
    const words = Math.ceil(cells / 32);
    need(
      (sets.length + 31) * words <= MOST_WORDS,
      "segments.length",
      sets.length,
      `is too many for ${cells} cells: ${MOST_WORDS} words at most`,
    );
    for (const [n, set] of sets.entries())
      need(
        set.length >= threshold,
        `segments[${n}].length`,
        set.length,
        `must be ${threshold} or more, the threshold: it could never fire`,
      );
    const { masks, segments } = inBlocks(packSets(sets, cells, "segments"), words);
    const program = {
      buffers: {
        segments: { type: "u32", length: masks.length, data: masks },
        inputs: { type: "u32", length: BATCH * words },
        hits: { type: "u32", length: (BATCH * segments) / 32 },
      },
      sequences: {
        match: [
          matchSegments("match", { inputs: BATCH, segments, words, threshold }, { segments: "segments", inputs: "inputs", hits: "hits" }),
        ],
      },
    } as const;
    return new SegmentMatcher(await executeProgram(program, adapter), cells, sets.length, segments / 32);
  }

  get adapter(): string {
    return this.executor.adapter;
  }

  get adapterKind(): "hardware" | "software" | "cpu" {
    return this.executor.adapterKind;
  }

  /** @param inputs the active cells of each @throws InputError for a cell that is none, or twice in its input */
  async match(inputs: CellSets): Promise<Matches> {
    const { executor, width, cells } = this;
    const bits = packSets(inputs, cells, "inputs");
    const words = new Uint32Array(inputs.length * width);
    await this.turns.take(async () => {
      const each = Math.ceil(cells / 32);
      for (let first = 0; first < inputs.length; first += BATCH) {
        // Rows behind the last input are of no concern: what they give is left where it is.
        executor.write("inputs", bits.subarray(first * each, (first + BATCH) * each));
        await executor.run("match");
        const hits = await executor.read("hits", "u32");
        words.set(hits.subarray(0, Math.min(BATCH, inputs.length - first) * width), first * width);
      }
    });
    const counts = new Uint32Array(inputs.length);
    for (let n = 0; n < words.length; n++) counts[Math.floor(n / width)] += countOneBits(words[n]);
    const fires = (input: number, segment: number) => {
      needWhole("input", input, 0, counts.length - 1);
      needWhole("segment", segment, 0, this.segments - 1);
      return ((words[input * width + (segment >> 5)] >>> (segment & 31)) & 1) === 1;
    };
    return { words, width, counts, fires };
  }

  /** Gives its device back. */
  destroy(): void {
    this.executor.destroy();
  }
}
