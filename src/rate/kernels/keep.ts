import source from "../../../shaders/rate/keep.wgsl";
import type { Stage } from "../../plan/program.ts";
import { type KeepShape, keep as twin } from "../../twins/rate/keep.ts";

/** Host binding of shaders/rate/keep.wgsl. */
export function keep(
  label: string,
  shape: KeepShape,
  buffers: { readonly clock: string; readonly units: string; readonly state: string; readonly kept: string },
): Stage {
  const { clock, units, state, kept } = buffers;
  return {
    label,
    kernel: { source, twin },
    shape: { ...shape },
    bindings: { clock, units, state, kept },
    workgroups: Math.ceil((shape.networks * shape.chosen) / 64),
  };
}
