import source from "../../../shaders/memory/glauber.wgsl";
import type { Stage } from "../../plan/program.ts";
import { type GlauberShape, glauber as twin } from "../../twins/memory/glauber.ts";

/** Host binding of shaders/memory/glauber.wgsl. */
export function glauber(
  label: string,
  shape: GlauberShape,
  buffers: {
    readonly logistic: string;
    readonly entries: string;
    readonly actives: string;
    readonly sweeps: string;
    readonly states: string;
    readonly overlaps: string;
  },
): Stage {
  const { logistic, entries, actives, sweeps, states, overlaps } = buffers;
  return {
    label,
    kernel: { source, twin },
    shape: { ...shape },
    bindings: { logistic, entries, actives, sweeps, states, overlaps },
    workgroups: shape.replicas,
  };
}
