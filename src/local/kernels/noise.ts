import source from "../../../shaders/local/noise.wgsl";
import type { Stage } from "../../plan/program.ts";
import { type NoiseShape, noise as twin } from "../../twins/local/noise.ts";

/** Host binding of shaders/local/noise.wgsl. */
export function noise(
  label: string,
  shape: NoiseShape,
  buffers: { readonly clock: string; readonly tables: string; readonly gradients: string },
): Stage {
  const { clock, tables, gradients } = buffers;
  return {
    label,
    kernel: { source, twin },
    shape: { ...shape },
    bindings: { clock, tables, gradients },
    workgroups: Math.ceil(shape.count / 256),
  };
}
