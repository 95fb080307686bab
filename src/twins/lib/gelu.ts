/** Twin of shaders/lib/gelu.wgsl. */
const PHI_REACH = 5.6;
const SLOPE_REACH = 6.2;

/** Phi(x). */
export function normalShare(x: number): number {
  if (Math.abs(x) >= PHI_REACH) return x > 0 ? 1 : 0;
  const t = x * x;
  const p = ((((2.22974878e-8 * t + 6.2897951e-6) * t + 1.68929589e-4) * t + 4.67735263e-3) * t + 3.3929041e-2) * t + 0.398942272;
  const q = ((((1.17966058e-6 * t + 7.33443871e-5) * t + 1.88549377e-3) * t + 2.8677567e-2) * t + 0.25171382) * t + 1;
  return 0.5 + (x * p) / q;
}

export function geluOf(x: number): number {
  return x * normalShare(x);
}

export function geluSlope(x: number): number {
  if (Math.abs(x) >= SLOPE_REACH) return x > 0 ? 1 : 0;
  const t = x * x;
  let p = ((-3.01352997e-11 * t + 1.46610965e-8) * t + 1.37044257e-6) * t + 3.20742955e-5;
  p = (((p * t + 3.78177809e-4) * t + 1.33684637e-2) * t - 1.28872976e-2) * t + 0.797884548;
  let q = ((4.30576626e-7 * t + 1.20488098e-5) * t + 2.81809664e-4) * t + 4.41579964e-3;
  q = ((q * t + 4.74833323e-2) * t + 0.317181133) * t + 1;
  return 0.5 + (x * p) / q;
}
