import source from "../../../shaders/cell/token_clock.wgsl";
import type { Stage } from "../../plan/program.ts";
import { type TokenClockShape, token_clock as twin } from "../../twins/cell/token_clock.ts";

/** Host binding of shaders/cell/token_clock.wgsl. */
export function tokenClock(
  label: string,
  shape: TokenClockShape,
  buffers: { readonly mu: string; readonly h: string; readonly until: string; readonly clock: string },
): Stage {
  const { mu, h, until, clock } = buffers;
  return { label, kernel: { source, twin }, shape: { ...shape }, bindings: { mu, h, until, clock }, workgroups: shape.systems };
}
