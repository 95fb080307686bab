import source from "../../../shaders/local/curl_descent_step.wgsl";
import type { Stage } from "../../plan/program.ts";
import { type CurlDescentStepShape, curl_descent_step as twin } from "../../twins/local/curl_descent_step.ts";

/** Host binding of shaders/local/curl_descent_step.wgsl. */
export function curlDescentStep(
  label: string,
  shape: CurlDescentStepShape,
  buffers: { readonly residuals: string; readonly signs: string; readonly gradients: string; readonly weights: string },
): Stage {
  const { residuals, signs, gradients, weights } = buffers;
  return {
    label,
    kernel: { source, twin },
    shape: { ...shape },
    bindings: { residuals, signs, gradients, weights },
    workgroups: Math.ceil((shape.networks * shape.rows * shape.columns) / 64),
  };
}
