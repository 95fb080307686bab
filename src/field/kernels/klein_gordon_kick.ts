import source from "../../../shaders/field/klein_gordon_kick.wgsl";
import type { Stage } from "../../plan/program.ts";
import { type KleinGordonKickShape, klein_gordon_kick as twin } from "../../twins/field/klein_gordon_kick.ts";

/** Host binding of shaders/field/klein_gordon_kick.wgsl. */
export function kleinGordonKick(
  label: string,
  shape: KleinGordonKickShape,
  buffers: {
    readonly clock: string;
    readonly tables: string;
    readonly phi: string;
    readonly input: string;
    readonly velocity: string;
  },
): Stage {
  const { clock, tables, phi, input, velocity } = buffers;
  return {
    label,
    kernel: { source, twin },
    shape: { ...shape },
    bindings: { clock, tables, phi, input, velocity },
    workgroups: Math.ceil((shape.batch * Math.ceil((shape.rows * shape.columns) / 4)) / 64),
  };
}
