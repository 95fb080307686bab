import source from "../../../shaders/spectral/mode_product.wgsl";
import type { Stage } from "../../plan/program.ts";
import { type ModeProductShape, mode_product as twin } from "../../twins/spectral/mode_product.ts";

/** Host binding of shaders/spectral/mode_product.wgsl. */
export function modeProduct(
  label: string,
  shape: ModeProductShape,
  buffers: { readonly places: string; readonly input: string; readonly weights: string; readonly output: string },
): Stage {
  const { places, input, weights, output } = buffers;
  const tiles = Math.ceil(shape.batch / 16) * Math.ceil(shape.columns / 32);
  return {
    label,
    kernel: { source, twin },
    shape: { ...shape },
    bindings: { places, input, weights, output },
    workgroups: shape.modes * tiles,
  };
}
