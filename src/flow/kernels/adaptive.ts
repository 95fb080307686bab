import type { Stage } from "../../plan/program.ts";
import { type AdaptiveShape, adaptiveTwin } from "../../twins/flow/adaptive.ts";
import { CompiledFlow } from "../../twins/flow/compiled.ts";
import { type WovenForm, weaveAdaptive } from "../weave.ts";

/** Host binding of shaders/flow/adaptive.wgsl. */
export function adaptive(
  label: string,
  form: WovenForm,
  shape: AdaptiveShape,
  buffers: {
    readonly clock: string;
    readonly params: string;
    readonly state: string;
    readonly failed: string;
    readonly kept: string;
    readonly inner: string;
    readonly counts: string;
  },
): Stage {
  const source = weaveAdaptive(form);
  const { clock, params, state, failed, kept, inner, counts } = buffers;
  return {
    label,
    kernel: { source, twin: adaptiveTwin(form, new CompiledFlow(source, 1)) },
    shape: { ...shape },
    bindings: { clock, params, state, failed, kept, inner, counts },
    workgroups: Math.ceil(shape.systems / 64),
  };
}
