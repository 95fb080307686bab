import { existsSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { decodeNpz } from "../../src/io/npz.ts";
import { folder, galvani, SMALL } from "./terminal.ts";

const home = folder();
const small = join(home, "small.json");
writeFileSync(small, JSON.stringify({ ...SMALL, inputs: [{ ...SMALL.inputs[0], name: "drive" }, SMALL.inputs[1]] }));
const short = ["--duration", "20", "--adapter", "cpu"];

test("a table for people, the first rows when it is long, and all of it in a file", async () => {
  const out = join(home, "table.csv");
  const done = await galvani(["sweep", small, ...short, "--vary", "seed=1:30", "--out", out]);
  expect(done.err).toBe("");
  expect(done.code).toBe(0);
  const lines = done.out.split("\n");
  expect(lines[0]).toMatch(/^seed +rate\.E \(Hz\) +rate\.I \(Hz\) +cv\.E +cv\.I +spikes +digest$/);
  expect(lines[22]).toBe("... and 10 more");
  expect(done.out).toContain("30 instances, 20 ms after 0 ms of warm-up");
  expect(done.out).toMatch(/^adapter {11}cpu/m);
  expect(done.out).toContain(`table             ${out}`);
  const rows = readFileSync(out, "utf8").split("\r\n");
  expect(rows).toHaveLength(32);
  expect(rows[0]).toBe("seed,rate.E (Hz),rate.I (Hz),cv.E,cv.I,spikes,digest,error");
  const alone = await galvani(["run", small, "--duration", "20", "--adapter", "cpu", "--seed", "7", "--json"]);
  expect(rows[7]).toContain(`,${JSON.parse(alone.out).digest},`);
  const unkept = await galvani(["sweep", small, ...short, "--vary", "seed=1:30"]);
  expect(unkept.out).toContain("... and 10 more; --out table.csv keeps all");
});

test("--json: one object; --zip; ranges, lists and steps; .npz", async () => {
  const out = join(home, "new", "table.npz");
  const vary = [
    "--vary",
    "populations.E.params.I_e=100:300:100",
    "--vary",
    "inputs.drive.rate=5000,6000.5,7e3",
    "--vary",
    "dt=0.1:0.3:0.1",
  ];
  const done = await galvani(["sweep", small, ...short, "--warmup", "10", ...vary, "--zip", "--json", "--out", out]);
  expect(done.err).toBe("");
  const { columns, rows, instances, warmup, duration, adapter, network } = JSON.parse(done.out);
  expect([instances, warmup, duration, network]).toEqual([3, 10, 20, "small"]);
  expect(adapter).toMatch(/^cpu/);
  expect(columns.slice(0, 3)).toEqual(["populations.E.params.I_e", "inputs.drive.rate", "dt"]);
  expect(rows.map((row: number[]) => row.slice(0, 3))).toEqual([
    [100, 5000, 0.1],
    [200, 6000.5, 0.2],
    [300, 7000, 0.3],
  ]);
  const arrays = decodeNpz(readFileSync(out));
  expect([...arrays.dt.data]).toEqual([0.1, 0.2, 0.3]);
  expect(arrays.digest.data).toEqual(rows.map((row: string[]) => row[columns.indexOf("digest")]));
});

test("an example, with its scale and variant", async () => {
  const done = await galvani([
    "sweep",
    "brunel",
    "--scale",
    "0.02",
    "--duration",
    "10",
    "--warmup",
    "0",
    "--adapter",
    "cpu",
    "--vary",
    "seed=1,2",
    "--json",
  ]);
  expect(done.err).toBe("");
  expect(JSON.parse(done.out).rows).toHaveLength(2);
});

test("Ctrl-C leaves no file", async () => {
  const before = readdirSync(home);
  const out = join(home, "interrupted.csv");
  const done = await galvani(["sweep", small, "--duration", "1e7", "--adapter", "cpu", "--vary", "seed=1:3", "--out", out], {
    interruptAfter: 300,
  });
  expect(done.code).toBe(130);
  expect(done.err).toMatch(/^galvani: cancelled .*; nothing was written\n$/);
  expect(done.out).toBe("");
  expect(readdirSync(home)).toEqual(before);
});

/** What follows `galvani sweep small.json`, and what the one line on stderr must say. */
const WRONG: readonly (readonly [string, string])[] = [
  ["", "--vary: undefined: name something to vary"],
  ["--vary", "--vary: undefined: needs a value"],
  ["--vary seed", '--vary: "seed": write it as place=values'],
  ["--vary seed=", '--vary: "seed=": write it as'],
  ["--vary =3", '--vary: "=3": write it as'],
  ["--vary seed=1,,2", "has an empty value"],
  ["--vary seed=3:1", '"3:1" is no range'],
  ["--vary seed=1:2:3:4", '"1:2:3:4" is no range'],
  ["--vary seed=1:x", '"1:x" is no range'],
  ["--vary seed=1:9:0", '"1:9:0" is no range'],
  ["--vary seed=1:1e9", '"1:1e9" has 1000000000 values; 1000000 at most'],
  ["--vary seed=1 --vary seed=2", '"seed" is given twice'],
  ["--vary seed=1.5", '--vary["seed"]: 1.5: seed: '],
  ["--vary populations.X.size=3", '--vary["populations.X.size"]: "X": nothing of this name; names: E, I'],
  ["--vary inputs.drive.rat=3", '--vary["inputs.drive.rat"]: 3: inputs[0].rat: '],
  ["--vary populations.E.params.I_e=high", '--vary["populations.E.params.I_e"]: "high": '],
  ["--vary seed=1:3 --vary dt=0.1 --zip", 'vary["dt"]: 1: values, but "seed" has 3; zip needs as many of each'],
  ["--vary seed=1 --out table.txt", '--out: "table.txt": name a file that ends in .csv or .npz'],
  ["--vary seed=1 --out /proc/galvani/t.csv", "cannot be written"],
  ["--vary seed=1 --duration 0", "--duration: 0: must be"],
  ["--vary seed=1 --adapter gpu", '--adapter: "gpu":'],
  ["--vary seed=1 --zipp", 'option: "--zipp": did you mean "--zip"?'],
];

test.each(WRONG)("galvani sweep small.json %s", async (line, expected) => {
  const out = join(home, "wrong.csv");
  const own = line.split(" ").filter(Boolean);
  const takesOut = own.length > 1 && !line.includes("--out");
  const done = await galvani(["sweep", small, ...own, ...(takesOut ? ["--out", out, "--json"] : [])]);
  expect(done.err).toContain(expected);
  expect(done.err).toMatch(/^galvani: [^\n]+\n$/);
  expect(done.out).toBe("");
  expect(done.code).toBe(2);
  expect(existsSync(out)).toBe(false);
});
