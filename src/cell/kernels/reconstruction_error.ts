import source from "../../../shaders/cell/reconstruction_error.wgsl";
import type { Stage } from "../../plan/program.ts";
import { type ReconstructionErrorShape, reconstruction_error as twin } from "../../twins/cell/reconstruction_error.ts";

/** Host binding of shaders/cell/reconstruction_error.wgsl. */
export function reconstructionError(
  label: string,
  shape: ReconstructionErrorShape,
  buffers: {
    readonly signals: string;
    readonly states: string;
    readonly grad_states: string;
    readonly losses: string;
  },
): Stage {
  const { signals, states, grad_states, losses } = buffers;
  return {
    label,
    kernel: { source, twin },
    shape: { ...shape },
    bindings: { signals, states, grad_states, losses },
    workgroups: shape.batch,
  };
}
