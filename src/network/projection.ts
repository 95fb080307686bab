/** Projections: ends looked up, the rule's options filled in, weights and delays of the right length and size. */
import { InputError } from "../errors.ts";
import type { Numbers, ProjectionDescription, Values } from "./description.ts";
import type { Draft } from "./draft.ts";
import { receptorIndex, takesNoNegative } from "./input.ts";
import { at } from "./names.ts";
import { isArray, resolveNumbers, type Wanted } from "./numbers.ts";
import { plasticReceptor, resolvePlasticity } from "./plasticity.ts";
import type { ResolvedProjection } from "./resolved.ts";
import { resolveRule, synapseCount } from "./rule.ts";

/** @throws InputError */
export function resolveProjection(projection: ProjectionDescription<Numbers>, place: string, draft: Draft): ResolvedProjection {
  const { dt, populations } = draft;
  const source = populations.indexOf(projection.source, at(place, "source"));
  const target = populations.indexOf(projection.target, at(place, "target"));
  const ends = { source: populations.list[source], target: populations.list[target] };
  const { model } = ends.target;
  const receptor = projection.receptor === undefined ? undefined : receptorIndex(projection.receptor, at(place, "receptor"), model);
  const rule = resolveRule(projection.rule, at(place, "rule"), ends);
  const synapses = synapseCount(rule, ends);
  const listed = rule.kind === "edges" || rule.kind === "one_to_one" || rule.kind === "all_to_all";
  const each = listed ? { length: synapses, each: `one a synapse of ${rule.kind}` } : undefined;
  const sign = takesNoNegative(receptor, model)
    ? { least: 0, reason: `0 (receptor ${projection.receptor} of ${model.name} takes conductances)` }
    : {};
  const weight = perSynapse(projection.weight, at(place, "weight"), rule.kind, each, sign);
  const half = { least: dt / 2, reason: `half a step, ${dt / 2} ms,` };
  const delay = perSynapse(projection.delay, at(place, "delay"), rule.kind, each, half);
  const plasticity = projection.plasticity && resolvePlasticity(projection.plasticity, at(place, "plasticity"), draft, delay);
  return {
    name: projection.name ?? place,
    source,
    target,
    receptor: plasticity ? plasticReceptor(plasticity, weight, receptor, model, place) : receptor,
    rule,
    weight,
    delay,
    synapses,
    plasticity,
  };
}

/** Weights or delays: an array only where the synapses have an order that a person can know. */
function perSynapse(value: Numbers, place: string, rule: string, each: Wanted | undefined, wanted: Wanted): Values {
  if (!each && isArray(value)) throw new InputError(place, value, `one value a synapse needs edges, one_to_one or all_to_all, not ${rule}`);
  return resolveNumbers(value, place, { ...wanted, ...each });
}
