/** docs/plasticity.md says what the code has, and its examples run. */
import { readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { Simulation } from "../../src/simulate/simulation.ts";
import { rules } from "../../src/twins/plasticity/index.ts";
import { load, loadFrom } from "../network/files.ts";

const page = readFileSync("docs/plasticity.md", "utf8");
const FOLDER = "examples/network-files";

/** Cells of the table of rules, the rule's name filled in. */
function table(): { rule: string; mode: string; pairs: string; bytes: number }[] {
  let rule = "";
  return [...page.matchAll(/^\| (?:`(\w+_synapse\w*)`)? ?\| `(\w+)` \| [^|]* \| ([^|]*) ?\| [^|]*\| [^|]* \| (\d+) \|$/gm)].map((row) => {
    rule = row[1] ?? rule;
    return { rule, mode: row[2]!, pairs: row[3]!.trim(), bytes: Number(row[4]) };
  });
}

test("the table has every rule and mode, with its bytes and where pairs are formed", () => {
  const wanted = Object.values(rules).flatMap(({ name, modes }) =>
    Object.entries(modes).map(([mode, { variables, delayed, post }]) => ({
      rule: name,
      mode,
      pairs: post.length === 0 && delayed ? "" : delayed ? "synapse" : "steps",
      bytes: 4 * variables.length,
    })),
  );
  const sorted = (list: typeof wanted) => list.map((row) => JSON.stringify(row)).sort();
  expect(sorted(table())).toEqual(sorted(wanted));
});

test("the files it shows are those of the folder", () => {
  for (const name of ["own-rule.json", "forgetting.wgsl"]) expect(page).toContain(readFileSync(`${FOLDER}/${name}`, "utf8"));
});

test("its parts of network files are right", async () => {
  const part = (name: string): unknown => JSON.parse(`[${new RegExp(`\`\`\`json ${name}\n([\\s\\S]*?)\`\`\``).exec(page)![1]}]`);
  const populations = [{ name: "E", size: 40, model: "iaf_psc_exp" }];
  const around = { galvani: 1, dt: 0.1, seed: 1, populations, modulators: part("modulators"), projections: part("projections") };
  const { projections, modulators } = await load(around);
  expect(projections[0]!.plasticity).toMatchObject({ mode: "nest", axonalSteps: 5, normalise: { sum: 200, everySteps: 100 } });
  expect(modulators[0]).toMatchObject({ name: "dopamine", rate: 0.1 / 200 });
});

describe.each(["cpu", "software"] as const)("on %s", (adapter) => {
  test("the own rule of the page runs: weights move and stay within their bounds", async () => {
    const simulation = await Simulation.create(await loadFrom(`${FOLDER}/own-rule.json`), { adapter });
    await simulation.run(adapter === "cpu" ? 400 : 60);
    const { weight } = await simulation.weights("E to E");
    const { weights } = simulation.weightSnapshots("E to E");
    const { attention } = await simulation.modulators();
    simulation.destroy();
    expect(weight.every((w) => w >= 0 && w <= 60)).toBe(true);
    expect(Math.max(...weight.map((w, k) => Math.abs(w - weights[0]![k]!)))).toBeGreaterThan(0.5);
    expect(attention).not.toBe(1);
  });
});
