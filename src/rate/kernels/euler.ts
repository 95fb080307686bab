import source from "../../../shaders/rate/euler.wgsl";
import type { Stage } from "../../plan/program.ts";
import { type EulerShape, euler as twin } from "../../twins/rate/euler.ts";

/** Host binding of shaders/rate/euler.wgsl. */
export function euler(
  label: string,
  shape: EulerShape,
  buffers: { readonly clock: string; readonly tables: string; readonly inputs: string; readonly drive: string; readonly state: string },
): Stage {
  const { clock, tables, inputs, drive, state } = buffers;
  return {
    label,
    kernel: { source, twin },
    shape: { ...shape },
    bindings: { clock, tables, inputs, drive, state },
    workgroups: Math.ceil((shape.networks * shape.vectors * shape.stride) / 256),
  };
}
