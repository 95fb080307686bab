import wgsl from "../../../shaders/neuron/izhikevich.wgsl";
import { noSwitch } from "../checks.ts";
import { type BuiltInModel, fieldsOf, type PopulationStep } from "./model.ts";

const f = Math.fround;
const QUADRATIC = f(0.04);

/** Twin of shaders/neuron/izhikevich.wgsl, rounded to float32 after every operation as the shader is. */
function twin(s: PopulationStep): number {
  const { count, drive, fired } = s;
  const [V, U, I] = s.state;
  const arrived = s.arrivals[0];
  const quantum = s.quantum[0];
  let spikes = 0;
  for (let lo = 0, hi = 0; lo < count; lo = hi) {
    hi = s.uniform ? count : lo + 1;
    const [dt, half, linear, offset, dt_a, b, b_c, V_th, d, V_min, consistent] = fieldsOf(s, lo);
    for (let i = lo; i < hi; i++) {
      const w = f(arrived[i] * quantum);
      const u = U[i];
      let v = V[i];
      I[i] = drive[i];
      let from = v;
      if (consistent > 0) {
        const rate = f(f(f(f(f(f(QUADRATIC * v) + linear) * v) + offset) - u) + drive[i]);
        v = f(f(v + f(dt * rate)) + w);
      } else {
        const current = f(drive[i] + w);
        for (let k = 0; k < 2; k++) {
          const rate = f(f(f(f(f(f(QUADRATIC * v) + linear) * v) + offset) - u) + current);
          v = f(v + f(half * rate));
        }
        from = v;
      }
      const recovered = f(u + f(dt_a * f(f(f(b * from) + b_c) - u)));
      v = Math.max(v, V_min);
      if (v >= V_th) {
        V[i] = 0;
        U[i] = f(recovered + d);
        fired[spikes++] = i;
      } else {
        V[i] = v;
        U[i] = recovered;
      }
    }
  }
  return spikes;
}

/**
 * The simple model of Izhikevich (2003); NEST's `izhikevich`. `consistent_integration` 1: forward Euler over dt, both variables
 * from their old values, arrivals (mV) added to V after it. 0: the published scheme, two half-steps of V with the arrivals as a
 * current inside, then U from the new V. Order of a step: V and U with arrivals, V_min, test, reset. No refractory period.
 * V is kept relative to c, where float32 serves the slow passage to the next spike. Steps of 1 ms make the scheme chaotic: float32
 * and float64 part after a few spikes there, not at 0.1 ms.
 * V_min: -1e30 mV stands for NEST's "no bound".
 */
export const izhikevich: BuiltInModel = {
  name: "izhikevich",
  wgsl,
  parameters: {
    V_th: { default: 30, unit: "mV", doc: "spike cut-off" },
    V_min: { default: -1e30, unit: "mV", doc: "lowest potential; -1e30 for none" },
    I_e: { default: 0, unit: "pA", doc: "constant current" },
    a: { default: 0.02, unit: "1/ms", doc: "rate of the recovery variable" },
    b: { default: 0.2, unit: "1/ms", doc: "sensitivity of the recovery variable to V" },
    c: { default: -65, unit: "mV", doc: "potential after a spike" },
    d: { default: 8, unit: "mV/ms", doc: "added to the recovery variable by a spike" },
    consistent_integration: { default: 1, unit: "", doc: "1: forward Euler, 0: the published half-steps" },
  },
  variables: {
    V_m: { unit: "mV", doc: "membrane potential", initial: () => -65, field: "V", plus: "c" },
    U_m: { unit: "mV/ms", doc: "recovery variable", initial: () => 0, field: "U" },
  },
  receptors: ["ex"],
  paramFields: ["dt", "half", "linear", "offset", "dt_a", "b", "b_c", "V_th", "d", "V_min", "consistent"],
  stateFields: ["V", "U", "I"],
  check(p) {
    if (p.c >= p.V_th) return ["c", "must be below V_th"];
    return p.c < p.V_min ? ["c", "must not be below V_min"] : noSwitch(p, "consistent_integration");
  },
  derive({ V_th, V_min, I_e, a, b, c, d, consistent_integration }, dt) {
    return {
      dt,
      half: dt / 2,
      linear: 0.08 * c + 5,
      offset: 0.04 * c * c + 5 * c + 140 + I_e,
      dt_a: dt * a,
      b,
      b_c: b * c,
      V_th: V_th - c,
      d,
      V_min: Math.max(V_min - c, -1e30),
      consistent: consistent_integration,
    };
  },
  twin,
  trial: { weight: 1, current: 6, tolerance: 2e-5 },
};
