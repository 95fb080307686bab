/** Plasticity of a projection: from a description to a ResolvedPlasticity. */
import { InputError } from "../errors.ts";
import { normalMax } from "../twins/lib/normal.ts";
import type { NeuronModel } from "../twins/neuron/model.ts";
import type { RuleForm, SynapseRule } from "../twins/plasticity/rule.ts";
import type { ModulatorDescription, PlasticityDescription, Values } from "./description.ts";
import type { Draft } from "./draft.ts";
import { at, hint, unknownName } from "./names.ts";
import { wholeSteps } from "./numbers.ts";
import type { ResolvedModulator, ResolvedPlasticity } from "./resolved.ts";

/**
 * A rule with its mode, parameters and times.
 * @throws InputError
 */
export function resolvePlasticity(
  given: PlasticityDescription,
  place: string,
  { rules, modulators, dt }: Draft,
  delay: Values,
): ResolvedPlasticity {
  const rule = rules.get(given.rule);
  if (!rule) throw unknownName(at(place, "rule"), given.rule, "plasticity rule", rules.keys());
  const { mode, form } = formOf(rule, given.mode, at(place, "mode"));
  const everySteps = clockSteps(given.every, rule, form, at(place, "every"), dt);
  const params = resolveRuleParams(rule, given.params ?? {}, at(place, "params"), dt, everySteps * dt);
  checkSquares(form, params, at(place, "params"));
  if (given.axonal_delay && !form.delayed)
    throw new InputError(
      at(place, "axonal_delay"),
      given.axonal_delay,
      `${rule.name} (${mode}) forms pairs from spike steps, without the delay; leave it out`,
    );
  const { normalise } = given;
  return {
    rule,
    mode,
    form,
    params,
    bounds: rule.bounds(params),
    axonalSteps: axonal(given.axonal_delay ?? 0, at(place, "axonal_delay"), delay, dt),
    everySteps,
    modulated: modulatedFields(given.modulate ?? {}, at(place, "modulate"), rule, modulators),
    normalise: normalise && { sum: normalise.sum, everySteps: wholeSteps(normalise.every, at(at(place, "normalise"), "every"), dt) },
  };
}

/** Steps between two calls of on_step; 0 where there are none. */
function clockSteps(given: number | undefined, rule: SynapseRule, form: RuleForm, place: string, dt: number): number {
  if (!form.on_step && given !== undefined) throw new InputError(place, given, `${rule.name} does nothing by the clock; leave it out`);
  if (!form.on_step) return 0;
  const every = given ?? rule.every;
  if (every === undefined) throw new InputError(place, undefined, "is missing; ms between two calls of on_step");
  return wholeSteps(every, place, dt);
}

/** The closed form of a running mean square has no value where it decays as fast as the square, and loses digits near that. */
function checkSquares({ pre, post }: RuleForm, params: Readonly<Record<string, number>>, place: string): void {
  for (const side of [pre, post])
    side.forEach(({ kind, tau }, t) => {
      const of = side[t - 1]?.tau;
      if (kind === "square" && !(params[tau] > params[of]))
        throw new InputError(
          at(place, tau),
          params[tau],
          `must be above ${of}, ${params[of]} ms: it is a mean over the squares of that trace`,
        );
    });
}

function formOf(rule: SynapseRule, given: string | undefined, place: string): { mode: string; form: RuleForm } {
  const names = Object.keys(rule.modes);
  const mode = given ?? names[0];
  if (!Object.hasOwn(rule.modes, mode)) throw unknownName(place, mode, `mode of ${rule.name}`, names, "its modes");
  return { mode, form: rule.modes[mode] };
}

function resolveRuleParams(
  rule: SynapseRule,
  given: Readonly<Record<string, number>>,
  place: string,
  dt: number,
  every: number,
): Record<string, number> {
  const params: Record<string, number> = {};
  for (const [name, info] of Object.entries(rule.parameters)) params[name] = info.default;
  for (const [name, value] of Object.entries(given)) {
    if (!Object.hasOwn(rule.parameters, name))
      throw unknownName(at(place, name), name, `parameter of ${rule.name}`, Object.keys(rule.parameters), "its parameters");
    if (!Number.isFinite(value)) throw new InputError(at(place, name), value, "must be a finite number");
    params[name] = value;
  }
  for (const [name, { unit }] of Object.entries(rule.parameters))
    if (unit === "ms" && !(params[name] > 0)) throw new InputError(at(place, name), params[name], "must be above 0 (ms)");
  const wrong = rule.check?.(params);
  if (wrong) throw new InputError(at(place, wrong[0]), params[wrong[0]], wrong[1]);
  const fields = rule.derive(params, dt, every);
  for (const field of rule.fields)
    if (!Number.isFinite(Math.fround(fields[field])))
      throw new InputError(place, fields[field], `these parameters give no number for the rule's ${field}; change them`);
  return params;
}

