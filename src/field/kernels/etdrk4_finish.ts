import source from "../../../shaders/field/etdrk4_finish.wgsl";
import type { Stage } from "../../plan/program.ts";
import { type Etdrk4FinishShape, etdrk4_finish as twin } from "../../twins/field/etdrk4_finish.ts";

/** Host binding of shaders/field/etdrk4_finish.wgsl. */
export function etdrk4Finish(
  label: string,
  shape: Etdrk4FinishShape,
  buffers: {
    readonly coefficients: string;
    readonly squares: string;
    readonly forcing: string;
    readonly first: string;
    readonly second: string;
    readonly third: string;
    readonly spectrum: string;
  },
): Stage {
  const { coefficients, squares, forcing, first, second, third, spectrum } = buffers;
  return {
    label,
    kernel: { source, twin },
    shape: { ...shape },
    bindings: { coefficients, squares, forcing, first, second, third, spectrum },
    workgroups: Math.ceil((shape.batch * shape.modes) / 64),
  };
}
