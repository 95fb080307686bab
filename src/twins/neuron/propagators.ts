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

/** Updates a neuron is held for after its spike: round(t_ref / dt), NEST's count. */
export function refractorySteps(t_ref: number, dt: number): number {
  return Math.round(t_ref / dt);
}

/** The first of `names` whose value is not above 0, as the answer of a model's `check`. */
export function notPositive(p: Named, names: readonly string[]): readonly [string, string] | undefined {
  for (const name of names) if (!(p[name] > 0)) return [name, "must be above 0"];
  return undefined;
}
