import source from "../../../shaders/dense/clip.wgsl";
import type { Stage } from "../../plan/program.ts";
import { type ClipShape, clip as twin } from "../../twins/dense/clip.ts";

/** Host binding of shaders/dense/clip.wgsl. */
export function clip(
  label: string,
  shape: ClipShape,
  buffers: {
    readonly squares: string;
    readonly gradients: string;
  },
): Stage {
  const { squares, gradients } = buffers;
  return {
    label,
    kernel: { source, twin },
    shape: { ...shape },
    bindings: { squares, gradients },
    workgroups: Math.ceil(shape.count / 64),
  };
}
