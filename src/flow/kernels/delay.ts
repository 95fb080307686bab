import type { Stage } from "../../plan/program.ts";
import { CompiledFlow, groupsTogether } from "../../twins/flow/compiled.ts";
import { type DelayShape, delayTwin } from "../../twins/flow/delay.ts";
import { type WovenForm, weaveDelay } from "../weave.ts";

/** Host binding of shaders/flow/delay.wgsl. */
export function delay(
  label: string,
  form: WovenForm,
  shape: DelayShape,
  buffers: {
    readonly clock: string;
    readonly params: string;
    readonly state: string;
    readonly failed: string;
    readonly kept: string;
    readonly past: string;
  },
): Stage {
  const source = weaveDelay(form);
  const { clock, params, state, failed, kept, past } = buffers;
  return {
    label,
    kernel: { source, twin: delayTwin(form, new CompiledFlow(source, groupsTogether(form.flow.variables.length))) },
    shape: { ...shape },
    bindings: { clock, params, state, failed, kept, past },
    workgroups: Math.ceil(shape.systems / 64),
  };
}
