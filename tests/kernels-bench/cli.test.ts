import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { benches } from "../../kernels-bench/benches.ts";
import { type Results, readResults } from "../../kernels-bench/results.ts";
import { folder } from "../cli/terminal.ts";
import { bench } from "./run.ts";

/** Names of the rows of a file, each with finite numbers and of the size asked for. */
function checked({ rows }: Results, size: number): string[] {
  for (const row of rows) {
    const numbers = [row.value, row.low, row.high, ...(row.share ? [row.share.value] : [])];
    expect(
      numbers.every((x) => Number.isFinite(x) && x > 0),
      JSON.stringify(row),
    ).toBe(true);
    expect(row.low <= row.value && row.value <= row.high, JSON.stringify(row)).toBe(true);
    if (row.size !== undefined) expect(row.size).toBe(size);
  }
  return rows.map(({ name }) => name);
}

/** A network of 134,000 synapses an instance: no more than a few of it here. */
const LARGE_EACH = "private-weights";

test.each(["cpu", "software"])(
  "instances with weights of their own, on %s: each has those it has alone",
  { timeout: 120_000 },
  async (adapter) => {
    const json = join(folder(), "a.json");
    const { code, out, err } = await bench(LARGE_EACH, "--adapter", adapter, "--sizes", "3", "--repeats", "2", "--json", json);
    expect({ code, err }).toEqual({ code: 0, err: "" });
    expect(checked(readResults(json), 3)).toHaveLength(4);
    expect(out).toContain("ok: after 40 ms the last instance's weights are those it has alone, to the bit");
    expect(out).not.toContain("WRONG");
  },
);

test.each([
  ["cpu", "700"],
  // A software adapter takes a tenth of a second an instance.
  ["software", "70"],
])("every benchmark measures something, on %s", { timeout: 900_000 }, async (adapter, size) => {
  const json = join(folder(), "a.json");
  const sized = benches.map(({ name }) => name).filter((name) => name !== LARGE_EACH);
  const { code, out, err } = await bench(...sized, "--adapter", adapter, "--sizes", size, "--repeats", "1", "--json", json);
  expect({ code, err }).toEqual({ code: 0, err: "" });
  const names = checked(readResults(json), Number(size));
  for (const name of sized) expect(names.some((row) => row === name || row.startsWith(`${name},`))).toBe(true);
  expect(new Set(names).size).toBe(names.length);
  expect(out).toMatch(new RegExp(`^${adapter}.*Node \\d+.*webgpu \\d+.*commit `, "s"));
  for (const name of names) expect(out).toContain(`\n${name} `);
});

test("only what is named, by the first part of a name too, compared with a saved run", { timeout: 60_000 }, async () => {
  const json = join(folder(), "a.json");
  const sized = ["--adapter", "cpu", "--sizes", "300,700", "--repeats", "2"];
  expect((await bench("fma", ...sized, "--json", json)).code).toBe(0);
  const { code, out } = await bench("fma", "update-iaf_psc", "update-iaf_psc_delta", ...sized, "--against", json);
  expect(code).toBe(2);
  expect(out).toBe("");
  const both = await bench("fma", "update-iaf_psc_delta", ...sized, "--against", json);
  expect(both.code).toBe(0);
  const lines = both.out.split("\n").filter((text) => /^(fma|update)/.test(text));
  expect(lines).toHaveLength(3);
  expect(lines[0]).toMatch(/^fma .*\d x/);
  expect(lines[1]).toMatch(/^update-iaf_psc_delta +300 .* new /);
  expect(lines[2]).toMatch(/^update-iaf_psc_delta +700 .* new /);
});

test("an example's real-time factor", { timeout: 60_000 }, async () => {
  const json = join(folder(), "a.json");
  const argv = ["example", "brunel", "--scale", "0.02", "--duration", "20", "--warmup", "5", "--variant", "nest", "--threads", "1"];
  const { code, err } = await bench(...argv, "--repeats", "2", "--adapter", "cpu", "--json", json);
  expect({ code, err }).toEqual({ code: 0, err: "" });
  const title = "brunel nest scale 0.02 threads 1";
  expect(checked(readResults(json), 250)).toEqual([title, `${title}, built in`, `${title}, buffers`]);
});

test("--list names every benchmark and measures none", async () => {
  const { code, out } = await bench("--list");
  expect(code).toBe(0);
  for (const name of [...benches.map((b) => b.name), "example", "peers"]) expect(out).toMatch(new RegExp(`^${name} `, "m"));
});

test.each([[["--help"]], [["kernels", "--help"]], [["peers", "--help"]]])("%j prints the usage", async (argv) => {
  const { code, out, err } = await bench(...argv);
  expect({ code, err }).toEqual({ code: 0, err: "" });
  expect(out).toMatch(/^Usage: bench .*--help/s);
});

const NOT_THERE = "/nowhere/a.json";
test.each([
  [["updat-iaf_psc_exp"], /bench: "updat-iaf_psc_exp": no benchmark of this name; did you mean "update-iaf_psc_exp"\?/],
  [["--adapter", "gpu"], /--adapter: "gpu"/],
  [["--repeats", "0"], /--repeats: "0": must be a whole number of 1 or more/],
  [["--repeats", "1.5"], /--repeats/],
  [["--sizes", "100,"], /--sizes: "100,": must be whole numbers/],
  [["--sizes", "1e3,-5"], /--sizes/],
  [["--sise", "3"], /unknown option '--sise'/],
  [["--against", NOT_THERE], /--against: "\/nowhere\/a\.json": cannot be read \(ENOENT\)/],
  [["--json", "/proc/galvani/a.json"], /--json: "\/proc\/galvani\/a\.json": cannot be written/],
  [["peers", "cube"], /peers: "cube": .*did you mean "cuba"\?/],
  [["peers", "--genn", NOT_THERE], /--genn: "\/nowhere\/a\.json": is no checkout of GeNN/],
  [["peers", "cuba", "--genn", NOT_THERE], /--genn: .* name no networks/],
  [["example"], /missing required argument 'names'/],
  [["example", "brunell", "--adapter", "cpu"], /example: "brunell": .*did you mean "brunel"\?/],
  [["example", "brunel", "--scale", "-1"], /--scale: -1: must be a number above 0/],
  [["example", "brunel", "--adapter", "cpu", "--scale", "7"], /scale: 7: /],
  [["example", "brunel", "--adapter", "cpu", "--variant", "Z"], /variant: "Z": /],
])("bad input %j: exit code 2 and one line", async (argv, message) => {
  const { code, err } = await bench(...argv);
  expect(code).toBe(2);
  expect(err).toMatch(/^bench: [^\n]+\n$/);
  expect(err).toMatch(message);
});

test("a comparison with another adapter's file says so", { timeout: 60_000 }, async () => {
  const json = join(folder(), "a.json");
  const before = { adapter: "hardware: some", environment: { date: "2026-01-01T00:00:00Z", commit: "abc" }, rows: [] };
  writeFileSync(json, JSON.stringify(before));
  const { out } = await bench("fma", "--adapter", "cpu", "--repeats", "1", "--against", json);
  expect(out).toContain("ANOTHER ADAPTER: hardware: some");
});
