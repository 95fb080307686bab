import wgsl from "../../../shaders/plasticity/stdp_dopamine_synapse.wgsl";
import { badBounds } from "../checks.ts";
import type { SynapseRule } from "./rule.ts";

const f = Math.fround;

/**
 * Three-factor STDP; NEST's `stdp_dopamine_synapse` (Izhikevich 2007; Potjans, Morrison, Diesmann 2010). Pairs change an eligibility: c + A_plus x_pre, c - A_minus
 * x_post; it decays with tau_c, and dw/dt = c (n - b) (t in ms) between Wmin and Wmax.
 *
 * What differs from NEST: `n` is a parameter for a modulator to scale, which takes the place of the volume transmitter (of tau tau_n and gain 1 / dt on the
 * dopamine neurons it is NEST's n, up to tau_n's exponential taken in steps of dt). The weight moves by the clock: every `every` ms by what c, decaying
 * exactly, and n, held, give until the next call; pairs in between count from then on. With `every` = dt no pair waits. A spike of the source delivers
 * the weight of the last call.
 */
export const stdp_dopamine_synapse: SynapseRule = {
  name: "stdp_dopamine_synapse",
  doc: "STDP gated by a modulator through an eligibility trace",
  parameters: {
    A_plus: { default: 1, unit: "", doc: "step of c at a pair with the source first" },
    A_minus: { default: 1.5, unit: "", doc: "step of c down at a pair with the target first" },
    tau_plus: { default: 20, unit: "ms", doc: "time constant of the source's trace" },
    tau_minus: { default: 20, unit: "ms", doc: "time constant of the target's trace; a parameter of the neuron in NEST" },
    tau_c: { default: 1000, unit: "ms", doc: "time constant of the eligibility" },
    n: { default: 1, unit: "", doc: "concentration, 1/ms, before a modulator scales it" },
    b: { default: 0, unit: "", doc: "concentration at which weights stay, 1/ms" },
    Wmin: { default: 0, unit: "weight", doc: "smallest weight" },
    Wmax: { default: 200, unit: "weight", doc: "largest weight" },
  },
  fields: ["A_plus", "A_minus", "n", "b", "gain", "Wmin", "Wmax"],
  derive: ({ A_plus, A_minus, n, b, tau_c, Wmin, Wmax }, _dt, every) => ({
    A_plus,
    A_minus,
    n,
    b,
    gain: -tau_c * Math.expm1(-every / tau_c),
    Wmin,
    Wmax,
  }),
  check: badBounds,
  bounds: ({ Wmin, Wmax }) => [Wmin, Wmax],
  every: 1,
  modes: {
    nest: {
      wgsl,
      pre: [{ name: "plus", tau: "tau_plus", kind: "add" }],
      post: [{ name: "minus", tau: "tau_minus", kind: "add" }],
      variables: [{ name: "c", initial: 0, tau: "tau_c" }],
      delayed: true,
      first: "post",
      on_post: true,
      on_step: true,
      twin: {
        on_pre([, A_minus], s, _pre, post) {
          s[1] = f(s[1] - f(A_minus * post[0]));
          return s[0];
        },
        on_post([A_plus], s, pre) {
          s[1] = f(s[1] + f(A_plus * pre[0]));
        },
        on_step([, , n, b, gain, Wmin, Wmax], s) {
          s[0] = Math.min(Math.max(f(s[0] + f(f(s[1] * gain) * f(n - b))), Wmin), Wmax);
        },
      },
    },
  },
};
