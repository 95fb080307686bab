import source from "../../../shaders/field/drift.wgsl";
import type { Stage } from "../../plan/program.ts";
import { type DriftShape, drift as twin } from "../../twins/field/drift.ts";

/** Host binding of shaders/field/drift.wgsl. */
export function drift(label: string, shape: DriftShape, buffers: { readonly velocities: string; readonly values: string }): Stage {
  const { velocities, values } = buffers;
  return {
    label,
    kernel: { source, twin },
    shape: { ...shape },
    bindings: { velocities, values },
    workgroups: Math.ceil(shape.count / 64),
  };
}
