/** What the kernels of Fourier transforms look up, computed in float64. */
import { type Buffers, table } from "../plan/program.ts";
import { lineOf } from "../twins/lib/fft.ts";
import { turnOf } from "../twins/lib/fft-steps.ts";

/** exp(-2 pi i m / length) for m below `count`, interleaved. */
export function turns(length: number, count = length, step = 1): Float32Array {
  const values = new Float32Array(2 * count);
  for (let m = 0; m < count; m++) values.set(turnOf(m * step, length), 2 * m);
  return values;
}

/** Adds the turns exp(-2 pi i m / length) in two levels: 2^fineBits fine steps, then coarse ones of 2^fineBits each. */
export function rotationsOf(buffers: Buffers, length: number): { readonly name: string; readonly fineBits: number } {
  const fineBits = Math.ceil(Math.log2(length) / 2);
  const fine = 2 ** fineBits;
  const name = table(buffers, `fft rotations ${length}`, () => {
    // One more, for m = length.
    const coarse = Math.floor(length / fine) + 1;
    const values = new Float32Array(2 * (fine + coarse));
    values.set(turns(length, fine));
    values.set(turns(length, coarse, fine), 2 * fine);
    return values;
  });
  return { name, fineBits };
}

/** Radices of a smooth length, the widest first: 16 is 4 x 4, not 8 x 2. Undefined where a prime factor is above 7. */
export function radicesOf(length: number): number[] | undefined {
  const radices: number[] = [];
  let left = length;
  let twos = 0;
  for (; left % 2 === 0; left /= 2) twos++;
  for (const radix of [7, 5, 3]) for (; left % radix === 0; left /= radix) radices.push(radix);
  if (left > 1) return undefined;
  if (twos % 3 === 1 && twos > 1) radices.push(4, 4);
  else if (twos % 3 > 0) radices.push(2 ** (twos % 3));
  const eights = twos % 3 === 1 && twos > 1 ? (twos - 4) / 3 : Math.floor(twos / 3);
  for (let i = 0; i < eights; i++) radices.push(8);
  return radices.sort((a, b) => b - a);
}

/** Where the kernel leaves result k of a transform by these radices: the digits of k, reversed. */
export function placeOf(k: number, radices: readonly number[]): number {
  let place = 0;
  let left = k;
  for (const radix of radices) {
    place = place * radix + (left % radix);
    left = Math.floor(left / radix);
  }
  return place;
}

/** exp(-pi i j^2 / points) for each point. */
export function chirp(points: number): Float32Array {
  const values = new Float32Array(2 * points);
  for (let j = 0; j < points; j++) values.set(turnOf(j * j, 2 * points), 2 * j);
  return values;
}

/** The spectrum of the conjugate chirp, which is even and goes around at `length`, over `length`. */
export function chirpSpectrum(points: number, length: number): Float32Array {
  const line = lineOf(length);
  line.input.fill(0);
  for (let j = 0; j < points; j++) {
    const [c, s] = turnOf(j * j, 2 * points);
    line.input.set([c / length, -s / length], 2 * j);
    line.input.set([c / length, -s / length], 2 * ((length - j) % length));
  }
  return Float32Array.from(line.run());
}
