import source from "../../../shaders/field/filter.wgsl";
import type { Stage } from "../../plan/program.ts";
import { type FilterShape, filter as twin } from "../../twins/field/filter.ts";

/** Host binding of shaders/field/filter.wgsl. */
export function filter(
  label: string,
  shape: FilterShape,
  buffers: { readonly multipliers: string; readonly spectrum: string; readonly filtered: string },
): Stage {
  const { multipliers, spectrum, filtered } = buffers;
  return {
    label,
    kernel: { source, twin },
    shape: { ...shape },
    bindings: { multipliers, spectrum, filtered },
    workgroups: Math.ceil((shape.batch * shape.modes * shape.channels) / 64),
  };
}
