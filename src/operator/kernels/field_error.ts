import source from "../../../shaders/dense/field_error.wgsl";
import type { Stage } from "../../plan/program.ts";
import { type FieldErrorShape, field_error as twin } from "../../twins/dense/field_error.ts";

interface FieldErrorBuffers {
  readonly clock: string;
  readonly order: string;
  readonly targets: string;
  readonly scales: string;
  readonly outputs: string;
  readonly grad_outputs: string;
  readonly losses: string;
  readonly relatives: string;
}

/** Host binding of shaders/dense/field_error.wgsl. */
export function fieldError(label: string, shape: FieldErrorShape, buffers: FieldErrorBuffers): Stage {
  const { clock, order, targets, scales, outputs, grad_outputs, losses, relatives } = buffers;
  return {
    label,
    kernel: { source, twin },
    shape: { ...shape },
    bindings: { clock, order, targets, scales, outputs, grad_outputs, losses, relatives },
    workgroups: shape.batch,
  };
}
