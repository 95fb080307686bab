import { countTwin } from "./coupling/count.ts";
import { gateTwin } from "./coupling/gate.ts";
import { keepTwin } from "./coupling/keep.ts";
import { type StageSpec, stageTwin } from "./coupling/stage.ts";
import { stageTwins } from "./coupling/stages.ts";
import type { PlacedRule } from "./lib/replay.ts";
import type { Share } from "./lib/share.ts";
import { uncompilableRule } from "./lib/stretches.ts";
import { models } from "./neuron/index.ts";
import type { NeuronModel } from "./neuron/model.ts";
import { uncompilable } from "./neuron/population.ts";
import { updateTwin } from "./neuron/update.ts";
import { applyTwin } from "./plasticity/apply.ts";
import { gatherTwin } from "./plasticity/gather.ts";
import { rules } from "./plasticity/index.ts";
import { modulateTwin } from "./plasticity/modulate.ts";
import { normalise } from "./plasticity/normalise.ts";
import { type NoteSpec, noteTwin } from "./plasticity/note.ts";
import { propagatePlasticTwin } from "./plasticity/propagate_plastic.ts";
import type { RuleForm } from "./plasticity/rule.ts";
import { settleTwin } from "./plasticity/settle.ts";
import { settledTwin } from "./plasticity/settled.ts";
import { propagateTwin } from "./synapse/propagate.ts";
import { propagateConstantTwin } from "./synapse/propagate_constant.ts";
import { propagateProceduralTwin } from "./synapse/propagate_procedural.ts";

/** The CPU side of a kernel: its buffers in the order of the WGSL bindings, uniforms first. */
export type Twin = ((run: Uint32Array, window: Uint32Array, ...rest: never[]) => void) & {
  /** Whether it has nothing to do in this window; all threads must find the same, whatever they have come to since they last waited. */
  readonly idle?: (run: Uint32Array, window: Uint32Array, ...rest: never[]) => boolean;
};

/** A twin as plain data, for a thread to make it from: functions cannot be sent there. */
export type TwinSpec =
  | { readonly kernel: "update"; readonly variants: readonly VariantSpec[] }
  | { readonly kernel: "propagate" }
  | { readonly kernel: "propagate_constant" }
  | { readonly kernel: "propagate_procedural" }
  | { readonly kernel: "note"; readonly spec: NoteSpec }
  | { readonly kernel: "propagate_plastic" | "settle" | "gather" | "apply"; readonly rule: PlacedRuleSpec }
  | { readonly kernel: "settled" | "modulate" }
  | { readonly kernel: "count" | "gate" | "keep" }
  /** A stage of a program, by its shader. */
  | (StageSpec & { readonly kernel: "stage"; readonly path: string });

/** A plasticity rule as data: a built-in one by its name and mode, a user's by its form. */
export type PlacedRuleSpec = Omit<PlacedRule, "form"> & ({ readonly rule: string; readonly mode: string } | { readonly rule: RuleForm });

/** The rule a twin acts by. */
function placedRule(spec: PlacedRuleSpec): PlacedRule {
  if (typeof spec.rule !== "string") return { ...spec, form: spec.rule };
  const { mode } = spec as { readonly mode: string };
  return { ...spec, form: (spec.rule === normalise.name ? normalise : rules[spec.rule]).modes[mode] };
}

/** What of a user's model is data: enough for one that can be compiled from its text. */
type ModelText = Pick<NeuronModel, "name" | "wgsl" | "receptors" | "magnitude" | "paramFields" | "stateFields">;

/** A model, a built-in one by its name, and which of its `Params` fields have one value a neuron. */
export interface VariantSpec {
  readonly model: string | ModelText;
  readonly arrays: readonly boolean[];
}

/** The update twin of these variants as data; undefined where a user's model has a twin only, a function. */
export function updateSpec(
  variants: readonly { readonly model: NeuronModel; readonly arrays: readonly boolean[] }[],
): TwinSpec | undefined {
  if (!variants.every(({ model }) => canBeSent(model))) return undefined;
  return {
    kernel: "update",
    variants: variants.map(({ model, arrays }) => ({ model: isBuiltIn(model) ? model.name : textOf(model), arrays })),
  };
}

/** Whether a thread can make the model's twin: of a built-in one by its name, of another by compiling its text, unless its own twin must run. */
export function canBeSent(model: NeuronModel): boolean {
  return isBuiltIn(model) || (!model.precise && uncompilable(model) === undefined);
}

/** Why the cpu cannot run a model: it has no twin, and its text cannot be compiled for this reason. Undefined if it can. */
export function obstacle(model: NeuronModel): string | undefined {
  return model.twin ? undefined : uncompilable(model);
}

/** Why the cpu cannot act by a plasticity rule, as `obstacle` says it of a model. */
export function ruleObstacle(form: RuleForm): string | undefined {
  return form.twin ? undefined : uncompilableRule(form);
}

function isBuiltIn(model: NeuronModel): boolean {
  return models[model.name] === model;
}

function textOf({ name, wgsl, receptors, magnitude, paramFields, stateFields }: NeuronModel): ModelText {
  return { name, wgsl, receptors, paramFields, stateFields, ...(magnitude !== undefined && { magnitude }) };
}

/** The model for the twin's use: nothing else of it is looked at there. */
function modelOf(model: string | ModelText): NeuronModel {
  if (typeof model === "string") return models[model];
  return { parameters: {}, variables: {}, derive: () => ({}), ...model };
}

/** Makes the twin for one thread's share. */
export function twinOf(spec: TwinSpec, share: Share): Twin {
  switch (spec.kernel) {
    case "update":
      return updateTwin(
        spec.variants.map(({ model, arrays }) => ({ model: modelOf(model), arrays })),
        share,
      ) as Twin;
    case "propagate":
      return propagateTwin(share) as Twin;
    case "propagate_constant":
      return propagateConstantTwin(share) as Twin;
    case "propagate_procedural":
      return propagateProceduralTwin(share) as Twin;
    case "note":
      return noteTwin(spec.spec, share) as Twin;
    case "propagate_plastic":
      return propagatePlasticTwin(placedRule(spec.rule), share) as Twin;
    case "settle":
      return settleTwin(placedRule(spec.rule), share) as Twin;
    case "gather":
      return gatherTwin(placedRule(spec.rule), share) as Twin;
    case "apply":
      return applyTwin(placedRule(spec.rule), share) as Twin;
    case "modulate":
      return modulateTwin(share) as Twin;
    case "settled":
      return settledTwin(share) as Twin;
    case "count":
      return countTwin(share) as Twin;
    case "gate":
      return gateTwin(share) as Twin;
    case "keep":
      return keepTwin(share) as Twin;
    case "stage":
      return stageTwin(stageTwins[spec.path], spec, share) as Twin;
  }
}
