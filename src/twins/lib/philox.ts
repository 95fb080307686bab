import { GalvaniError } from "../../errors.ts";

/** Twin of shaders/lib/philox.wgsl. Words are int32 bit patterns: V8 keeps those in registers, unsigned ones not. */

/** High 32 bits of the 64-bit product of two unsigned words. */
export function mulhi(a: number, b: number): number {
  const al = a & 0xffff;
  const ah = a >>> 16;
  const bl = b & 0xffff;
  const bh = b >>> 16;
  const t = (Math.imul(ah, bl) + (Math.imul(al, bl) >>> 16)) | 0;
  const u = (Math.imul(al, bh) + (t & 0xffff)) | 0;
  return (Math.imul(ah, bh) + (t >>> 16) + (u >>> 16)) | 0;
}

/** Philox4x32-10 (Salmon et al. 2011): four random words of `out` from a key (the seed) and a counter. */
export function philox4x32(key0: number, key1: number, c0: number, c1: number, c2: number, c3: number, out: Int32Array): void {
  let k0 = key0 | 0;
  let k1 = key1 | 0;
  let x = c0 | 0;
  let y = c1 | 0;
  let z = c2 | 0;
  let w = c3 | 0;
  for (let round = 0; round < 10; round++) {
    const h0 = mulhi(0xd2511f53 | 0, x);
    const l0 = Math.imul(0xd2511f53, x);
    const h1 = mulhi(0xcd9e8d57 | 0, z);
    const l1 = Math.imul(0xcd9e8d57, z);
    x = h1 ^ y ^ k0;
    y = l1;
    z = h0 ^ w ^ k1;
    w = l0;
    k0 = (k0 + 0x9e3779b9) | 0;
    k1 = (k1 + 0xbb67ae85) | 0;
  }
  out[0] = x;
  out[1] = y;
  out[2] = z;
  out[3] = w;
}

/** The seed as Philox's key: low and high word. */
export function keyOf(seed: number): readonly [number, number] {
  return [seed | 0, Math.floor(seed / 2 ** 32) | 0];
}

/** What a stream of random numbers is for: the high byte of its number. The low 24 bits say which of its kind. See docs/random.md. */
export const Stream = {
  rows: 1,
  sources: 2,
  poisson: 3,
  noise: 4,
  values: 5,
  inputValues: 6,
  layers: 7,
  order: 8,
  pixels: 9,
  field: 10,
  cases: 11,
  flow: 12,
  rate: 13,
  glauber: 14,
  patterns: 15,
  trials: 16,
  sequences: 17,
  couplings: 18,
  states: 19,
} as const;

/** The number of one stream. @throws GalvaniError beyond 2^24 streams of a kind, which would share their numbers */
export function streamOf(kind: number, index: number): number {
  if (index >= 2 ** 24)
    throw new GalvaniError(`stream ${index} of kind ${kind}: a network has 65,536 populations and 2^24 projections and inputs at most`);
  return ((kind << 24) | index) >>> 0;
}
