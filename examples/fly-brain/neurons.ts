import type { UserModel } from "../../src/network/user-model.ts";
import { notPositive } from "../../src/twins/checks.ts";
import { field, type NeuronTwin, type PopulationStep } from "../../src/twins/neuron/model.ts";
import { expPropagator, refractorySteps } from "../../src/twins/neuron/propagators.ts";
import brainText from "./brain.wgsl";
import { neuron } from "./parameters.ts";
import stimulatedText from "./stimulated.wgsl";

const f = Math.fround;

/** As in neuron.wgsl. */
const NOTHING = f(1e-12);

/** Twin of brain.wgsl and, with a second receptor, of stimulated.wgsl, rounded to float32 after every operation. */
function twin(s: PopulationStep): number {
  const { count, drive, driven, fired } = s;
  const [V, g, r] = s.state;
  const [synapses, kicks] = s.arrivals;
  const quantum = s.quantum[0]!;
  let spikes = 0;
  for (let lo = 0, hi = 0; lo < count; lo = hi) {
    hi = s.uniform ? count : lo + 1;
    const leak = field(s, 0, lo);
    const rise = field(s, 1, lo);
    const decay = field(s, 2, lo);
    const rest = field(s, 3, lo);
    const V_reset = field(s, 4, lo);
    const w_syn = field(s, 5, lo);
    const held = field(s, 6, lo);
    for (let i = lo; i < hi; i++) {
      const left = r[i];
      if (left > 0) {
        r[i] = left - 1;
        continue;
      }
      const v = V[i];
      const from = f(v - rest);
      let change = f(leak * (driven ? f(from - drive[i]) : from));
      let a = g[i];
      // Most neurons have no synaptic potential and receive nothing: what adds nothing is left out.
      if (a !== 0) {
        change = f(change + f(rise * a));
        a = f(a * decay);
        if (a < NOTHING && a > -NOTHING) a = 0;
      }
      let next = f(v + change);
      if (next > 0) {
        V[i] = V_reset;
        g[i] = 0;
        r[i] = held;
        fired[spikes++] = i;
        continue;
      }
      if (synapses[i] !== 0) a = f(a + f(w_syn * f(synapses[i] * quantum)));
      if (kicks !== undefined && kicks[i] !== 0) next = f(next + f(w_syn * f(kicks[i] * quantum)));
      g[i] = a;
      V[i] = next;
    }
  }
  return spikes;
}

/** In Brian2 a neuron stands still in the steps t with t - last spike < t_rfc: that of the spike is the first. */
function derive(p: Readonly<Record<string, number>>, dt: number): Record<string, number> {
  const { v_0, v_rst, v_th, t_mbr, tau, t_rfc, w_syn } = p as Record<keyof typeof neuron, number>;
  return {
    leak: Math.expm1(-dt / t_mbr),
    rise: expPropagator(tau, t_mbr, t_mbr, dt),
    decay: Math.exp(-dt / tau),
    rest: v_0 - v_th,
    V_reset: v_rst - v_th,
    w_syn,
    held: Math.max(0, refractorySteps(t_rfc, dt) - 1),
  };
}

function model(name: string, wgsl: string, receptors: readonly string[]): UserModel {
  return {
    name,
    wgsl,
    params: neuron,
    state: { V: neuron.v_0 - neuron.v_th, g: 0, r: 0 },
    receptors,
    derive,
    check: (p) => notPositive(p, ["t_mbr", "tau"]) ?? (p.v_rst! > p.v_th! ? ["v_rst", "must not be above v_th"] : undefined),
    twin: twin satisfies NeuronTwin,
  };
}

/** Receives synapses. Weights are synapse counts, which are exact in fixed point. */
export const brainNeuron: UserModel = model("shiu", brainText.text, ["g"]);
/** Receives synapses on `g` and kicks of the potential on `v`, both in synapses. */
export const stimulatedNeuron: UserModel = model("shiu-stimulated", stimulatedText.text, ["g", "v"]);
