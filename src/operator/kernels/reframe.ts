import source from "../../../shaders/dense/reframe.wgsl";
import type { Stage } from "../../plan/program.ts";
import { type ReframeShape, reframe as twin } from "../../twins/dense/reframe.ts";

/** Host binding of shaders/dense/reframe.wgsl. */
export function reframe(label: string, shape: ReframeShape, buffers: { readonly inputs: string; readonly outputs: string }): Stage {
  const { inputs, outputs } = buffers;
  const { batch, channels, to_0, to_1, to_2 } = shape;
  const workgroups = Math.ceil((batch * to_0 * to_1 * to_2 * channels) / 64);
  return { label, kernel: { source, twin }, shape: { ...shape }, bindings: { inputs, outputs }, workgroups };
}
