import source from "../../../shaders/cell/selective_scan_carry.wgsl";
import type { Stage } from "../../plan/program.ts";
import { selective_scan_carry as twin } from "../../twins/cell/selective_scan_carry.ts";
import type { SelectiveScanShape } from "../../twins/lib/selective_scan.ts";

/** Host binding of shaders/cell/selective_scan_carry.wgsl. */
export function selectiveScanCarry(
  label: string,
  shape: SelectiveScanShape,
  buffers: { readonly parameters: string; readonly sums: string; readonly ends: string; readonly state: string },
): Stage {
  const { parameters, sums, ends, state } = buffers;
  return {
    label,
    kernel: { source, twin },
    shape: { ...shape },
    bindings: { parameters, sums, ends, state },
    workgroups: Math.ceil((shape.states * shape.batch * shape.channels) / 64),
  };
}
