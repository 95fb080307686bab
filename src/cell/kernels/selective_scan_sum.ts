import source from "../../../shaders/cell/selective_scan_sum.wgsl";
import type { Stage } from "../../plan/program.ts";
import { selective_scan_sum as twin } from "../../twins/cell/selective_scan_sum.ts";
import { chunksOf, type SelectiveScanShape } from "../../twins/lib/selective_scan.ts";

/** Host binding of shaders/cell/selective_scan_sum.wgsl. */
export function selectiveScanSum(
  label: string,
  shape: SelectiveScanShape,
  buffers: {
    readonly u: string;
    readonly delta: string;
    readonly parameters: string;
    readonly B: string;
    readonly sums: string;
    readonly ends: string;
  },
): Stage {
  const { u, delta, parameters, B, sums, ends } = buffers;
  return {
    label,
    kernel: { source, twin },
    shape: { ...shape },
    bindings: { u, delta, parameters, B, sums, ends },
    workgroups: Math.ceil((chunksOf(shape) * shape.batch * shape.channels) / 64),
  };
}
