/** Twin of shaders/lib/gelu.wgsl. */
const PHI_REACH = 5.6;
const SLOPE_REACH = 5.9;

/** Phi(x). */
export function normalShare(x: number): number {
  if (Math.abs(x) >= PHI_REACH) return x > 0 ? 1 : 0;
  const t = x * x;
  const p = ((((2.2297488e-8 * t + 6.2897952e-6) * t + 1.6892959e-4) * t + 4.6773525e-3) * t + 3.3929043e-2) * t + 0.39894226;
  const q = ((((1.1796606e-6 * t + 7.334439e-5) * t + 1.8854938e-3) * t + 2.8677568e-2) * t + 0.2517138) * t + 1;
  return 0.5 + (x * p) / q;
}

export function geluOf(x: number): number {
  return x * normalShare(x);
}

export function geluSlope(x: number): number {
  if (Math.abs(x) >= SLOPE_REACH) return x > 0 ? 1 : 0;
  const t = x * x;
  let p = ((-2.8061291e-11 * t + 1.19991155e-8) * t + 9.777912e-7) * t + 3.2082207e-5;
  p = (((p * t + 2.3116684e-4) * t + 1.36893345e-2) * t - 2.1011427e-2) * t + 0.7978846;
  let q = ((3.239191e-7 * t + 1.0133453e-5) * t + 2.452133e-4) * t + 3.99871e-3;
  q = ((q * t + 4.449083e-2) * t + 0.30699924) * t + 1;
  return 0.5 + (x * p) / q;
}
