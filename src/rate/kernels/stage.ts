import source from "../../../shaders/rate/stage.wgsl";
import type { Stage } from "../../plan/program.ts";
import { type StageShape, stage as twin } from "../../twins/rate/stage.ts";

/** Host binding of shaders/rate/stage.wgsl. */
export function rateStage(
  label: string,
  shape: StageShape,
  buffers: {
    readonly clock: string;
    readonly inputs: string;
    readonly drive: string;
    readonly trial: string;
    readonly total: string;
    readonly state: string;
  },
): Stage {
  const { clock, inputs, drive, trial, total, state } = buffers;
  return {
    label,
    kernel: { source, twin },
    shape: { ...shape },
    bindings: { clock, inputs, drive, trial, total, state },
    workgroups: Math.ceil((shape.networks * shape.vectors * shape.stride) / 64),
  };
}
