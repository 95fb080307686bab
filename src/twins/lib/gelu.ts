/** Twin of shaders/lib/gelu.wgsl. */
const PHI_REACH = 5.6;
const SLOPE_REACH = 6.2;

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
  let p = ((-3.01353e-11 * t + 1.4661096e-8) * t + 1.3704425e-6) * t + 3.2074295e-5;
  p = (((p * t + 3.7817782e-4) * t + 1.3368464e-2) * t - 1.2887297e-2) * t + 0.7978845;
  let q = ((4.3057662e-7 * t + 1.2048809e-5) * t + 2.8180965e-4) * t + 4.4158e-3;
  q = ((q * t + 4.7483332e-2) * t + 0.31718114) * t + 1;
  return 0.5 + (x * p) / q;
}
