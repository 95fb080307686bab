import source from "../../../shaders/cell/initial_state.wgsl";
import type { Stage } from "../../plan/program.ts";
import { type InitialStateShape, initial_state as twin } from "../../twins/cell/initial_state.ts";

/** Host binding of shaders/cell/initial_state.wgsl. */
export function initialState(
  label: string,
  shape: InitialStateShape,
  buffers: {
    readonly parameters: string;
    readonly signals: string;
    readonly state: string;
  },
): Stage {
  const { parameters, signals, state } = buffers;
  return {
    label,
    kernel: { source, twin },
    shape: { ...shape },
    bindings: { parameters, signals, state },
    workgroups: Math.ceil((shape.batch * shape.units) / 64),
  };
}
