import source from "../../../shaders/field/etdrk4_stage.wgsl";
import type { Stage } from "../../plan/program.ts";
import { type Etdrk4StageShape, etdrk4_stage as twin } from "../../twins/field/etdrk4_stage.ts";

/** Host binding of shaders/field/etdrk4_stage.wgsl. */
export function etdrk4Stage(
  label: string,
  shape: Etdrk4StageShape,
  buffers: {
    readonly coefficients: string;
    readonly base: string;
    readonly squares: string;
    readonly forcing: string;
    readonly first: string;
    readonly kept: string;
    readonly stage: string;
  },
): Stage {
  const { coefficients, base, squares, forcing, first, kept, stage } = buffers;
  return {
    label,
    kernel: { source, twin },
    shape: { ...shape },
    bindings: { coefficients, base, squares, forcing, first, kept, stage },
    workgroups: Math.ceil((shape.batch * shape.modes) / 64),
  };
}
