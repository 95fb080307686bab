import source from "../../../shaders/rate/flip.wgsl";
import type { Stage } from "../../plan/program.ts";
import { type FlipShape, flip as twin } from "../../twins/rate/flip.ts";

/** Host binding of shaders/rate/flip.wgsl. */
export function flip(label: string, shape: FlipShape, buffers: { readonly columns: string; readonly rows: string }): Stage {
  const { columns, rows } = buffers;
  return {
    label,
    kernel: { source, twin },
    shape: { ...shape },
    bindings: { columns, rows },
    workgroups: Math.ceil((shape.matrices * shape.vectors * shape.units) / 64),
  };
}
