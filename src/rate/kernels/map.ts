import source from "../../../shaders/rate/map.wgsl";
import type { Stage } from "../../plan/program.ts";
import { type MapShape, map as twin } from "../../twins/rate/map.ts";

/** Host binding of shaders/rate/map.wgsl. */
export function rateMap(
  label: string,
  shape: MapShape,
  buffers: { readonly clock: string; readonly tables: string; readonly inputs: string; readonly drive: string; readonly state: string },
): Stage {
  const { clock, tables, inputs, drive, state } = buffers;
  return {
    label,
    kernel: { source, twin },
    shape: { ...shape },
    bindings: { clock, tables, inputs, drive, state },
    workgroups: Math.ceil((shape.networks * shape.stride) / 256),
  };
}
