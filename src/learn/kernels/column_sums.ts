import source from "../../../shaders/dense/column_sums.wgsl";
import type { Stage } from "../../plan/program.ts";
import { type ColumnSumsShape, column_sums as twin } from "../../twins/dense/column_sums.ts";

/** Host binding of shaders/dense/column_sums.wgsl. */
export function columnSums(label: string, shape: ColumnSumsShape, buffers: { readonly matrix: string; readonly out: string }): Stage {
  const { matrix, out } = buffers;
  return { label, kernel: { source, twin }, shape: { ...shape }, bindings: { matrix, out }, workgroups: Math.ceil(shape.columns / 16) };
}
