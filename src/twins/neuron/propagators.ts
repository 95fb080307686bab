import type { Named } from "./model.ts";

/**
 * mV at the membrane after `dt` per pA of an exponential current at its start: NEST's P21 (libnestutil/iaf_propagator.cpp),
 * regular also where tau_syn equals tau_m.
 */
export function expPropagator(tau_syn: number, tau_m: number, C_m: number, dt: number): number {
  if (tau_syn === tau_m) return (dt / C_m) * Math.exp(-dt / tau_m);
  const beta = (tau_syn * tau_m) / (tau_m - tau_syn);
  const propagator = (beta / C_m) * Math.exp(-dt / tau_syn) * Math.expm1(dt / beta);
  return Number.isFinite(propagator) && propagator > 0 ? propagator : (dt / C_m) * Math.exp(-dt / tau_m);
}

/** (exp(x) - 1 - x) / x^2, by its series near 0. */
function phi2(x: number): number {
  if (Math.abs(x) > 0.5) return (Math.expm1(x) - x) / (x * x);
  let term = 0.5;
  let sum = 0;
  for (let n = 3; n < 20; n++) {
    sum += term;
    term *= x / n;
  }
  return sum;
}

/**
 * mV at the membrane after `dt` per pA/ms of `dI` at its start: NEST's P31 (libnestutil/iaf_propagator.cpp),
 * gamma exp(-dt / tau_syn) (beta expm1(dt / beta) - dt), written so that it is regular at and near tau_syn = tau_m.
 */
export function alphaPropagator(tau_syn: number, tau_m: number, C_m: number, dt: number): number {
  return ((dt * dt) / C_m) * Math.exp(-dt / tau_syn) * phi2(dt / tau_syn - dt / tau_m);
}

/** Updates a neuron is held for after its spike: round(t_ref / dt), NEST's count. */
export function refractorySteps(t_ref: number, dt: number): number {
  return Math.round(t_ref / dt);
}

/**
 * Fields of a leaky membrane that is integrated exactly, V relative to V_th. `gain`: mV after `dt` per pA of a constant current; `leak` is the
 * change of V, whose float32 is finer than that of the factor; `drift`: mV by E_L and I_e.
 */
export function leakyMembrane({ E_L, C_m, tau_m, t_ref, V_th, V_reset, I_e }: Named, dt: number) {
  const leak = Math.expm1(-dt / tau_m);
  const gain = (-tau_m / C_m) * leak;
  return { leak, gain, drift: -leak * (E_L - V_th) + gain * I_e, V_reset: V_reset - V_th, refractory: refractorySteps(t_ref, dt) };
}
