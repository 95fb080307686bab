import addSource from "../../shaders/bench/atomic_add.wgsl";
import copySource from "../../shaders/bench/copy.wgsl";
import fmaSource from "../../shaders/bench/fma.wgsl";
import type { GpuBuffer } from "../gpu/buffers.ts";
import type { Device } from "../gpu/device.ts";
import { timeKernel } from "../gpu/profiler.ts";
import type { ShaderSource } from "../gpu/source.ts";
import { atomic_add } from "../twins/bench/atomic_add.ts";
import { fma, ROUND_OPERATIONS } from "../twins/bench/fma.ts";
import { keyOf, philox4x32 } from "../twins/lib/philox.ts";
import { breathe } from "./breathe.ts";

/** Elements of the three measurements. */
interface Amounts {
  readonly words: number;
  readonly adds: number;
  readonly vectors: number;
}

/** What an adapter can do at best, as measured. */
export interface Ceilings {
  /** Bytes read and written a second by a copy (of 64 MiB; 16 MiB on a software adapter), in 1e9. */
  readonly copyGBs: number;
  /** Random 32-bit atomic adds a second, in 1e6; plain adds on the CPU, where no two threads share a cell. */
  readonly atomicMs: number;
  /** Bytes the adds were scattered over. */
  readonly footprintBytes: number;
  /** Multiplications and additions a second, in 1e9; a fused one counts as two. */
  readonly fmaGops: number;
}

/** Bytes that one add of the atomic ceiling moves: index and weight in, the cell in and out. */
export const ATOMIC_BYTES = 16;

/** Enough to fill a large GPU and to outgrow its caches. */
const HARDWARE: Amounts = { words: 2 ** 24, adds: 2 ** 22, vectors: 2 ** 18 };
/** Tenths of a second each. */
const SOFTWARE: Amounts = { words: 2 ** 22, adds: 2 ** 20, vectors: 2 ** 16 };
const CPU: Amounts = { words: 2 ** 24, adds: 2 ** 22, vectors: 2 ** 14 };
const FMA_ROUNDS = 64;
/** Beyond this no cache holds more than a small part, and more room changes nothing. */
const MOST_FOOTPRINT = 2 ** 28;
const WORKGROUP = 256;
/** Repeats on the CPU; the fastest counts, the first ones are for the compiler. */
const ROUNDS = 5;

/**
 * Measures what an adapter can do; takes a second or so. On the CPU: one thread of TypeScript.
 * @param device undefined: the CPU
 * @param ringBytes what the adds are scattered over, as the spikes of a network are over its ring; 256 MiB at most are used
 * @throws DeviceError, DeviceLostError
 */
export async function measureCeilings(device: Device | undefined, ringBytes: number): Promise<Ceilings> {
  const slots = Math.max(1, Math.floor(Math.min(ringBytes, MOST_FOOTPRINT) / 4));
  const measured = device ? await onDevice(device, slots) : await onCpu(slots);
  return { ...measured, footprintBytes: 4 * slots };
}

type Measured = Omit<Ceilings, "footprintBytes">;

async function onDevice(device: Device, slots: number): Promise<Measured> {
  const amounts = device.summary.kind === "software" ? SOFTWARE : HARDWARE;
  const { words, adds, vectors } = amounts;
  const copy = await seconds(device, copySource, [words], {
    source: await device.buffer("source", "u32", words),
    target_words: await device.buffer("target", "u32", words),
  });
  const add = await seconds(device, addSource, [adds], {
    indices: await device.bufferOf("indices", "u32", randomIndices(adds, slots)),
    weights: await device.buffer("weights", "i32", adds),
    sums: await device.buffer("sums", "i32", slots),
  });
  const given = arithmetic(vectors);
  const work = await seconds(device, fmaSource, [vectors, FMA_ROUNDS], {
    factors: await device.bufferOf("factors", "f32", given.factors),
    terms: await device.bufferOf("terms", "f32", given.terms),
    values: await device.bufferOf("values", "f32", given.values),
  });
  return rates(amounts, copy, add, work);
}

/** Fastest time of one dispatch over `size[0]` elements; frees the buffers. */
async function seconds(
  device: Device,
  source: ShaderSource,
  [n, ...rest]: readonly number[],
  buffers: Readonly<Record<string, GpuBuffer>>,
): Promise<number> {
  const words = Uint32Array.of(n, ...rest);
  const size = await device.uniform("size", words.byteLength);
  size.write(words);
  try {
    const bound = (await device.kernel(source)).bind({ size, ...buffers });
    return (await timeKernel(device, bound, Math.ceil(n / WORKGROUP))).nsPerDispatch / 1e9;
  } finally {
    size.destroy();
    for (const buffer of Object.values(buffers)) buffer.destroy();
  }
}

async function onCpu(slots: number): Promise<Measured> {
  const { words, adds, vectors } = CPU;
  const [from, to] = [new Uint32Array(words).fill(1), new Uint32Array(words).fill(2)];
  const copy = await fastest(() => to.set(from));
  const indices = randomIndices(adds, slots);
  const [weights, sums] = [new Int32Array(adds).fill(1), new Int32Array(slots).fill(1)];
  const add = await fastest(() => atomic_add(adds, indices, weights, sums));
  const { factors, terms, values } = arithmetic(vectors);
  const work = await fastest(() => fma(vectors, FMA_ROUNDS, factors, terms, values));
  return rates(CPU, copy, add, work);
}

async function fastest(work: () => void): Promise<number> {
  let least = Infinity;
  for (let k = 0; k < ROUNDS; k++) {
    const start = performance.now();
    work();
    least = Math.min(least, performance.now() - start);
    await breathe();
  }
  return least / 1000;
}

/** From the seconds that each of the three took. */
function rates({ words, adds, vectors }: Amounts, copy: number, add: number, work: number): Measured {
  return {
    copyGBs: (8 * words) / copy / 1e9,
    atomicMs: adds / add / 1e6,
    fmaGops: (ROUND_OPERATIONS * FMA_ROUNDS * vectors) / work / 1e9,
  };
}

function randomIndices(adds: number, slots: number): Uint32Array {
  const [low, high] = keyOf(1);
  const words = new Int32Array(4);
  return Uint32Array.from({ length: adds }, (_, i) => {
    if (i % 4 === 0) philox4x32(low, high, i, 0, 0, 0, words);
    return Math.floor(((words[i % 4] >>> 0) / 2 ** 32) * slots);
  });
}

/** Values that neither grow nor fade: x = b - x. */
function arithmetic(vectors: number): Record<"factors" | "terms" | "values", Float32Array> {
  const filled = (value: number) => new Float32Array(4 * vectors).fill(value);
  return { factors: filled(-1), terms: filled(1), values: filled(0.25) };
}
