import source from "../../../shaders/cell/token_stage.wgsl";
import type { Stage } from "../../plan/program.ts";
import { type TokenStageShape, token_stage as twin } from "../../twins/cell/token_stage.ts";

/** Host binding of shaders/cell/token_stage.wgsl. */
export function tokenStage(
  label: string,
  shape: TokenStageShape,
  buffers: {
    readonly mu: string;
    readonly s: string;
    readonly h: string;
    readonly clock: string;
    readonly x: string;
    readonly trial: string;
    readonly total: string;
    readonly delta: string;
  },
): Stage {
  const { mu, s, h, clock, x, trial, total, delta } = buffers;
  return {
    label,
    kernel: { source, twin },
    shape: { ...shape },
    bindings: { mu, s, h, clock, x, trial, total, delta },
    workgroups: Math.ceil((shape.tokens * shape.systems) / 64),
  };
}
