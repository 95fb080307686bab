import { readFileSync } from "node:fs";
import { Ajv2020 } from "ajv/dist/2020.js";
import { describe, expect, test } from "vitest";
import schema from "../../schema/network.schema.json";
import { Simulation } from "../../src/simulate/simulation.ts";
import { models } from "../../src/twins/neuron/index.ts";
import { load, loadFrom } from "./files.ts";

const page = readFileSync("docs/network-file.md", "utf8");
/** Blocks of the page that are whole networks, and those that are one part of one, by the word after `json`. */
const blocks = [...page.matchAll(/```json( \w+)?\n([\s\S]*?)```/g)].map(([, part, text]) => ({ part: part?.trim(), text }));
const FOLDER = "examples/network-files";
const validate = new Ajv2020({ allowUnionTypes: true }).compile(schema);

/** A network around a list of parts, with the names that the page uses. */
function around(part: string, list: unknown): Record<string, unknown> {
  const populations = ["E", "I", "G"].map((name) => ({ name, size: 100, model: name === "G" ? "iaf_cond_exp" : "iaf_psc_exp" }));
  return { galvani: 1, dt: 0.1, seed: 1, populations, [part]: list };
}

describe("the published schema", () => {
  test.each(["balanced", "own-model", "own-rule"])("accepts %s.json", (name) => {
    validate(JSON.parse(readFileSync(`${FOLDER}/${name}.json`, "utf8")));
    expect(validate.errors).toBeNull();
  });

  test("refuses what the engine refuses by it", () => {
    expect(validate({ galvani: 1, dt: 0, seed: 1, populations: [{ name: "E", size: 1, model: "iaf_psc_exp" }] })).toBe(false);
  });

  test("describes every property", () => {
    const bare: string[] = [];
    const walk = (node: unknown, path: string) => {
      if (typeof node !== "object" || node === null) return;
      for (const [key, value] of Object.entries(node)) {
        if (key !== "properties") walk(value, `${path}/${key}`);
        else
          for (const [name, p] of Object.entries(value as object))
            if (!("description" in p) && !("$ref" in p)) bare.push(`${path}/${name}`);
      }
    };
    walk(schema, "");
    expect(bare).toEqual([]);
  });
});

describe("docs/network-file.md", () => {
  test("shows the example that is in the folder", () => {
    const whole = blocks.filter((b) => b.part === undefined);
    expect(whole.map((b) => b.text)).toEqual([
      readFileSync(`${FOLDER}/balanced.json`, "utf8"),
      readFileSync(`${FOLDER}/own-model.json`, "utf8"),
    ]);
    expect(page).toContain(readFileSync(`${FOLDER}/quadratic.wgsl`, "utf8"));
  });

  test.each(blocks.filter((b) => b.part !== undefined))("a list of $part is right", async ({ part, text }) => {
    const list: unknown = JSON.parse(`[${text}]`);
    const network = around(String(part), list);
    expect(validate(network), JSON.stringify(validate.errors)).toBe(true);
    await load(network);
  });

  test("names every model, its parameters' count apart", () => {
    for (const name of Object.keys(models)) expect(page).toContain(`\`${name}\``);
  });

  test("names every key of the schema", () => {
    const keys = new Set<string>();
    JSON.stringify(schema, (key, value) => {
      if (key === "properties") for (const k of Object.keys(value)) keys.add(k);
      return value;
    });
    expect([...keys].filter((k) => !page.includes(`${k}`))).toEqual([]);
  });
});

test("balanced.json runs", async () => {
  const network = await loadFrom(`${FOLDER}/balanced.json`);
  const simulation = await Simulation.create(network, { adapter: "cpu" });
  await simulation.run(50);
  const { neuron } = simulation.spikes();
  expect(neuron.length).toBeGreaterThan(20);
  simulation.destroy();
});

test("own-model.json resolves", async () => {
  const { populations } = await loadFrom(`${FOLDER}/own-model.json`);
  expect(populations[0].model).toMatchObject({ name: "quadratic", paramFields: ["dt", "tau", "current", "peak", "back"] });
});
