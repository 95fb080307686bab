import modulatedShader from "../../shaders/lib/modulated.wgsl";
import type { ShaderSource } from "../gpu/source.ts";
import { madeLines, renamedLines, woven } from "../plan/wgsl-text.ts";
import type { RuleForm, SynapseVariable, TraceSpec } from "../twins/plasticity/rule.ts";
import type { Laid } from "./plastic-rule.ts";

/** What a rule's names get behind them, so that they cannot meet the kernel's. */
const SUFFIX = "rule";

/** A plasticity kernel with a rule woven in: its text, and how its traces, variables and parameters are read and kept. */
export function weaveRule(kernel: ShaderSource, form: RuleForm, laid: Laid): ShaderSource {
  const whole = kernel.text.includes("//#rule");
  return woven(kernel, (mark, origin) => {
    switch (mark) {
      case "traces": {
        const keepers = whole ? [] : [keeper("pre", form.pre, laid.pre), keeper("post", form.post, laid.post)];
        return madeLines([`const HAS_POST = ${form.post.length > 0};`, ...keepers], origin);
      }
      case "rule":
        return [...renamedLines(form.wgsl, SUFFIX), ...madeLines(glue(form, laid), origin)];
      case "modulators":
        return madeLines(modulation(laid), origin);
      default:
        return undefined;
    }
  });
}

/** Parameters as they are at an event: fields that are modulated, times their modulators' values of its step. */
function modulation({ modulated }: Laid): string[] {
  const head = "fn at_step(p: Params_rule, step: i32) -> Params_rule";
  if (modulated.length === 0) return [`${head} { return p; }`];
  const count = modulated[0].modulators;
  const scaled = modulated.map(
    ({ name, modulator }) =>
      `q.${name} = q.${name} * modulators[(instance * ${count}u + ${modulator}u) * plastic.series + (u32(step) & (plastic.series - 1u))];`,
  );
  return [...modulatedShader.text.trimEnd().split("\n"), `${head} { var q = p; ${scaled.join(" ")} return q; }`];
}

/** What ties a rule to the kernels. */
function glue(form: RuleForm, laid: Laid): string[] {
  const fields = Array.from({ length: laid.fields }, (_, f) => `rule[${f}u]`);
  const variables = form.variables.map(({ name }) => name);
  const synapse = ["w", ...variables].map((_, v) => `bitcast<f32>(page[at + ${1 + v}u])`);
  const call = (present: boolean, text: string) => (present ? text : "");
  const traces = "pre: Pre_rule, post: Post_rule";
  const acts = `p: Params_rule, s: ptr<function, Synapse_rule>, ${traces}`;
  return [
    `const POST_FIRST = ${form.first === "post"};`,
    `const HAS_STEP = ${form.on_step};`,
    `const GATHERS = ${form.contribute !== undefined};`,
    `const BY_SOURCE = ${form.contribute === "source"};`,
    `fn params() -> Params_rule { return Params_rule(${fields.join(", ")}); }`,
    `fn load_synapse(at: u32) -> Synapse_rule { return Synapse_rule(${synapse.join(", ")}); }`,
    `fn store_synapse(at: u32, s: Synapse_rule) { ${["w", ...variables].map((name, v) => `page[at + ${1 + v}u] = bitcast<u32>(s.${name});`).join(" ")} }`,
    reader("pre", "Pre_rule", form.pre, laid.pre),
    reader("post", "Post_rule", form.post, laid.post),
    `fn fade_variables(s: ptr<function, Synapse_rule>, steps: i32) { ${faded(form.variables, laid.variables)} }`,
    `fn after_post(${acts}) { ${call(form.on_post, "on_post_rule(p, s, pre, post);")} }`,
    `fn after_step(${acts}, total: f32) { ${call(form.on_step, `on_step_rule(p, s, pre, post${form.contribute ? ", total" : ""});`)} }`,
    `fn own_contribution(${acts}) -> f32 { ${call(form.contribute !== undefined, "return contribute_rule(p, s, pre, post);") || "return 0.0;"} }`,
  ];
}

/** Value of trace `t` so many `steps` after the spike kept at `mark`. */
function traceValue(specs: readonly TraceSpec[], places: Laid["pre"], t: number, mark: string): string {
  const kept = (k: number) => `bitcast<f32>(word(${mark} + ${1 + k}u))`;
  const shrunk = `decay(${places.tables[t]}u, steps)`;
  if (specs[t].kind !== "square") return `${kept(t)} * ${shrunk}`;
  const before = `decay(${places.tables[t - 1]}u, steps)`;
  return `${kept(t)} * ${shrunk} + ${kept(t - 1)} * ${kept(t - 1)} * rule[${places.factors[t]}u] * (${before} * ${before} - ${shrunk})`;
}

/** fn pre_at or post_at: the traces of one side so many steps after a spike of it; all 0 before any. */
function reader(side: string, struct: string, specs: readonly TraceSpec[], places: Laid["pre"]): string {
  const head = `fn ${side}_at(mark: u32, spiked: i32, steps: i32) -> ${struct}`;
  if (specs.length === 0) return `${head} { return ${struct}(); }`;
  const values = specs.map((_, t) => traceValue(specs, places, t, "mark"));
  return `${head} { if (spiked == NEVER) { return ${struct}(); } return ${struct}(${values.join(", ")}); }`;
}

/** fn keep_pre or keep_post: keeps a spike's traces at `mark`; the spike before is kept at `earlier`. */
function keeper(side: string, specs: readonly TraceSpec[], places: Laid["pre"]): string {
  const lines = specs.map((spec, t) => {
    if (spec.kind === "set") return `put(mark + ${1 + t}u, bitcast<u32>(1.0));`;
    const more = spec.kind === "add" ? " + 1.0" : "";
    return `var x${t} = 0.0; if (spiked != NEVER) { x${t} = ${traceValue(specs, places, t, "earlier")}; } put(mark + ${1 + t}u, bitcast<u32>(x${t}${more}));`;
  });
  return `fn keep_${side}(mark: u32, earlier: u32, spiked: i32, steps: i32) { ${lines.join(" ")} }`;
}

function faded(variables: readonly SynapseVariable[], tables: readonly number[]): string {
  return variables
    .flatMap(({ name }, v) => (tables[v] < 0 ? [] : [`(*s).${name} = (*s).${name} * decay(${tables[v]}u, steps);`]))
    .join(" ");
}
