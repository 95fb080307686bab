/** A worker whose jobs go wrong: for tests/plan/threads.test.ts. */
import { InputError } from "../../src/errors.ts";
import { Barrier } from "../../src/threads/barrier.ts";
import { StoppedError } from "../../src/threads/failure.ts";
import { serve } from "../../src/threads/serve.ts";

interface Meeting {
  readonly words: Int32Array;
  readonly thread: number;
  readonly count: number;
  readonly times: number;
  readonly log: Int32Array;
}

serve({
  echo: (data: unknown) => data,
  /** Thread 0 is stopped at once; thread 1 fails a little later, and that was the cause. */
  stopped(thread: number) {
    if (thread === 0) throw new StoppedError("stopped by another thread");
    Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 100);
    if (thread === 1) throw new InputError("delay", 3, "must be 4");
  },
  /** Thread 1 fails, the others wait for it. */
  fail({ words, thread, count, how }: Meeting & { how: "input" | "bug" | "exit" }) {
    if (thread !== 1) {
      new Barrier(words, count).wait();
      return "came through";
    }
    if (how === "input") throw new InputError("delay", 3, "must be 4");
    if (how === "exit") process.exit(7);
    throw new TypeError("a bug");
  },
  /** Writes into `log` where it is, and counts those who are not at the same place between two barriers. */
  meet({ words, thread, count, times, log }: Meeting) {
    const barrier = new Barrier(words, count);
    let apart = 0;
    for (let k = 1; k <= times; k++) {
      Atomics.store(log, thread, k);
      barrier.wait();
      for (let other = 0; other < count; other++) if (Atomics.load(log, other) !== k) apart++;
      barrier.wait();
    }
    return apart;
  },
});
