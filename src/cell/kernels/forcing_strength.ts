import source from "../../../shaders/cell/forcing_strength.wgsl";
import type { Stage } from "../../plan/program.ts";
import { type ForcingStrengthShape, forcing_strength as twin } from "../../twins/cell/forcing_strength.ts";

/** Host binding of shaders/cell/forcing_strength.wgsl. */
export function forcingStrength(
  label: string,
  shape: ForcingStrengthShape,
  buffers: {
    readonly clock: string;
    readonly norms: string;
    readonly strength: string;
  },
): Stage {
  const { clock, norms, strength } = buffers;
  return {
    label,
    kernel: { source, twin },
    shape: { ...shape },
    bindings: { clock, norms, strength },
    workgroups: 1,
  };
}
