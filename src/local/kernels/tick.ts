import source from "../../../shaders/local/tick.wgsl";
import type { Stage } from "../../plan/program.ts";
import { type TickShape, tick as twin } from "../../twins/local/tick.ts";

/** Host binding of shaders/local/tick.wgsl. */
export function tick(label: string, shape: TickShape, buffers: { readonly clock: string }): Stage {
  const { clock } = buffers;
  return { label, kernel: { source, twin }, shape: { ...shape }, bindings: { clock }, workgroups: 1 };
}
