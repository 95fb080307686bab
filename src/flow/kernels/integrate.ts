import type { Stage } from "../../plan/program.ts";
import { CompiledFlow, groupsTogether } from "../../twins/flow/compiled.ts";
import { type IntegrateShape, integrateTwin } from "../../twins/flow/integrate.ts";
import type { FixedMethod } from "../../twins/flow/methods.ts";
import { type WovenForm, weaveIntegrate } from "../weave.ts";

/** Host binding of shaders/flow/integrate.wgsl. */
export function integrate(
  label: string,
  form: WovenForm,
  method: FixedMethod,
  shape: IntegrateShape,
  buffers: {
    readonly tables: string;
    readonly clock: string;
    readonly params: string;
    readonly state: string;
    readonly failed: string;
    readonly kept: string;
    readonly sums: string;
  },
): Stage {
  const source = weaveIntegrate(form, method);
  const { tables, clock, params, state, failed, kept, sums } = buffers;
  return {
    label,
    kernel: {
      source,
      twin: integrateTwin(form, method, new CompiledFlow(source, groupsTogether(form.flow.variables.length * (1 + form.tangents)))),
    },
    shape: { ...shape },
    bindings: { tables, clock, params, state, failed, kept, sums },
    workgroups: Math.ceil(shape.systems / 64),
  };
}
