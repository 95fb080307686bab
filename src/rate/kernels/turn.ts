import source from "../../../shaders/rate/turn.wgsl";
import type { Stage } from "../../plan/program.ts";
import { type TurnShape, turn as twin } from "../../twins/rate/turn.ts";

/** Host binding of shaders/rate/turn.wgsl. */
export function turn(label: string, shape: TurnShape, buffers: { readonly state: string; readonly tangents: string }): Stage {
  const { state, tangents } = buffers;
  return {
    label,
    kernel: { source, twin },
    shape: { ...shape },
    bindings: { state, tangents },
    workgroups: Math.ceil((shape.networks * (shape.vectors - 1) * shape.units) / 64),
  };
}
