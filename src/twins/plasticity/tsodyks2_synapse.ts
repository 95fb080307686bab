import wgsl from "../../../shaders/plasticity/tsodyks2_synapse.wgsl";
import { notPositive } from "../checks.ts";
import type { SynapseRule } from "./rule.ts";

const f = Math.fround;

/**
 * Short-term plasticity; NEST's `tsodyks2_synapse` (Tsodyks and Markram 1997; Maass and Markram 2002, equations 4 and 5). Spike n delivers w x u, then
 * x = 1 + (x - x u - 1) exp(-t / tau_rec) and u = U + u (1 - U) exp(-t / tau_fac), t the time to spike n + 1. The first spike delivers w U.
 * NEST's source (commit 05b184b) takes for t the time from the spike before to spike n, so each interval acts one spike late; here it is as published.
 */
export const tsodyks2_synapse: SynapseRule = {
  name: "tsodyks2_synapse",
  doc: "short-term depression and facilitation; the weight itself stays",
  parameters: {
    U: { default: 0.5, unit: "", doc: "use of the resources by a first spike, 0 to 1" },
    tau_rec: { default: 800, unit: "ms", doc: "time constant of the resources' recovery" },
    tau_fac: { default: 0, unit: "", doc: "time constant of the use's decay to U, ms; 0: no facilitation" },
    Wmax: { default: 1000, unit: "weight", doc: "largest size of a weight: the resolution of sums hangs on it" },
  },
  fields: ["U"],
  derive: ({ U }) => ({ U }),
  check: (p) => {
    const { U, tau_fac } = p;
    if (!(U >= 0 && U <= 1)) return ["U", "must be 0 to 1"];
    if (tau_fac < 0) return ["tau_fac", "must be 0 ms or more"];
    return notPositive(p, ["Wmax"]);
  },
  bounds: ({ Wmax }) => [-Wmax, Wmax],
  modes: {
    nest: {
      wgsl,
      pre: [],
      post: [],
      variables: [
        { name: "u", initial: 0, tau: "tau_fac" },
        { name: "used", initial: 0, tau: "tau_rec" },
      ],
      delayed: true,
      first: "post",
      on_post: false,
      on_step: false,
      twin: {
        on_pre([U], s) {
          const u = f(U + f(s[1] * f(1 - U)));
          const x = f(1 - s[2]);
          s[1] = u;
          s[2] = f(1 - f(x * f(1 - u)));
          return f(f(s[0] * x) * u);
        },
      },
    },
  },
};