/** Steps of the delay that are axonal. A spike of the target must not be needed before it is known: at most half of the delay. */
function axonal(ms: number, place: string, delay: Values, dt: number): number {
  if (!(ms >= 0)) throw new InputError(place, ms, "must be 0 ms or more");
  const steps = Math.round(ms / dt);
  const [shortest] = spanOf(delay);
  const dendritic = Math.round(shortest / dt) - steps;
  if (dendritic < 0)
    throw new InputError(place, ms, `leaves a dendritic delay of ${dendritic * dt} ms beside the delay of ${shortest} ms; lower it`);
  if (dendritic < steps)
    throw new InputError(
      place,
      ms,
      `must be at most half of the delay, ${shortest / 2} ms: a synapse would need spikes of its target that are still to come`,
    );
  return steps;
}

function modulatedFields(
  given: NonNullable<PlasticityDescription["modulate"]>,
  place: string,
  rule: SynapseRule,
  modulators: Draft["modulators"],
): ResolvedPlasticity["modulated"] {
  return Object.entries(given).flatMap(([name, by]) => {
    const field = rule.fields.indexOf(name);
    if (field < 0)
      throw new InputError(at(place, name), by, `${rule.name} has no such field to scale; ${hint(name, rule.fields, "its fields")}`);
    return [by].flat().map((wanted) => ({ field, modulator: modulators.indexOf(wanted, at(place, name)) }));
  });
}

/**
 * The receptor all synapses of a plastic projection go to, and whether all weights are within the rule's bounds.
 * @throws InputError
 */
export function plasticReceptor(
  { rule, bounds }: ResolvedPlasticity,
  weight: Values,
  receptor: number | undefined,
  model: NeuronModel,
  place: string,
): number {
  const [low, high] = spanOf(weight);
  const [least, most] = bounds;
  if (low < least || high > most)
    throw new InputError(
      at(place, "weight"),
      low < least ? low : high,
      `leaves the bounds of ${rule.name}, ${least} to ${most}: change the weight (give a distribution min and max) or the rule's params`,
    );
  if (receptor !== undefined) return receptor;
  if (model.receptors.length === 1) return 0;
  if (low < 0 && high > 0)
    throw new InputError(
      at(place, "receptor"),
      undefined,
      `is missing; weights of both signs: name the receptor, one of ${model.receptors.join(", ")}`,
    );
  const last = model.receptors.length - 1;
  if (low < 0 && model.magnitude)
    throw new InputError(
      at(place, "weight"),
      low,
      `must be 0 or more: plastic weights into ${model.name} are sizes; name receptor "${model.receptors[last]}"`,
    );
  return low < 0 ? last : 0;
}

/** Smallest and largest of values. */
function spanOf(values: Values): readonly [number, number] {
  if (typeof values === "number") return [values, values];
  if (values instanceof Float64Array)
    return [values.reduce((a, b) => Math.min(a, b), Infinity), values.reduce((a, b) => Math.max(a, b), -Infinity)];
  if ("uniform" in values) return [values.uniform.low, values.uniform.high];
  const { mean, std, min, max } = "normal" in values ? values.normal : values.lognormal;
  const ends = [mean - normalMax * std, mean + normalMax * std].map((x) => ("normal" in values ? x : Math.exp(x)));
  return [Math.max(ends[0], min ?? -Infinity), Math.min(ends[1], max ?? Infinity)];
}

/** @throws InputError */
export function resolveModulator(
  given: ModulatorDescription,
  place: string,
  populations: Draft["populations"],
  dt: number,
): ResolvedModulator {
  const { name, tau, initial = 0, bias = 0, gain = {} } = given;
  if (!(dt / tau <= 1)) throw new InputError(at(place, "tau"), tau, `must be dt, ${dt} ms, or more`);
  const gains = new Float64Array(populations.list.length);
  for (const [population, value] of Object.entries(gain)) gains[populations.indexOf(population, at(at(place, "gain"), population))] = value;
  return { name, rate: dt / tau, initial, bias, gains };
}
