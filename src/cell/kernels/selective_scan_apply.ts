import source from "../../../shaders/cell/selective_scan_apply.wgsl";
import type { Stage } from "../../plan/program.ts";
import { selective_scan_apply as twin } from "../../twins/cell/selective_scan_apply.ts";
import { chunksOf, type SelectiveScanShape } from "../../twins/lib/selective_scan.ts";

/** Host binding of shaders/cell/selective_scan_apply.wgsl. */
export function selectiveScanApply(
  label: string,
  shape: SelectiveScanShape,
  buffers: {
    readonly u: string;
    readonly delta: string;
    readonly parameters: string;
    readonly B: string;
    readonly C: string;
    readonly z: string;
    readonly starts: string;
    readonly y: string;
  },
): Stage {
  const { u, delta, parameters, B, C, z, starts, y } = buffers;
  return {
    label,
    kernel: { source, twin },
    shape: { ...shape },
    bindings: { u, delta, parameters, B, C, z, starts, y },
    workgroups: Math.ceil((chunksOf(shape) * shape.batch * shape.channels) / 64),
  };
}
