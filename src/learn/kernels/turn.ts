import source from "../../../shaders/dense/turn.wgsl";
import type { Stage } from "../../plan/program.ts";
import { type TurnShape, turn as twin } from "../../twins/dense/turn.ts";

/** Host binding of shaders/dense/turn.wgsl. */
export function turn(
  label: string,
  shape: TurnShape,
  buffers: {
    readonly matrix: string;
    readonly out: string;
  },
): Stage {
  const { matrix, out } = buffers;
  const { matrices, rows, columns } = shape;
  return {
    label,
    kernel: { source, twin },
    shape: { ...shape },
    bindings: { matrix, out },
    workgroups: Math.ceil((matrices * rows * columns) / 64),
  };
}
