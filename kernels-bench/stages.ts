import type { Program } from "../src/plan/program.ts";
import { executeProgram } from "../src/plan/program-target.ts";
import type { Context } from "./bench.ts";
import { repeated, type Spread, seconds } from "./measure.ts";

/** Seconds one measurement should take at least, so that coarse clocks and single waits do not matter. */
const PASS_SECONDS = 0.1;
/** Runs of one measurement at most. */
const MOST_RUNS = 10_000;

/** Seconds that one run of the sequence "work" takes inside the executor that trainings run on, after one of "before". */
export async function timedWork({ kind, repeats }: Context, program: Program): Promise<Spread> {
  const executor = await executeProgram(program, kind);
  try {
    await executor.run("before");
    const once = () => seconds(() => executor.run("work"));
    const first = await once();
    // The first run is also the compiler's: it does not tell how long a short one takes.
    const one = first < PASS_SECONDS ? await once() : first;
    const runs = Math.min(MOST_RUNS, Math.max(1, Math.ceil(PASS_SECONDS / one)));
    return await repeated(async () => (await seconds(() => executor.run("work", runs))) / runs, repeats);
  } finally {
    executor.destroy();
  }
}

/** Numbers of -1 to 1 that look like nothing in particular: the same in every run. */
export function scattered(length: number): Float32Array {
  return Float32Array.from({ length }, (_, i) => Math.sin(i * 12.9898) % 1);
}
