import source from "../../../shaders/dense/penalise.wgsl";
import type { Stage } from "../../plan/program.ts";
import { type PenaliseShape, penalise as twin } from "../../twins/dense/penalise.ts";

/** Host binding of shaders/dense/penalise.wgsl. */
export function penalise(label: string, shape: PenaliseShape, buffers: { readonly clock: string; readonly grad: string }): Stage {
  const { clock, grad } = buffers;
  const workgroups = Math.ceil((shape.steps * shape.batch * shape.features) / 256);
  return { label, kernel: { source, twin }, shape: { ...shape }, bindings: { clock, grad }, workgroups };
}
