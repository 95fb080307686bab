import plastic from "../../../shaders/plasticity/nalsm_synapse.wgsl";
import frozen from "../../../shaders/plasticity/nalsm_synapse_frozen.wgsl";
import { badBounds } from "../checks.ts";
import { clamp } from "./rates.ts";
import type { RuleTwin, SynapseRule, TraceSpec } from "./rule.ts";

const f = Math.fround;

/** Twin of shaders/plasticity/nalsm_synapse.wgsl. */
const plasticTwin: RuleTwin = {
  on_pre(p, s, pre, post) {
    const [source_step, , low, high] = p;
    const delivered = f(s[0] - f(s[1] * pre[1]));
    s[1] = s[0];
    s[0] = clamp(f(s[0] + f(source_step * post[0])), low, high);
    return delivered;
  },
  on_post(p, s, pre) {
    const [, target_step, low, high] = p;
    s[0] = clamp(f(s[0] + f(target_step * pre[0])), low, high);
  },
};

/** Twin of shaders/plasticity/nalsm_synapse_frozen.wgsl. */
const frozenTwin: RuleTwin = { on_pre: (_p, s, pre) => f(s[0] - f(s[0] * pre[0])) };

const left: TraceSpec = { name: "left", tau: "tau_u", kind: "set" };

/**
 * The synapse of NALSM (Ivanov and Michmizos 2021). All pairs, additive, hard bounds: a spike of the target adds `target_step` times the source's
 * trace, one of the source `source_step` times the target's; a trace grows by 1 with each spike. Synapses of excitatory neurons have `target_step`
 * above 0 and `source_step` below, those of inhibitory ones the other way round. What is delivered decays in the neuron with `tau_u` and
 * starts anew with each spike of the source: it is not summed over the source's spikes. Mode `frozen`: that current alone, the weights stay.
 *
 * In the published step the current of a synapse follows its weight all the time; here it is that of the weight at the source's last spike,
 * after what the target's spike of the same step has added.
 */
export const nalsm_synapse: SynapseRule = {
  name: "nalsm_synapse",
  doc: "additive pair STDP with hard bounds; a spike's current takes the place of the one before (NALSM)",
  parameters: {
    tau_x: { default: 10, unit: "ms", doc: "time constant of the traces of both sides" },
    tau_u: { default: 1, unit: "ms", doc: "time constant of the current in the target" },
    source_step: { default: -0.015, unit: "weight", doc: "change at a spike of the source, per unit of the target's trace" },
    target_step: { default: 0.015, unit: "weight", doc: "change at a spike of the target, per unit of the source's trace" },
    Wmin: { default: 0, unit: "weight", doc: "smallest weight" },
    Wmax: { default: 3, unit: "weight", doc: "largest weight" },
  },
  fields: ["source_step", "target_step", "low", "high"],
  derive: ({ source_step, target_step, Wmin, Wmax }) => ({ source_step, target_step, low: Wmin, high: Wmax }),
  check: badBounds,
  bounds: ({ Wmin, Wmax }) => [Wmin, Wmax],
  modes: {
    stdp: {
      wgsl: plastic,
      twin: plasticTwin,
      pre: [{ name: "x", tau: "tau_x", kind: "add" }, left],
      post: [{ name: "x", tau: "tau_x", kind: "add" }],
      variables: [{ name: "given", initial: 0 }],
      delayed: false,
      first: "post",
      on_post: true,
      on_step: false,
    },
    frozen: {
      wgsl: frozen,
      twin: frozenTwin,
      pre: [left],
      post: [],
      variables: [],
      delayed: false,
      first: "post",
      on_post: false,
      on_step: false,
    },
  },
};
