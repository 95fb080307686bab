import { mulhi } from "./philox.ts";

/** `size` times a deviate in units of 2^-26, in the units of `size`: truncated towards zero, exact to the bit on every machine. */
export function timesQ26(size: number, z: number): number {
  const m = z < 0 ? -z : z;
  const product = (mulhi(size, m) << 6) | (Math.imul(size, m) >>> 26);
  return z < 0 ? -product : product;
}

/** The same for sizes beyond 32 bits (up to 45) and products beyond 31. */
export function timesQ26Wide(size: number, z: number): number {
  const m = z < 0 ? -z : z;
  const product = Math.floor(size / 2 ** 32) * m * 64 + (mulhi(size, m) >>> 0) * 64 + (Math.imul(size, m) >>> 26);
  return z < 0 ? -product : product;
}

/** 2^(k / 1024) in units of 2^-30: the table both sides use. */
export const exp2Table: Uint32Array = Uint32Array.from({ length: 1025 }, (_, k) => Math.round(2 ** (k / 1024 + 30)));

/** 2 to the power y 2^-26, as an integer; 2^31 - 1 from y = 31 2^26 on. */
export function exp2Q26(y: number): number {
  if (y >= 31 * 2 ** 26) return 0x7fffffff;
  if (y < -(2 ** 26)) return 0;
  const whole = y >> 26;
  const k = (y >>> 16) & 1023;
  const mantissa = exp2Table[k] + mulhi(exp2Table[k + 1] - exp2Table[k], y << 16);
  return mantissa >>> (30 - whole);
}
