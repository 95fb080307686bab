import source from "../../../shaders/memory/tally_hits.wgsl";
import type { Stage } from "../../plan/program.ts";
import { type TallyHitsShape, tally_hits as twin } from "../../twins/memory/tally_hits.ts";

/** Host binding of shaders/memory/tally_hits.wgsl. */
export function tallyHits(
  label: string,
  shape: TallyHitsShape,
  buffers: { readonly hits: string; readonly clock: string; readonly histogram: string },
): Stage {
  const { hits, clock, histogram } = buffers;
  return {
    label,
    kernel: { source, twin },
    shape: { ...shape },
    bindings: { hits, clock, histogram },
    workgroups: Math.ceil(shape.inputs / 64),
  };
}
