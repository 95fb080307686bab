import source from "../../../shaders/flow/tick.wgsl";
import type { Stage } from "../../plan/program.ts";
import { type FlowTickShape, tick as twin } from "../../twins/flow/tick.ts";

/** Host binding of shaders/flow/tick.wgsl. */
export function tick(label: string, shape: FlowTickShape, { clock }: { readonly clock: string }): Stage {
  return { label, kernel: { source, twin }, shape: { ...shape }, bindings: { clock }, workgroups: 1 };
}
