import wgsl from "../../../shaders/plasticity/normalise.wgsl";
import type { SynapseRule } from "./rule.ts";

const f = Math.fround;

/** What `plasticity.normalise` of a projection does beside the projection's own rule. */
export const normalise: SynapseRule = {
  name: "normalise",
  doc: "scales the weights into each target to one sum",
  parameters: { sum: { default: 1, unit: "weight", doc: "sum of the weights into a target" } },
  fields: ["sum"],
  derive: ({ sum }) => ({ sum }),
  bounds: () => [-Infinity, Infinity],
  modes: {
    only: {
      wgsl,
      pre: [],
      post: [],
      variables: [],
      delayed: false,
      first: "post",
      on_post: false,
      on_step: true,
      contribute: "target",
      twin: {
        on_pre: (_p, s) => s[0],
        contribute: (_p, s) => s[0],
        on_step([sum], s, _pre, _post, total) {
          if (total !== 0) s[0] = f(s[0] * f(sum / total));
        },
      },
    },
  },
};
