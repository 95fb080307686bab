import backward from "../../../shaders/dense/ultra_dlif_backward.wgsl";
import forward from "../../../shaders/dense/ultra_dlif_forward.wgsl";
import type { Stage } from "../../plan/program.ts";
import { type UltraDlifBackwardShape, ultra_dlif_backward } from "../../twins/dense/ultra_dlif_backward.ts";
import { type UltraDlifForwardShape, ultra_dlif_forward } from "../../twins/dense/ultra_dlif_forward.ts";

/** Host binding of shaders/dense/ultra_dlif_forward.wgsl. */
export function ultraDlifForward(
  label: string,
  shape: UltraDlifForwardShape,
  buffers: { readonly parameters: string; readonly inputs: string; readonly states: string; readonly spikes: string },
): Stage {
  const { parameters, inputs, states, spikes } = buffers;
  const kernel = { source: forward, twin: ultra_dlif_forward };
  return { label, kernel, shape: { ...shape }, bindings: { parameters, inputs, states, spikes }, workgroups: shape.batch };
}

/** Host binding of shaders/dense/ultra_dlif_backward.wgsl. */
export function ultraDlifBackward(
  label: string,
  shape: UltraDlifBackwardShape,
  buffers: {
    readonly parameters: string;
    readonly inputs: string;
    readonly states: string;
    readonly grad_spikes: string;
    readonly given: string;
    readonly grad_inputs: string;
    readonly partials: string;
  },
): Stage {
  const { parameters, inputs, states, grad_spikes, given, grad_inputs, partials } = buffers;
  const kernel = { source: backward, twin: ultra_dlif_backward };
  const bindings = { parameters, inputs, states, grad_spikes, given, grad_inputs, partials };
  return { label, kernel, shape: { ...shape }, bindings, workgroups: shape.batch };
}
