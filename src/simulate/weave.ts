import reserve from "../../shaders/lib/reserve.wgsl";
import reserveSubgroups from "../../shaders/lib/reserve_subgroups.wgsl";
import resident from "../../shaders/neuron/resident.wgsl";
import stepModel from "../../shaders/neuron/step_model.wgsl";
import update from "../../shaders/neuron/update.wgsl";
import type { Origin, ShaderSource } from "../gpu/source.ts";
import { rename, topLevelNames } from "../plan/wgsl-text.ts";
import type { NeuronModel } from "../twins/neuron/model.ts";
import { fieldPlaces } from "../twins/neuron/tables.ts";

/** What the run function of a population depends on; populations alike in all of it share one. */
export interface Variant {
  readonly model: NeuronModel;
  /** Which of its `Params` fields have one value a neuron. */
  readonly arrays: readonly boolean[];
  /** Whether it has inputs other than constant currents, currents that stay during a window, and traces. */
  readonly inputs: boolean;
  readonly steady: boolean;
  readonly traces: boolean;
}

/** A user's model is made anew for each of several networks, from the same text. */
function sameModel(a: NeuronModel, b: NeuronModel): boolean {
  return a === b || (a.name === b.name && a.wgsl.text === b.wgsl.text && a.twin === b.twin);
}

export function sameVariant(a: Variant, b: Variant): boolean {
  return (
    sameModel(a.model, b.model) &&
    a.inputs === b.inputs &&
    a.steady === b.steady &&
    a.traces === b.traces &&
    a.arrays.every((array, f) => array === b.arrays[f])
  );
}

/** What the resident kernel is made for. */
export interface ResidentShape {
  /** Threads of a workgroup: a multiple of 32. */
  readonly threads: number;
  /** Words of the ring of the largest instance, and its neurons. */
  readonly ringWords: number;
  readonly neurons: number;
}

/** The update kernel with `variants` woven in, also in its form with subgroups. */
export function weaveUpdate(variants: readonly Variant[]): ShaderSource {
  const woven = weave(update, variants);
  return { ...replaced(woven, "//#reserve", reserve), subgroups: withSubgroups(replaced(woven, "//#reserve", reserveSubgroups)) };
}

/** The resident kernel with `variants` woven in. */
export function weaveResident(variants: readonly Variant[], { threads, ringWords, neurons }: ResidentShape): ShaderSource {
  const sizes: Readonly<Record<string, number>> = { THREADS: threads, RING_WORDS: ringWords, MOST_NEURONS: neurons };
  const text = resident.text.replace(/\b(?:THREADS|RING_WORDS|MOST_NEURONS)\b/g, (name) => String(sizes[name]));
  return weave({ ...resident, text }, variants);
}

/**
 * A kernel with `variants` woven in. Every name a model declares at top level gets the model's suffix, so that
 * models cannot meet; origins keep each line's file, line and column shifts, so that an error is reported where its author wrote it.
 */
function weave(kernel: ShaderSource, variants: readonly Variant[]): ShaderSource {
  const lines: string[] = [];
  const origins: Origin[] = [];
  const push: Push = (text, origin) => {
    lines.push(text);
    origins.push(origin);
  };
  const models: NeuronModel[] = [];
  for (const { model } of variants) if (!models.some((known) => sameModel(known, model))) models.push(model);
  kernel.text.split("\n").forEach((line, k) => {
    const origin = kernel.origins[k] ?? { file: kernel.path, line: k + 1 };
    if (line.trim() === "//#models") {
      for (const [m, model] of models.entries()) pushModel(model, `m${m}`, push);
      for (const [v, variant] of variants.entries())
        pushRun(variant, `v${v}`, `m${models.findIndex((known) => sameModel(known, variant.model))}`, push);
    } else if (line.trim() === "//#cases")
      variants.forEach((_, v) => {
        push(`    case ${v}u: { run_v${v}(d, start + lane, end, count, first, steps, base_step); }`, origin);
      });
    else push(line, origin);
  });
  return { path: kernel.path, text: lines.join("\n"), origins };
}

/** With `other` in the place of the line `mark`. */
function replaced(source: ShaderSource, mark: string, other: ShaderSource): ShaderSource {
  const lines = source.text.split("\n");
  const at = lines.indexOf(mark);
  const text = other.text.split("\n");
  const origins = text.map((_, k) => other.origins[k] ?? { file: other.path, line: k + 1 });
  return {
    ...source,
    text: lines.toSpliced(at, 1, ...text).join("\n"),
    origins: source.origins.toSpliced(at, 1, ...origins),
  };
}

/** What a kernel enables must stand before all else. */
function withSubgroups(source: ShaderSource): ShaderSource {
  const [own] = source.origins;
  return { ...source, text: `enable subgroups;\n${source.text}`, origins: [own, ...source.origins] };
}

type Push = (text: string, origin: Origin) => void;

function pushModel(model: NeuronModel, suffix: string, push: Push): void {
  const source = model.wgsl;
  const text = source.text.split("\n");
  const names = topLevelNames(text);
  text.forEach((line, k) => {
    const renamed = rename(line, names, suffix);
    push(renamed.text, { ...(source.origins[k] ?? { file: source.path, line: k + 1 }), shifts: renamed.shifts });
  });
}

function pushRun({ model, arrays, ...has }: Variant, suffix: string, modelSuffix: string, push: Push): void {
  const { receptors, stateFields } = model;
  const places = fieldPlaces(arrays).map(({ scalars, before }) => `fields + ${scalars}u + ${before}u * count`);
  const shared = places.flatMap((place, f) => (arrays[f] ? [] : [`let c${f} = param(${place});`]));
  const params = places.map((place, f) => (arrays[f] ? `param(${place} + i)` : `c${f}`));
  const states = stateFields.map((_, f) => `state[own + ${f}u * count]`);
  const filled = stepModel.text
    .replaceAll("PARAM_SCALARS", shared.join(" "))
    .replaceAll("PARAM_LOADS", params.join(", "))
    .replaceAll("STATE_LOADS", states.join(", "))
    .replaceAll("STATE_PICKS", stateFields.map((name, f) => `case ${f}u: { return s.${name}; }`).join(" "))
    .replaceAll("STATE_STORES", states.map((place, f) => `${place} = s.${stateFields[f]};`).join(" "))
    .replaceAll("TAKES", receptors.map((_, q) => `sums[${q}u] = take(cell + ${q}u * receptor_cells());`).join(" "))
    .replaceAll("ARRIVALS", receptors.map((_, q) => `f32(sums[${q}u]) * quantum`).join(", "))
    .replaceAll("WATCHED", stateFields[0])
    .replaceAll("RECEPTORS", String(receptors.length))
    .replaceAll("VARIANT", suffix)
    .replaceAll("MODEL", modelSuffix);
  let kept = true;
  filled.split("\n").forEach((line, k) => {
    const mark = /^\s*\/\/#(inputs|steady|traces|end)$/.exec(line)?.[1];
    if (mark === "inputs" || mark === "steady" || mark === "traces") kept = has[mark];
    else if (mark === "end") kept = true;
    else if (kept) push(line, stepModel.origins[k] ?? { file: stepModel.path, line: k + 1 });
  });
}
