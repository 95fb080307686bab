import type { ResolvedPlasticity } from "../network/resolved.ts";
import type { PlacedRuleSpec } from "../twins/kernels.ts";
import { decayTables, squareFactor, type TracePlaces } from "../twins/lib/traces.ts";
import { rules } from "../twins/plasticity/index.ts";
import { normalise } from "../twins/plasticity/normalise.ts";
import type { RuleForm, SynapseRule, TraceSpec } from "../twins/plasticity/rule.ts";

/** A rule's numbers as its kernels read them, and where they are: fields of struct Params, factors of square traces, decay tables. */
export interface Laid {
  readonly words: Float32Array;
  readonly fields: number;
  readonly pre: TracePlaces;
  readonly post: TracePlaces;
  /** Decay tables of each synapse variable; -1: does not decay. */
  readonly variables: readonly number[];
  /** Fields of struct Params that modulators scale. */
  readonly modulated: readonly Modulated[];
}

/** A field of struct Params, its place among them, and one modulator that scales it, of `modulators` in all. */
export interface Modulated {
  readonly name: string;
  readonly field: number;
  readonly modulator: number;
  readonly modulators: number;
}

/** @param dt ms @param every ms between two calls of on_step */
export function layRule(
  rule: SynapseRule,
  form: RuleForm,
  params: Readonly<Record<string, number>>,
  dt: number,
  every: number,
  modulated: readonly Modulated[] = [],
): Laid {
  const derived = rule.derive(params, dt, every);
  const words = rule.fields.map((field) => derived[field]);
  const factors = (specs: readonly TraceSpec[]) =>
    specs.map(({ kind, tau }, t) => (kind === "square" ? words.push(squareFactor(params[tau], params[specs[t - 1].tau])) - 1 : -1));
  const preFactors = factors(form.pre);
  const postFactors = factors(form.post);
  const tables = new Map<string, number>();
  const tableOf = (tau: string) => {
    const known = tables.get(tau);
    if (known !== undefined) return known;
    tables.set(tau, words.length);
    for (const value of decayTables(params[tau] / dt)) words.push(value);
    return tables.get(tau) as number;
  };
  const pre = { tables: form.pre.map(({ tau }) => tableOf(tau)), factors: preFactors };
  const post = { tables: form.post.map(({ tau }) => tableOf(tau)), factors: postFactors };
  const variables = form.variables.map(({ tau }) => (tau === undefined ? -1 : tableOf(tau)));
  return { words: Float32Array.from(words), fields: rule.fields.length, pre, post, variables, modulated };
}

/** The rule as data that a worker thread makes a twin from. */
export function ruleSpec({ rule, mode }: ResolvedPlasticity, form: RuleForm, laid: Laid): PlacedRuleSpec {
  const places = {
    fields: laid.fields,
    prePlaces: laid.pre,
    postPlaces: laid.post,
    variableTables: laid.variables,
    modulated: laid.modulated,
  };
  if (normalise.modes.only === form) return { rule: normalise.name, mode: "only", ...places };
  if (rules[rule.name] === rule) return { rule: rule.name, mode, ...places };
  return { rule: form, ...places };
}
