import type { PlannedDispatch, PlannedKernel, Twin } from "../plan/plan.ts";
import { obstacle, updateSpec } from "../twins/kernels.ts";
import type { Share } from "../twins/lib/share.ts";
import { updateTwin } from "../twins/neuron/update.ts";
import { updateCost } from "./cost.ts";
import type { Layout } from "./layout.ts";
import { weaveUpdate } from "./weave.ts";

/** The update kernel for the variants a layout needs. */
export function updateKernel(layout: Layout): PlannedKernel {
  const { variants } = layout;
  const twin = (share: Share) => updateTwin(variants, share) as Twin;
  return {
    source: weaveUpdate(variants),
    cost: updateCost(layout),
    ...(variants.every(({ model }) => obstacle(model) === undefined) && { twin, spec: updateSpec(variants) }),
  };
}

export function updateDispatch(layout: Layout): PlannedDispatch {
  const names = ["tables", "params", "state", "cursors", "ring", "control", "queue", "traces"];
  return {
    label: "update",
    kernel: "update",
    bindings: Object.fromEntries(names.map((name) => [name, name])),
    workgroups: layout.workgroups,
  };
}
