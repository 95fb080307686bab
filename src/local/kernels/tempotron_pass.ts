import source from "../../../shaders/local/tempotron_pass.wgsl";
import type { Stage } from "../../plan/program.ts";
import { type TempotronPassShape, tempotron_pass as twin } from "../../twins/local/tempotron_pass.ts";

/** Host binding of shaders/local/tempotron_pass.wgsl. */
export function tempotronPass(
  label: string,
  shape: TempotronPassShape,
  buffers: {
    readonly clock: string;
    readonly tasks: string;
    readonly patterns: string;
    readonly spikes: string;
    readonly sources: string;
    readonly weights: string;
    readonly velocities: string;
    readonly errors: string;
  },
): Stage {
  const { clock, tasks, patterns, spikes, sources, weights, velocities, errors } = buffers;
  return {
    label,
    kernel: { source, twin },
    shape: { ...shape },
    bindings: { clock, tasks, patterns, spikes, sources, weights, velocities, errors },
    workgroups: shape.tasks,
  };
}
