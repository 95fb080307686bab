import { atomic_add } from "../twins/bench/atomic_add.ts";
import { fma, ROUND_OPERATIONS } from "../twins/bench/fma.ts";
import { keyOf, philox4x32 } from "../twins/lib/philox.ts";
import { Code, floatBits } from "../wasm/assembler/code.ts";
import { FunctionWriter, instantiate, moduleOf } from "../wasm/assembler/module.ts";
import { I32, Simd, V128 } from "../wasm/assembler/opcodes.ts";
import { breathe } from "./breathe.ts";

/** What one thread, or all of them together, can do. Units as in `Ceilings`. */
export interface Rates {
  readonly copyGBs: number;
  readonly atomicMs: number;
  readonly fmaGops: number;
}

const COPY_WORDS = 2 ** 24;
const ADDS = 2 ** 22;
/** Repeats; the fastest counts, the first ones are for the compiler. */
const REPEATS = 5;
/** Chains of four lanes: enough that none waits for its own last sum, few enough for the registers. */
const CHAINS = 12;
/** Multiplications and additions of the arithmetic: rounds of all chains. */
const CHAIN_ROUNDS = 2 ** 20;
const OPERATIONS = CHAIN_ROUNDS * CHAINS * 4 * 2;

/** Measures one thread, the one that calls; half a second. `slots`: cells the adds are scattered over. */
export async function cpuRates(slots: number): Promise<Rates> {
  const [from, to] = [new Uint32Array(COPY_WORDS).fill(1), new Uint32Array(COPY_WORDS).fill(2)];
  const copy = await fastest(() => to.set(from));
  const indices = randomIndices(ADDS, slots);
  const [weights, sums] = [new Int32Array(ADDS).fill(1), new Int32Array(slots).fill(1)];
  const add = await fastest(() => atomic_add(ADDS, indices, weights, sums));
  const arithmeticSeconds = await fastest(compiledArithmetic() ?? scalarArithmetic());
  return {
    copyGBs: (8 * COPY_WORDS) / copy / 1e9,
    atomicMs: ADDS / add / 1e6,
    fmaGops: OPERATIONS / arithmeticSeconds / 1e9,
  };
}

async function fastest(work: () => void): Promise<number> {
  let least = Infinity;
  for (let k = 0; k < REPEATS; k++) {
    const start = performance.now();
    work();
    least = Math.min(least, performance.now() - start);
    await breathe();
  }
  return least / 1000;
}

/** The arithmetic on four lanes at once, as compiled twins do it: x = x a + b. Undefined where WebAssembly has no SIMD or may not be used. */
function compiledArithmetic(): (() => void) | undefined {
  const run = new FunctionWriter([I32]);
  const [factor, term] = run.locals(2, V128);
  const xs = run.locals(CHAINS, V128);
  const code = new Code();
  const splat = (value: number, local: number) => code.all(floatBits(value)).set(local);
  splat(-1, factor);
  splat(1, term);
  for (const x of xs) splat(0.25, x);
  code.repeatOnce(0, () => {
    for (const x of xs) code.get(x, factor).simd(Simd.f32_mul).get(term).simd(Simd.f32_add).set(x);
  });
  // What nobody keeps would not be computed.
  xs.forEach((x, k) => {
    code
      .i32(0)
      .get(x)
      .memory(Simd.store, 16 * k);
  });
  try {
    const module = new WebAssembly.Module(moduleOf(run, code, false));
    const exported = instantiate<(rounds: number) => void>(module, new WebAssembly.Memory({ initial: 1 }));
    return () => exported(CHAIN_ROUNDS);
  } catch (error) {
    if (error instanceof WebAssembly.CompileError) return undefined;
    throw error;
  }
}

/** As much of it in TypeScript. */
function scalarArithmetic(): () => void {
  const rounds = 64;
  const vectors = OPERATIONS / ROUND_OPERATIONS / rounds;
  const { factors, terms, values } = arithmetic(vectors);
  return () => fma(vectors, rounds, factors, terms, values);
}

/** Indices below `slots`, evenly drawn. */
export function randomIndices(adds: number, slots: number): Uint32Array {
  const [low, high] = keyOf(1);
  const words = new Int32Array(4);
  return Uint32Array.from({ length: adds }, (_, i) => {
    if (i % 4 === 0) philox4x32(low, high, i, 0, 0, 0, words);
    return Math.floor(((words[i % 4] >>> 0) / 2 ** 32) * slots);
  });
}

/** Values that neither grow nor fade: x = 1 - x. */
export function arithmetic(vectors: number): Record<"factors" | "terms" | "values", Float32Array> {
  const filled = (value: number) => new Float32Array(4 * vectors).fill(value);
  return { factors: filled(-1), terms: filled(1), values: filled(0.25) };
}
