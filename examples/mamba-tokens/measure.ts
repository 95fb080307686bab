import { TokenDynamics, type TokenSpec } from "../../src/cell/token-dynamics.ts";
import { StateDivergedError } from "../../src/errors.ts";
import { keyOf, philox4x32, Stream, streamOf } from "../../src/twins/lib/philox.ts";
import type { Bench } from "../example.ts";
import * as p from "./parameters.ts";

/** Values of all tokens of all systems at points in time, and the systems that blew up on the way. */
export interface Course {
  readonly times: readonly number[];
  /** tokens x systems, at each time. */
  readonly values: readonly Float32Array[];
  readonly blown: readonly { readonly system: number; readonly time: number }[];
}

interface Size {
  readonly tokens: number;
  readonly systems: number;
}

const logSpaced = (first: number, last: number, count: number) =>
  Array.from({ length: count }, (_, k) => first * (last / first) ** (k / (count - 1)));
const evenly = (last: number, count: number) => Array.from({ length: count }, (_, k) => ((k + 1) * last) / count);

/** First values, each of either sign or all positive. */
export function firstValues({ tokens, systems }: Size, positive: boolean, seed: number): Float32Array {
  const words = new Int32Array(4);
  const [key0, key1] = keyOf(seed);
  return Float32Array.from({ length: tokens * systems }, (_, i) => {
    philox4x32(key0, key1, i % systems, 0, streamOf(Stream.states, Math.floor(i / systems)), 0, words);
    const size = p.FIRST.least + ((p.FIRST.most - p.FIRST.least) * (words[0]! >>> 0)) / 2 ** 32;
    return positive || words[1]! < 0 ? size : -size;
  });
}

async function follow(spec: TokenSpec, times: readonly number[], bench: Bench): Promise<Course> {
  const flow = await TokenDynamics.create(spec, { adapter: bench.adapter });
  try {
    bench.ran(flow);
    const values: Float32Array[] = [];
    for (const time of times) {
      // What blows up is told below; the others go on.
      await flow.run(time, { signal: bench.signal }).catch((error) => {
        if (!(error instanceof StateDivergedError)) throw error;
      });
      values.push(await flow.read());
    }
    return { times, values, blown: await flow.blowUps() };
  } finally {
    flow.destroy();
  }
}

/** Of all tokens of all systems: those that shrink, grow, and blow up; of these also the first tokens alone, and one system up to its end. */
export interface Courses {
  readonly size: Size;
  /** First values of the first tokens of those that grow or blow up. */
  readonly first: Float32Array;
  readonly shrink: Course;
  readonly grow: Course;
  readonly alone: Course;
  readonly together: Course;
  readonly blow: Course;
}

/** Where all three courses lead. */
export async function courses(size: Size, seed: number, bench: Bench): Promise<Courses> {
  const { tokens, systems } = size;
  const positive = firstValues(size, true, seed);
  const { SHRINK, GROW, BLOW } = p;
  const spec = (kind: { readonly mu: number; readonly s: number }, initial: Float32Array, n = tokens) => ({
    ...{ tokens: n, mu: kind.mu, s: kind.s, a: p.A, initial },
  });
  const until = logSpaced(0.01, SHRINK.until, p.POINTS);
  const shrinking = [...until, ...logSpaced(SHRINK.until, p.FURTHER * SHRINK.until, p.POINTS / 4).slice(1)];
  bench.progress(0, "tokens that shrink");
  const shrink = await follow(spec(SHRINK, firstValues(size, false, seed)), shrinking, bench);
  bench.progress(0.4, "tokens that grow slowly");
  const grow = await follow(spec(GROW, positive), until, bench);
  bench.progress(0.7, "tokens that blow up");
  const first = positive.slice(0, systems);
  const alone = await follow(spec(BLOW, first, 1), [BLOW.until], bench);
  const together = await follow(spec(BLOW, positive), [BLOW.until], bench);
  // The curve of one system, up to the point where it ends.
  const end = together.blown.find(({ system }) => system === 0)?.time ?? BLOW.until;
  const own = spec(
    BLOW,
    positive.filter((_, i) => i % systems === 0),
  );
  const blow = await follow(own, evenly(end * (1 - 1e-4), p.POINTS), bench);
  return { size, first, shrink, grow, alone, together, blow };
}
