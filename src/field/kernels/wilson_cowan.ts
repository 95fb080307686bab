import source from "../../../shaders/field/wilson_cowan.wgsl";
import type { Stage } from "../../plan/program.ts";
import { wilson_cowan as twin, type WilsonCowanShape } from "../../twins/field/wilson_cowan.ts";

/** Host binding of shaders/field/wilson_cowan.wgsl. */
export function wilsonCowan(
  label: string,
  shape: WilsonCowanShape,
  buffers: {
    readonly parameters: string;
    readonly drive: string;
    readonly input: string;
    readonly u: string;
    readonly trial: string;
    readonly change: string;
  },
): Stage {
  const { parameters, drive, input, u, trial, change } = buffers;
  return {
    label,
    kernel: { source, twin },
    shape: { ...shape },
    bindings: { parameters, drive, input, u, trial, change },
    workgroups: Math.ceil(shape.count / 64),
  };
}
