import addSource from "../../shaders/bench/atomic_add.wgsl";
import copySource from "../../shaders/bench/copy.wgsl";
import fmaSource from "../../shaders/bench/fma.wgsl";
import type { GpuBuffer } from "../gpu/buffers.ts";
import type { Device } from "../gpu/device.ts";
import type { Bindings } from "../gpu/kernel.ts";
import { timeKernel } from "../gpu/profiler.ts";
import type { ShaderSource } from "../gpu/source.ts";
import { atomic_add } from "../twins/bench/atomic_add.ts";
import { fma, ROUND_OPERATIONS } from "../twins/bench/fma.ts";
import { keyOf, philox4x32 } from "../twins/lib/philox.ts";
import { breathe } from "./breathe.ts";

/** What an adapter can do at best, as measured. */
export interface Ceilings {
  /** Bytes read and written a second by a copy of 64 MiB, in 1e9. */
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

const COPY_WORDS = 2 ** 24;
const ADDS = 2 ** 22;
const FMA_ROUNDS = 64;
/** Vectors of the arithmetic: enough to fill a large GPU, or a tenth of a second of one CPU thread. */
const FMA_VECTORS = 2 ** 18;
const FMA_VECTORS_CPU = 2 ** 14;
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
  const copy = await seconds(device, copySource, Uint32Array.of(COPY_WORDS), COPY_WORDS, {
    source: await device.buffer("source", "u32", COPY_WORDS),
    target_words: await device.buffer("target", "u32", COPY_WORDS),
  });
  const add = await seconds(device, addSource, Uint32Array.of(ADDS), ADDS, {
    indices: await device.bufferOf("indices", "u32", randomIndices(slots)),
    weights: await device.buffer("weights", "i32", ADDS),
    sums: await device.buffer("sums", "i32", slots),
  });
  const vectors = arithmetic(FMA_VECTORS);
  const work = await seconds(device, fmaSource, Uint32Array.of(FMA_VECTORS, FMA_ROUNDS), FMA_VECTORS, {
    factors: await device.bufferOf("factors", "f32", vectors.factors),
    terms: await device.bufferOf("terms", "f32", vectors.terms),
    values: await device.bufferOf("values", "f32", vectors.values),
  });
  return rates(copy, add, work / FMA_VECTORS);
}

/** Fastest time of one dispatch over `n` elements; frees the buffers. */
async function seconds(
  device: Device,
  source: ShaderSource,
  words: Uint32Array,
  n: number,
  buffers: Readonly<Record<string, GpuBuffer>>,
): Promise<number> {
  const size = await device.uniform("size", words.byteLength);
  size.write(words);
  const bindings: Bindings = { size, ...buffers };
  try {
    const { nsPerDispatch } = await timeKernel(device, (await device.kernel(source)).bind(bindings), Math.ceil(n / WORKGROUP));
    return nsPerDispatch / 1e9;
  } finally {
    size.destroy();
    for (const buffer of Object.values(buffers)) buffer.destroy();
  }
}

async function onCpu(slots: number): Promise<Measured> {
  const [from, to] = [new Uint32Array(COPY_WORDS).fill(1), new Uint32Array(COPY_WORDS).fill(2)];
  const copy = await fastest(() => to.set(from));
  const indices = randomIndices(slots);
  const [weights, sums] = [new Int32Array(ADDS).fill(1), new Int32Array(slots).fill(1)];
  const add = await fastest(() => atomic_add(ADDS, indices, weights, sums));
  const { factors, terms, values } = arithmetic(FMA_VECTORS_CPU);
  const work = await fastest(() => fma(FMA_VECTORS_CPU, FMA_ROUNDS, factors, terms, values));
  return rates(copy, add, work / FMA_VECTORS_CPU);
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

/** From the seconds of the copy, of the adds, and of one vector's rounds. */
function rates(copy: number, add: number, vector: number): Measured {
  return { copyGBs: (8 * COPY_WORDS) / copy / 1e9, atomicMs: ADDS / add / 1e6, fmaGops: (ROUND_OPERATIONS * FMA_ROUNDS) / vector / 1e9 };
}

function randomIndices(slots: number): Uint32Array {
  const [low, high] = keyOf(1);
  const indices = new Uint32Array(ADDS);
  const words = new Int32Array(4);
  for (let i = 0; i < ADDS; i++) {
    if (i % 4 === 0) philox4x32(low, high, i, 0, 0, 0, words);
    indices[i] = Math.floor(((words[i % 4] >>> 0) / 2 ** 32) * slots);
  }
  return indices;
}

/** Values that neither grow nor fade: x = b - x. */
function arithmetic(vectors: number): Record<"factors" | "terms" | "values", Float32Array> {
  const filled = (value: number) => new Float32Array(4 * vectors).fill(value);
  return { factors: filled(-1), terms: filled(1), values: filled(0.25) };
}
