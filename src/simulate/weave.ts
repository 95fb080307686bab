import reserve from "../../shaders/lib/reserve.wgsl";
import reserveSubgroups from "../../shaders/lib/reserve_subgroups.wgsl";
import resident from "../../shaders/neuron/resident.wgsl";
import stepModel from "../../shaders/neuron/step_model.wgsl";
import update from "../../shaders/neuron/update.wgsl";
import type { ShaderSource } from "../gpu/source.ts";
import { type Line, linesOf, madeLines, renamedLines, woven } from "../plan/wgsl-text.ts";
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
  const kernel = weave(update, variants);
  const reserving = (other: ShaderSource) => woven(kernel, (mark) => (mark === "reserve" ? linesOf(other) : undefined));
  return { ...reserving(reserve), subgroups: withSubgroups(reserving(reserveSubgroups)) };
}

/** The resident kernel with `variants` woven in. */
export function weaveResident(variants: readonly Variant[], { threads, ringWords, neurons }: ResidentShape): ShaderSource {
  const sizes: Readonly<Record<string, number>> = { THREADS: threads, RING_WORDS: ringWords, MOST_NEURONS: neurons };
  const text = resident.text.replace(/\b(?:THREADS|RING_WORDS|MOST_NEURONS)\b/g, (name) => String(sizes[name]));
  return weave({ ...resident, text }, variants);
}

/** A kernel with `variants` woven in, each model with a suffix of its own. */
function weave(kernel: ShaderSource, variants: readonly Variant[]): ShaderSource {
  const models: NeuronModel[] = [];
  for (const { model } of variants) if (!models.some((known) => sameModel(known, model))) models.push(model);
  const suffixOf = ({ model }: Variant) => `m${models.findIndex((known) => sameModel(known, model))}`;
  return woven(kernel, (mark, origin) => {
    if (mark === "models")
      return [
        ...models.flatMap((model, m) => renamedLines(model.wgsl, `m${m}`)),
        ...variants.flatMap((variant, v) => runLines(variant, `v${v}`, suffixOf(variant))),
      ];
    if (mark !== "cases") return undefined;
    const cases = variants.map((_, v) => `    case ${v}u: { run_v${v}(d, start + lane, end, count, first, steps, base_step); }`);
    return madeLines(cases, origin);
  });
}

/** What a kernel enables must stand before all else. */
function withSubgroups(source: ShaderSource): ShaderSource {
  const [own] = source.origins;
  return { ...source, text: `enable subgroups;\n${source.text}`, origins: [own, ...source.origins] };
}

/** The run function of a variant. */
function runLines({ model, arrays, ...has }: Variant, suffix: string, modelSuffix: string): Line[] {
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
  return linesOf({ ...stepModel, text: filled }).filter(({ text }) => {
    const mark = /^\s*\/\/#(inputs|steady|traces|end)$/.exec(text)?.[1];
    if (mark === "inputs" || mark === "steady" || mark === "traces") kept = has[mark];
    else if (mark === "end") kept = true;
    return mark === undefined && kept;
  });
}
