/** Connectivity rules: every option filled in, and refused where they cannot be met. */
import { InputError } from "../errors.ts";
import type { Numbers, RuleDescription } from "./description.ts";
import { at } from "./names.ts";
import { resolveIndices } from "./numbers.ts";
import type { ResolvedPopulation, ResolvedRule } from "./resolved.ts";

/** What a rule joins. */
interface Ends {
  readonly source: ResolvedPopulation;
  readonly target: ResolvedPopulation;
}
interface Options {
  readonly allow_autapses?: boolean;
  readonly allow_multapses?: boolean;
}

/**
 * The rule with every option present. `autapses` is true where source and target are different populations: none can occur.
 * @throws InputError, `place` being that of the rule
 */
export function resolveRule(rule: RuleDescription<Numbers>, place: string, ends: Ends): ResolvedRule {
  if (typeof rule === "string") return rule === "all_to_all" ? { kind: rule, autapses: true } : oneToOne(place, ends);
  if ("one_to_one" in rule) return oneToOne(place, ends);
  if ("all_to_all" in rule) return { kind: "all_to_all", autapses: autapses(rule.all_to_all, ends) };
  if ("pairwise_bernoulli" in rule) {
    return { kind: "pairwise_bernoulli", p: rule.pairwise_bernoulli.p, autapses: autapses(rule.pairwise_bernoulli, ends) };
  }
  if ("edges" in rule) return edges(rule.edges, at(place, "edges"), ends);
  if ("fixed_indegree" in rule) {
    const { indegree } = rule.fixed_indegree;
    const free = options(rule.fixed_indegree, ends);
    checkDegree(indegree, at(at(place, "fixed_indegree"), "indegree"), ends.source, free);
    return { kind: "fixed_indegree", indegree, ...free };
  }
  if ("fixed_outdegree" in rule) {
    const { outdegree } = rule.fixed_outdegree;
    const free = options(rule.fixed_outdegree, ends);
    checkDegree(outdegree, at(at(place, "fixed_outdegree"), "outdegree"), ends.target, free);
    return { kind: "fixed_outdegree", outdegree, ...free };
  }
  const { n } = rule.fixed_total_number;
  const free = options(rule.fixed_total_number, ends);
  checkTotal(n, at(at(place, "fixed_total_number"), "n"), ends, free);
  return { kind: "fixed_total_number", n, ...free };
}

/** Synapses the rule makes; for pairwise_bernoulli their expectation. */
export function synapseCount(rule: ResolvedRule, { source, target }: Ends): number {
  switch (rule.kind) {
    case "all_to_all":
      return pairs({ source, target }, rule.autapses);
    case "one_to_one":
      return source.size;
    case "fixed_indegree":
      return rule.indegree * target.size;
    case "fixed_outdegree":
      return rule.outdegree * source.size;
    case "fixed_total_number":
      return rule.n;
    case "pairwise_bernoulli":
      return rule.p * pairs({ source, target }, rule.autapses);
    case "edges":
      return rule.source.length;
  }
}

/** Whether no neuron may connect to itself although source and target are one population. */
export function barsSelf({
  source,
  target,
  rule,
}: {
  readonly source: number;
  readonly target: number;
  readonly rule: ResolvedRule;
}): boolean {
  return source === target && "autapses" in rule && !rule.autapses;
}

function autapses(o: Options, { source, target }: Ends): boolean {
  return (o.allow_autapses ?? true) || source !== target;
}

function options(o: Options, ends: Ends): { autapses: boolean; multapses: boolean } {
  return { autapses: autapses(o, ends), multapses: o.allow_multapses ?? true };
}

function pairs({ source, target }: Ends, self: boolean): number {
  return source.size * target.size - (self ? 0 : source.size);
}

function oneToOne(place: string, { source, target }: Ends): ResolvedRule {
  if (source.size !== target.size) {
    const sizes = `"${source.name}" has ${source.size} neurons, "${target.name}" ${target.size}`;
    throw new InputError(place, "one_to_one", `needs populations of one size; ${sizes}`);
  }
  return { kind: "one_to_one" };
}

function edges(e: { source: Numbers; target: Numbers }, place: string, ends: Ends): ResolvedRule {
  const source = resolveIndices(e.source, at(place, "source"), ends.source.size, ends.source.name);
  const target = resolveIndices(e.target, at(place, "target"), ends.target.size, ends.target.name);
  if (source.length !== target.length) {
    throw new InputError(at(place, "target"), target, `must have as many elements as source, ${source.length}`);
  }
  return { kind: "edges", source, target };
}

/** `others`: the population that each neuron draws its partners from. */
function checkDegree(degree: number, place: string, others: ResolvedPopulation, free: { autapses: boolean; multapses: boolean }): void {
  const available = others.size - (free.autapses ? 0 : 1);
  if (degree > 0 && available === 0)
    throw new InputError(place, degree, `"${others.name}" has one neuron, which may not connect to itself; allow autapses`);
  if (!free.multapses && degree > available) {
    throw new InputError(place, degree, `must be ${available} or less: "${others.name}" has no more neurons to draw without multapses`);
  }
}

function checkTotal(n: number, place: string, ends: Ends, free: { autapses: boolean; multapses: boolean }): void {
  const available = pairs(ends, free.autapses);
  if (n > 0 && available === 0)
    throw new InputError(place, n, `"${ends.source.name}" has one neuron, which may not connect to itself; allow autapses`);
  if (!free.multapses && n > available)
    throw new InputError(place, n, `must be ${available} or less: there are no more pairs to draw without multapses`);
}
