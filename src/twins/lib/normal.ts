import { mulhi } from "./philox.ts";

/** Entries an octave: 64 segments and the end of the last. */
const ROW = 65;

/** Upper tail of the standard normal distribution and its density. */
function tail(z: number): readonly [number, number] {
  const density = Math.exp(-0.5 * z * z) / Math.sqrt(2 * Math.PI);
  if (z < 2) {
    // Marsaglia's series for the area between 0 and z.
    let term = z;
    let sum = z;
    for (let k = 3; Math.abs(term) > 1e-18 * Math.abs(sum); k += 2) {
      term *= (z * z) / k;
      sum += term;
    }
    return [0.5 - density * sum, density];
  }
  let fraction = z;
  for (let k = 200; k >= 1; k--) fraction = z + k / fraction;
  return [density / fraction, density];
}

/** z with upper tail probability p, by Newton's method from below on the convex side. */
function quantile(p: number): number {
  if (p >= 0.5) return 0;
  let z = 0;
  for (let i = 0; i < 200; i++) {
    const [q, density] = tail(z);
    const next = z + (Math.log(q / p) * q) / density;
    if (Math.abs(next - z) < 1e-14) return next;
    z = next;
  }
  return z;
}

/** z in units of 2^-26 for tail probabilities 2^-octave (1 + segment / 64) / 2; octave 32 is the deviate of the word 0. */
function makeTable(): Int32Array {
  const table = new Int32Array(33 * ROW);
  for (let octave = 0; octave <= 32; octave++) {
    for (let segment = 0; segment < ROW; segment++) {
      const p = octave === 32 ? 2 ** -33 : 2 ** -(octave + 1) * (1 + segment / 64);
      table[octave * ROW + segment] = Math.round(quantile(Math.min(p, 0.5)) * 2 ** 26);
    }
  }
  return table;
}

/** The table both sides use. Octave 0 is never read: the top bit of the word is the sign. */
export const normalTable: Int32Array = makeTable();

/** Largest size a deviate can have, in standard deviations. */
export const normalMax: number = normalTable[32 * ROW] / 2 ** 26;

/** Twin of `normal_q26` in shaders/lib/normal.wgsl: a standard normal deviate in units of 2^-26 from 32 random bits. */
export function normalQ26(u: number): number {
  const m = u & 0x7fffffff;
  const octave = Math.clz32(m);
  const fraction = m << ((octave + 1) & 31);
  const entry = octave * ROW + (fraction >>> 26);
  const high = normalTable[entry];
  const z = high - mulhi(high - normalTable[entry + 1], fraction << 6);
  return u < 0 ? -z : z;
}
