import addSource from "../../shaders/bench/atomic_add.wgsl";
import copySource from "../../shaders/bench/copy.wgsl";
import fmaSource from "../../shaders/bench/fma.wgsl";
import type { GpuBuffer } from "../gpu/buffers.ts";
import type { Device } from "../gpu/device.ts";
import { timeKernel } from "../gpu/profiler.ts";
import type { ShaderSource } from "../gpu/source.ts";
import { ROUND_OPERATIONS } from "../twins/bench/fma.ts";
import { arithmetic, cpuRates, type Rates, randomIndices } from "./ceilings-cpu.ts";

/** Elements of the three measurements on a device. */
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
const FMA_ROUNDS = 64;
/** Beyond this no cache holds more than a small part, and more room changes nothing. */
const MOST_FOOTPRINT = 2 ** 28;
const WORKGROUP = 256;

/**
 * Measures what an adapter can do; takes a second or so.
 * @param device undefined: the CPU, one thread
 * @param ringBytes what the adds are scattered over, as the spikes of a network are over its ring; 256 MiB at most are used
 * @throws DeviceError, DeviceLostError
 */
export async function measureCeilings(device: Device | undefined, ringBytes: number): Promise<Ceilings> {
  const slots = slotsOf(ringBytes);
  return { ...(await (device ? onDevice(device, slots) : cpuRates(slots))), footprintBytes: 4 * slots };
}

/** Cells that the adds are scattered over. */
export function slotsOf(ringBytes: number): number {
  return Math.max(1, Math.floor(Math.min(ringBytes, MOST_FOOTPRINT) / 4));
}

async function onDevice(device: Device, slots: number): Promise<Rates> {
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
    return (await timeKernel(device, bound, Math.ceil(n / WORKGROUP))) / 1e9;
  } finally {
    size.destroy();
    for (const buffer of Object.values(buffers)) buffer.destroy();
  }
}

/** From the seconds that each of the three took. */
function rates({ words, adds, vectors }: Amounts, copy: number, add: number, work: number): Rates {
  return {
    copyGBs: (8 * words) / copy / 1e9,
    atomicMs: adds / add / 1e6,
    fmaGops: (ROUND_OPERATIONS * FMA_ROUNDS * vectors) / work / 1e9,
  };
}
