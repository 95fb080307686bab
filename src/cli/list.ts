import type { Example, Study } from "../../examples/example.ts";
import { examples, studies } from "../../examples/index.ts";
import { models } from "../twins/neuron/index.ts";
import type { RawOptions } from "./cli.ts";
import type { Io } from "./io.ts";

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

/** `galvani list`. */
export function list(raw: RawOptions, io: Io): void {
  if (raw.json === true) {
    const described = ({ name, title, source, variants, scales, largestScale, data }: Example | Study) => ({
      name,
      title,
      source,
      variants,
      scales,
      largestScale,
      data,
    });
    const shown = examples.map((example) => ({ ...described(example), duration: example.duration, warmup: example.warmup }));
    const known = Object.values(models).map(({ name, receptors, parameters, variables }) => ({ name, receptors, parameters, variables }));
    io.out(`${JSON.stringify({ examples: shown, studies: studies.map(described), models: known, rules: Object.keys(RULES) })}\n`);
    return;
  }
  const width = Math.max(
    ...[...[...examples, ...studies].map((e) => e.name), ...Object.keys(models), ...Object.keys(RULES)].map((name) => name.length),
  );
  const line = (name: string, text: string) => `  ${name.padEnd(width)}  ${text}`;
  const more = (text: string) => line("", text);
  const about = ({ name, title, source, variants, scales, largestScale = 1, data }: Example | Study) => [
    line(name, title),
    more(source),
    ...(variants ? [more(`--variant ${variants.join(", ")}`)] : []),
    ...(scales ? [more(`--scale above 0 to ${largestScale}`)] : []),
    ...(data ? [more(`--data folder ${data.folder}${data.optional ? " (may be left out)" : ""}`)] : []),
  ];
  const lines = ["Examples (galvani run <name>)", ...examples.flatMap(about)];
  if (studies.length > 0) lines.push("", "Studies (galvani run <name>): experiments of several phases", ...studies.flatMap(about));
  lines.push("", "Neuron models (receptors; parameters)");
  for (const { name, receptors, parameters } of Object.values(models))
    lines.push(line(name, `${receptors.join(", ")}; ${Object.keys(parameters).join(", ")}`));
  lines.push("", "Connectivity rules", ...Object.entries(RULES).map(([name, text]) => line(name, text)));
  io.out(`${lines.join("\n")}\n`);
}
