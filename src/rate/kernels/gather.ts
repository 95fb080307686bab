import source from "../../../shaders/rate/gather.wgsl";
import type { Stage } from "../../plan/program.ts";
import { type GatherShape, gather as twin } from "../../twins/rate/gather.ts";

/** Host binding of shaders/rate/gather.wgsl. */
export function gather(
  label: string,
  shape: GatherShape,
  buffers: {
    readonly clock: string;
    readonly starts: string;
    readonly sources: string;
    readonly weights: string;
    readonly signals: string;
    readonly drive: string;
  },
): Stage {
  const { clock, starts, sources, weights, signals, drive } = buffers;
  return {
    label,
    kernel: { source, twin },
    shape: { ...shape },
    bindings: { clock, starts, sources, weights, signals, drive },
    workgroups: Math.ceil(shape.rows / 8) * shape.vectors * shape.sets,
  };
}
