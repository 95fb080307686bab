import source from "../../../shaders/local/curl_descent_error.wgsl";
import type { Stage } from "../../plan/program.ts";
import { type CurlDescentErrorShape, curl_descent_error as twin } from "../../twins/local/curl_descent_error.ts";

/** Host binding of shaders/local/curl_descent_error.wgsl. */
export function curlDescentError(
  label: string,
  shape: CurlDescentErrorShape,
  buffers: { readonly students: string; readonly teachers: string; readonly misses: string; readonly residuals: string },
): Stage {
  const { students, teachers, misses, residuals } = buffers;
  return {
    label,
    kernel: { source, twin },
    shape: { ...shape },
    bindings: { students, teachers, misses, residuals },
    workgroups: shape.networks,
  };
}
