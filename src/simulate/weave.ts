import stepModel from "../../shaders/neuron/step_model.wgsl";
import update from "../../shaders/neuron/update.wgsl";
import type { Origin, ShaderSource } from "../gpu/source.ts";
import type { NeuronModel } from "../twins/neuron/model.ts";

/** Top-level names a WGSL text declares. */
const DECLARATION = /^\s*(?:@\w+(?:\([^)]*\))?\s*)*(?:fn|struct|const|alias|override|var(?:<[^>]*>)?)\s+([A-Za-z_]\w*)/;

/**
 * The update kernel with the texts of `models` woven in. Every name a model declares at top level gets the model's suffix, so that
 * models cannot meet; origins keep each line's file, line and column shifts, so that an error is reported where its author wrote it.
 */
export function weave(models: readonly NeuronModel[]): ShaderSource {
  const lines: string[] = [];
  const origins: Origin[] = [];
  const push = (text: string, origin: Origin) => {
    lines.push(text);
    origins.push(origin);
  };
  update.text.split("\n").forEach((line, k) => {
    const origin = update.origins[k] ?? { file: update.path, line: k + 1 };
    if (line.trim() === "//#models")
      models.forEach((model, m) => {
        pushModel(model, `m${m}`, push);
      });
    else if (line.trim() === "//#cases")
      models.forEach((_, m) => {
        push(`    case ${m}u: { run_m${m}(d, i, first, steps, base_step); }`, origin);
      });
    else push(line, origin);
  });
  return { path: update.path, text: lines.join("\n"), origins };
}

type Push = (text: string, origin: Origin) => void;

function pushModel(model: NeuronModel, suffix: string, push: Push): void {
  const source = model.wgsl;
  const text = source.text.split("\n");
  const names = text.flatMap((line) => DECLARATION.exec(line)?.[1] ?? []);
  text.forEach((line, k) => {
    const renamed = rename(line, names, suffix);
    push(renamed.text, { ...(source.origins[k] ?? { file: source.path, line: k + 1 }), shifts: renamed.shifts });
  });
  const params = model.paramFields.map((_, f) => `param(fields, ${f}u, i)`).join(", ");
  const states = model.stateFields.map((_, f) => `state[tables[bases + ${f}u] + i]`);
  const filled = stepModel.text
    .replaceAll("PARAM_LOADS", params)
    .replaceAll("STATE_LOADS", states.join(", "))
    .replaceAll("STATE_PICKS", model.stateFields.map((name, f) => `case ${f}u: { return s.${name}; }`).join(" "))
    .replaceAll("STATE_STORES", states.map((place, f) => `${place} = s.${model.stateFields[f]};`).join(" "))
    .replaceAll("RECEPTORS", String(model.receptors.length))
    .replaceAll("MODEL", suffix);
  filled.split("\n").forEach((line, k) => {
    push(line, stepModel.origins[k] ?? { file: stepModel.path, line: k + 1 });
  });
}

/** Adds the suffix to `names` where they are not a member (`.name`) or a field being declared (`name:`). */
function rename(line: string, names: readonly string[], suffix: string): { text: string; shifts: { column: number; longer: number }[] } {
  const shifts: { column: number; longer: number }[] = [];
  const comment = line.indexOf("//");
  const code = comment < 0 ? line : line.slice(0, comment);
  let longer = 0;
  const text = code.replace(/(\.?\s*)\b([A-Za-z_]\w*)\b(?=(\s*:)?)/g, (whole, before: string, name: string, colon: string | undefined, at: number) => {
    const declared = names.includes(name) && !before.startsWith(".") && (colon === undefined || /^\s*(?:const|override|var)/.test(code));
    if (!declared) return whole;
    longer += suffix.length + 1;
    shifts.push({ column: at + whole.length + longer, longer: suffix.length + 1 });
    return `${whole}_${suffix}`;
  });
  return { text: comment < 0 ? text : text + line.slice(comment), shifts };
}
