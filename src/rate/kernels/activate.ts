import source from "../../../shaders/rate/activate.wgsl";
import type { Stage } from "../../plan/program.ts";
import { type ActivateShape, activate as twin } from "../../twins/rate/activate.ts";

/** Host binding of shaders/rate/activate.wgsl. */
export function activate(
  label: string,
  shape: ActivateShape,
  buffers: { readonly clock: string; readonly gains: string; readonly values: string; readonly signals: string },
): Stage {
  const { clock, gains, values, signals } = buffers;
  return {
    label,
    kernel: { source, twin },
    shape: { ...shape },
    bindings: { clock, gains, values, signals },
    workgroups: Math.ceil((shape.networks * shape.vectors * shape.stride) / 64),
  };
}
