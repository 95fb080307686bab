import source from "../../../shaders/field/amari.wgsl";
import type { Stage } from "../../plan/program.ts";
import { type AmariShape, amari as twin } from "../../twins/field/amari.ts";

/** Host binding of shaders/field/amari.wgsl. */
export function amari(
  label: string,
  shape: AmariShape,
  buffers: {
    readonly drive: string;
    readonly input: string;
    readonly u: string;
    readonly trial: string;
    readonly change: string;
    readonly rate: string;
  },
): Stage {
  const { drive, input, u, trial, change, rate } = buffers;
  return {
    label,
    kernel: { source, twin },
    shape: { ...shape },
    bindings: { drive, input, u, trial, change, rate },
    workgroups: Math.ceil(shape.count / 64),
  };
}
