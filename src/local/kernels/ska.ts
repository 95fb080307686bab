import source from "../../../shaders/local/ska.wgsl";
import type { Stage } from "../../plan/program.ts";
import { type SkaShape, ska as twin } from "../../twins/local/ska.ts";

/** Host binding of shaders/local/ska.wgsl. */
export function ska(
  label: string,
  shape: SkaShape,
  buffers: {
    readonly clock: string;
    readonly knowledge: string;
    readonly decisions: string;
    readonly terms: string;
    readonly moves: string;
  },
): Stage {
  const { clock, knowledge, decisions, terms, moves } = buffers;
  return {
    label,
    kernel: { source, twin },
    shape: { ...shape },
    bindings: { clock, knowledge, decisions, terms, moves },
    workgroups: Math.ceil(shape.count / 64),
  };
}
