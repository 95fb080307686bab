import { examples } from "../../examples/index.ts";
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
    const shown = examples.map(({ name, title, source, duration, warmup, variants, scales, largestScale, data }) => ({
      name,
      title,
      source,
      duration,
      warmup,
      variants,
      scales,
      largestScale,
      data,
    }));
    const known = Object.values(models).map(({ name, receptors, parameters, variables }) => ({ name, receptors, parameters, variables }));
    io.out(`${JSON.stringify({ examples: shown, models: known, rules: Object.keys(RULES) })}\n`);
    return;
  }
  const width = Math.max(...[...examples.map((e) => e.name), ...Object.keys(models), ...Object.keys(RULES)].map((name) => name.length));
  const line = (name: string, text: string) => `  ${name.padEnd(width)}  ${text}`;
  const more = (text: string) => line("", text);
  const lines = ["Examples (galvani run <name>)"];
  for (const { name, title, source, variants, scales, largestScale = 1, data } of examples) {
    lines.push(line(name, title), more(source));
    if (variants) lines.push(more(`--variant ${variants.join(", ")}`));
    if (scales) lines.push(more(`--scale above 0 to ${largestScale}`));
    if (data) lines.push(more(`--data folder ${data.folder}${data.optional ? " (may be left out)" : ""}`));
  }
  lines.push("", "Neuron models (receptors; parameters)");
  for (const { name, receptors, parameters } of Object.values(models))
    lines.push(line(name, `${receptors.join(", ")}; ${Object.keys(parameters).join(", ")}`));
  lines.push("", "Connectivity rules", ...Object.entries(RULES).map(([name, text]) => line(name, text)));
  io.out(`${lines.join("\n")}\n`);
}
