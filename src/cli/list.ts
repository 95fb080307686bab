import { type Example, KINDS, type Kind, type Study } from "../../examples/example.ts";
import { examples, studies } from "../../examples/index.ts";
import { InputError } from "../errors.ts";
import { hint } from "../network/names.ts";
import { models } from "../twins/neuron/index.ts";
import type { Io } from "./io.ts";
import type { RawOptions } from "./options.ts";

/** The connectivity rules of a network file. */
const RULES: Readonly<Record<string, string>> = {
  all_to_all: "every source to every target",
  one_to_one: "neuron i to neuron i",
  fixed_indegree: "each target draws `indegree` sources",
  fixed_outdegree: "each source draws `outdegree` targets",
  fixed_total_number: "`n` synapses between random pairs",
  pairwise_bernoulli: "each pair with probability `p`",
  edges: "explicit pairs, arrays or .npy files",
};

/** `galvani list [name]`. @throws InputError for a name that is no example's */
export function list(name: string | undefined, raw: RawOptions, io: Io): void {
  const all = [...examples, ...studies];
  const chosen = all.find((one) => one.name === name);
  if (name !== undefined && !chosen) {
    const names = all.map((one) => one.name);
    throw new InputError("name", name, `is no example; ${hint(name, names, "examples")}`);
  }
  if (raw.json === true) io.out(`${JSON.stringify(chosen ? described(chosen) : everything())}\n`);
  else io.out(`${(chosen ? detailed(chosen) : overview()).join("\n")}\n`);
}

const isExample = (one: Example | Study): one is Example => "network" in one;

function described(one: Example | Study) {
  const { name, kind, title, source, variants, scales, largestScale, data } = one;
  const same = { name, kind, title, source, variants, scales, largestScale, data };
  return isExample(one) ? { ...same, duration: one.duration, warmup: one.warmup } : same;
}

function everything() {
  const known = Object.values(models).map(({ name, receptors, parameters, variables }) => ({ name, receptors, parameters, variables }));
  return { examples: examples.map(described), studies: studies.map(described), models: known, rules: Object.keys(RULES) };
}

/** Examples by kind, neuron models, connectivity rules: a line each. */
function overview(): string[] {
  const all = [...examples, ...studies];
  const width = Math.max(...[...all.map((one) => one.name), ...Object.keys(models), ...Object.keys(RULES)].map((name) => name.length));
  const line = (name: string, text: string) => `  ${name.padEnd(width)}  ${text}`;
  const groups = (Object.keys(KINDS) as Kind[]).flatMap((kind) => {
    const members = all.filter((one) => one.kind === kind);
    return members.length > 0 ? [KINDS[kind], ...members.map(({ name, title }) => line(name, title)), ""] : [];
  });
  return [
    ...groups,
    "Neuron models (receptors; parameters)",
    ...Object.values(models).map(({ name, receptors, parameters }) =>
      line(name, `${receptors.join(", ")}; ${Object.keys(parameters).join(", ")}`),
    ),
    "",
    "Connectivity rules",
    ...Object.entries(RULES).map(([name, text]) => line(name, text)),
    "",
    "galvani run <name> runs an example; galvani list <name> tells its source, variants, sizes and data.",
  ];
}

/** All about one example. */
function detailed(one: Example | Study): string[] {
  const { name, kind, title, source, variants, scales, largestScale = 1, data } = one;
  const line = (what: string, text: string) => `  ${what.padEnd(11)}${text}`;
  return [
    `${name}: ${title}`,
    line("kind", KINDS[kind]),
    line("source", source),
    line("is", isExample(one) ? `one network, ${one.duration} ms after ${one.warmup} ms` : "an experiment of several phases"),
    ...(variants ? [line("--variant", variants.join(", "))] : []),
    ...(scales ? [line("--scale", `above 0 to ${largestScale}`)] : []),
    ...(data ? [line("--data", `folder ${data.folder}${data.optional ? " (may be left out)" : ""}`)] : []),
  ];
}
