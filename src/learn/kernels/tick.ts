import source from "../../../shaders/dense/tick.wgsl";
import type { Stage } from "../../plan/program.ts";
import { type TickShape, tick as twin } from "../../twins/dense/tick.ts";

/** Host binding of shaders/dense/tick.wgsl. */
export function tick(label: string, shape: TickShape, buffers: { readonly clock: string }): Stage {
  const { clock } = buffers;
  return { label, kernel: { source, twin }, shape: { ...shape }, bindings: { clock }, workgroups: 1 };
}
