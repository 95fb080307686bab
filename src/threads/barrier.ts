import { StoppedError } from "./failure.ts";

/** Words, each on a cache line of its own: threads that arrived, which time it is, whether all stop, threads asleep. */
const Word = { arrived: 0, turn: 16, stopped: 32, asleep: 48 } as const;
export const BARRIER_WORDS = 64;

/** Looks at the turn, some microseconds of them, before a thread goes to sleep and leaves its core to others. Not tuned on a quiet machine. */
const SPINS = 2000;

/** Where threads wait for each other. */
export class Barrier {
  /** @param words BARRIER_WORDS of shared memory, all 0 at first */
  constructor(
    private readonly words: Int32Array,
    private readonly count: number,
  ) {}

  /** Returns when all threads have come. @throws StoppedError where one of them failed */
  wait(): void {
    const { words } = this;
    const turn = Atomics.load(words, Word.turn);
    if (Atomics.add(words, Word.arrived, 1) === this.count - 1) {
      Atomics.store(words, Word.arrived, 0);
      Atomics.add(words, Word.turn, 1);
      if (Atomics.load(words, Word.asleep) > 0) Atomics.notify(words, Word.turn);
    } else {
      for (let k = 0; k < SPINS; k++) if (Atomics.load(words, Word.turn) !== turn) break;
      Atomics.add(words, Word.asleep, 1);
      // Who comes after the stop finds a turn that nobody will end.
      while (Atomics.load(words, Word.turn) === turn && Atomics.load(words, Word.stopped) === 0) Atomics.wait(words, Word.turn, turn);
      Atomics.sub(words, Word.asleep, 1);
    }
    if (Atomics.load(words, Word.stopped) !== 0) throw new StoppedError("another thread failed");
  }

  /** Lets everyone go who waits, or will. */
  stop(): void {
    Atomics.store(this.words, Word.stopped, 1);
    Atomics.add(this.words, Word.turn, 1);
    Atomics.notify(this.words, Word.turn);
  }
}
