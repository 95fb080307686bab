import source from "../../../shaders/dense/hits.wgsl";
import type { Stage } from "../../plan/program.ts";
import { type HitsShape, hits as twin } from "../../twins/dense/hits.ts";

/** Host binding of shaders/dense/hits.wgsl. */
export function hits(
  label: string,
  shape: HitsShape,
  buffers: { readonly clock: string; readonly order: string; readonly labels: string; readonly votes: string; readonly hits: string },
): Stage {
  const { clock, order, labels, votes, hits } = buffers;
  return {
    label,
    kernel: { source, twin },
    shape: { ...shape },
    bindings: { clock, order, labels, votes, hits },
    workgroups: shape.batch,
  };
}
