import source from "../../../shaders/dense/gather_fields.wgsl";
import type { Stage } from "../../plan/program.ts";
import { type GatherFieldsShape, gather_fields as twin } from "../../twins/dense/gather_fields.ts";

/** Host binding of shaders/dense/gather_fields.wgsl. */
export function gatherFields(
  label: string,
  shape: GatherFieldsShape,
  buffers: { readonly clock: string; readonly order: string; readonly fields: string; readonly grid: string; readonly outputs: string },
): Stage {
  const { clock, order, fields, grid, outputs } = buffers;
  const { batch, places, channels, axes } = shape;
  return {
    label,
    kernel: { source, twin },
    shape: { ...shape },
    bindings: { clock, order, fields, grid, outputs },
    workgroups: Math.ceil((batch * places * (channels + axes)) / 64),
  };
}
