import { existsSync, mkdirSync, readdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, expect, test } from "vitest";
import { folder, galvani, SMALL } from "./terminal.ts";

const home = folder();
const file = (name: string, content: unknown): string => {
  const path = join(home, name);
  writeFileSync(path, typeof content === "string" ? content : JSON.stringify(content));
  return path;
};
const small = file("small.json", SMALL);
const malformed = file("malformed.json", '{"galvani": 1,\n "dt": 0.1,,}');
const negative = file("negative.json", { ...SMALL, projections: [{ ...SMALL.projections[0], delay: -1 }] });
const noScience = file("no-population.json", { ...SMALL, populations: [] });
const aModel = file("model.json", { ...SMALL, populations: [{ name: "E", size: 1, model: "iaf_psc_expp" }] });
const rule = { fixed_indegree: { indegree: 100_000 } };
const vast = file("vast.json", {
  ...SMALL,
  populations: [{ ...SMALL.populations[0], size: 4_000_000 }, SMALL.populations[1]],
  projections: [{ source: "E", target: "E", rule, weight: 1, delay: 1 }],
});
const learning = (plasticity: object, change: object = {}) => ({
  ...SMALL,
  projections: [{ source: "E", target: "E", rule: "all_to_all", weight: 1, delay: 1, plasticity, ...change }],
});
const noRule = file("no-rule.json", learning({ rule: "stdp" }));
const tooHeavy = file("too-heavy.json", learning({ rule: "stdp_synapse" }, { weight: 101 }));
const noText = file("no-text.json", {
  ...learning({ rule: "mine" }),
  rules: [{ name: "mine", wgsl: { file: "mine.wgsl" }, params: {}, bounds: [0, 1] }],
});
const text = file("text.txt", "not a folder");
mkdirSync(join(home, "folder"));

/** Arguments, and what the one line on stderr must say. */
const CASES: readonly (readonly [string, string])[] = [
  ["", "command: undefined: give one of run, profile, sweep, train, classify, list, info, verify"],
  ["runn brunel", 'command: "runn": did you mean "run"?'],
  ["run", "network: undefined: name an example"],
  ["train", "data set: undefined: name one of fashion-mnist, mnist, burgers, darcy"],
  ["classify", "model: undefined: name a file that galvani train wrote"],
  ["run brunel --durration 3", 'option: "--durration": did you mean "--duration"?'],
  ["run brunel --duration", "--duration: undefined: needs a value"],
  ["run brunel extra", "more than the command takes"],
  ["list brunell", 'name: "brunell": is no example; did you mean "brunel"?'],
  ["list brunel extra", 'arguments: "list brunel extra": more than'],
  ["run microcirciut", 'network: "microcirciut": no example and no file of this name; did you mean "microcircuit"?'],
  ["run missing.json", 'network: "missing.json": no such file'],
  [`run ${home}`, "cannot be read (it is a folder)"],
  ["run brunel --duration -1", "--duration: -1: must be a number above 0 (ms)"],
  ["run brunel --duration 0", "--duration: 0: must be"],
  ["run brunel --duration NaN", '--duration: "NaN": must be'],
  ["run brunel --duration Infinity", "--duration: Infinity: must be"],
  ["run brunel --duration 1s", '--duration: "1s": must be'],
  ["run brunel --warmup -5", "--warmup: -5: must be a number 0 or more (ms)"],
  ["run brunel --dt 0", "--dt: 0: must be a number above 0 (ms)"],
  ["run microcircuit --scale 7", "--scale: 7: must be a number above 0 and at most 1"],
  ["run microcircuit --scale 0", "--scale: 0: must be"],
  ["run fi-curve --scale 0.5", "--scale: 0.5: fi-curve has one size only"],
  [`run ${small} --scale 0.5`, "--scale: 0.5: is for examples"],
  [`run ${small} --variant dc`, '--variant: "dc": is for examples'],
  [`run ${small} --data .`, '--data: ".": is for examples'],
  [`run ${small} --demo`, "is for examples"],
  ["run brunel --seed x", '--seed: "x": must be a whole number of 0 to 2^53 - 1'],
  ["run brunel --seed 1.5", "--seed: 1.5: must be"],
  ["run brunel --seed -1", "--seed: -1: must be"],
  ["run brunel --threads 0", '--threads: "0": must be a whole number of 1 or more'],
  ["run brunel --threads two", '--threads: "two": must be'],
  ["profile brunel --threads 1.5", '--threads: "1.5": must be'],
  ["run brunel --adapter gpu", '--adapter: "gpu":'],
  ["run brunel --adapter softwear", '--adapter: "softwear": did you mean "software"?'],
  ["run microcircuit --variant dcc", '--variant: "dcc": of microcircuit: did you mean "dc"?'],
  ["run fi-curve --variant dc", '--variant: "dc": fi-curve has none'],
  ["run fi-curve --data .", '--data: ".": fi-curve needs no data'],
  ["run fly-visual", "--data: undefined: fly-visual needs a data set"],
  [`run fly-visual --data ${home}`, "galvani: "],
  [`run ${small} --out ${text}`, "is a file; name a folder"],
  [`run ${small} --out /proc/galvani/out`, '--out: "/proc/galvani/out": cannot be written (/proc: '],
  [`run ${small} --save ${join(home, "folder")}`, "is a folder; name a file"],
  [`run ${small} --load ${join(home, "none.npz")}`, "--load: "],
  [`run ${small} --load ${text}`, "is not a whole zip file"],
  [`run ${malformed}`, "malformed.json:2"],
  [`run ${negative}`, "projections[0].delay: -1: "],
  [`run ${noScience}`, "populations: []: "],
  [`run ${aModel}`, 'populations[0].model: "iaf_psc_expp": '],
  [`run ${noRule}`, 'projections[0].plasticity.rule: "stdp": '],
  [`run ${tooHeavy}`, "projections[0].weight: 101: leaves the bounds of stdp_synapse, 0 to 100"],
  [`run ${noText}`, 'rules[0].wgsl: "mine.wgsl": cannot be read'],
  [`run ${small} --dt 5000`, "galvani: "],
  [`run ${vast}`, 'network "small": "1'],
  ["verify --adapter cpu", '--adapter: "cpu": runs the twins themselves'],
  ["verify --seed many", '--seed: "many": must be'],
];

const before = readdirSync(home).length;
afterAll(() => expect(readdirSync(home).length).toBe(before));

test.each(CASES)("galvani %s", async (line, expected) => {
  const out = join(home, "out");
  const argv = line.split(" ").filter(Boolean);
  const takesOut = argv[0] === "run" && argv.length > 1 && !line.includes("--out") && !/--duration$/.test(line);
  const done = await galvani(takesOut ? [...argv, "--out", out, "--json"] : argv);
  expect(done.err).toContain(expected);
  expect(done.err).toMatch(/^galvani: [^\n]+\n$/);
  expect(done.err).not.toMatch(/Error|\bat .*\.ts/);
  expect(done.out).toBe("");
  expect(done.code).toBe(2);
  expect(existsSync(out)).toBe(false);
});
