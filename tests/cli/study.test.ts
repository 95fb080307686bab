import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test, vi } from "vitest";
import { folder, galvani } from "./terminal.ts";

vi.mock("../../examples/index.ts", async (original) => {
  const { examples } = await original<typeof import("../../examples/index.ts")>();
  const { found, tiny } = await import("./tiny-study.ts");
  return { examples: [...examples, found], studies: [tiny] };
});

const cpu = ["--adapter", "cpu"];

test("prints its notes as they come, findings beside what was expected, and the time taken", async () => {
  const { code, out, err } = await galvani(["run", "tiny", ...cpu, "--threads", "1"]);
  expect(err).toBe("");
  expect(code).toBe(0);
  const lines = out.split("\n");
  expect(lines[0]).toBe("tiny: One neuron, <twice>, seed 1 (nobody (2026))");
  expect(lines.slice(1, 3).join("\n")).toMatch(/^phase 0: <\d+> spikes\nphase 1: <\d+> spikes$/);
  expect(out).toMatch(/\nfinding +measured +expected +holds\n/);
  expect(out).toMatch(/\nspikes +\d+ {2}more than 0 +yes\n/);
  expect(out).toMatch(/\na share +0\.66667 {2}0\.5 \(Tab\. 1 & 2\) {2}no\n/);
  expect(out).toMatch(/\na word +<yes> {2}nothing\n/);
  expect(out).toMatch(/\nnote {14}a note at the end\nadapter {11}cpu[^\n]*\ntook {14}\d+\.\d s\n$/);
});

test("--json and --out: one object, the same in summary.json; a report that is whole", async () => {
  const out = join(folder(), "deep", "out");
  const options = ["--seed", "5", "--scale", "2", "--variant", "plain", "--data", "some where", "--json", "--out", out];
  const done = await galvani(["run", "tiny", ...cpu, ...options]);
  expect(done.err).toBe("");
  const one = JSON.parse(done.out);
  expect(Object.keys(one)).toEqual(["study", "seed", "variant", "scale", "data", "adapter", "took_s", "findings", "notes"]);
  expect(one).toMatchObject({
    study: "tiny",
    seed: 5,
    scale: 2,
    variant: "plain",
    data: "some where",
    adapter: expect.stringMatching(/^cpu/),
  });
  expect(one.findings[0]).toEqual({ name: "spikes", measured: expect.any(Number), expected: "more than 0", holds: true });
  expect(one.findings).toHaveLength(3);
  expect(one.notes[2]).toBe("a note at the end");
  expect(readdirSync(out).sort()).toEqual(["report.html", "summary.json"]);
  expect(JSON.parse(readFileSync(join(out, "summary.json"), "utf8"))).toEqual(one);
  const html = readFileSync(join(out, "report.html"), "utf8");
  expect(html).not.toMatch(/https?:\/\/|\ssrc=|<script|NaN|undefined|Infinity/);
  for (const piece of [
    "<h1>tiny</h1>",
    "One neuron, &lt;twice&gt;. 1 of 2 expectations hold; not: a share.",
    "galvani run tiny --adapter cpu --seed 5 --scale 2 --variant plain --data &#39;some where&#39; --json",
    "<td>0.66667</td><td>0.5 (Tab. 1 &amp; 2)</td><td>no</td>",
    "<td>&lt;yes&gt;</td><td>nothing</td><td></td>",
    "<h2>Phases &lt;of it&gt;</h2>",
    "<figcaption>Two &amp; no more.</figcaption>",
    "Source: nobody (2026).",
    "phase 1: &lt;",
    `<th scope="row">adapter</th><td>cpu`,
  ])
    expect(html).toContain(piece);
});

test("a study without findings says so by their absence", async () => {
  const { code, out } = await galvani(["run", "tiny", "--variant", "silent"]);
  expect(code).toBe(0);
  expect(out).toMatch(/^tiny: [^\n]*\n\ntook {14}\d\.\d s\n$/);
});

test.each([
  ["--duration 5", "--duration: ", "tiny is a study and sets its own times; leave it out"],
  ["--warmup 5", "--warmup: ", "sets its own times"],
  ["--dt 0.1", "--dt: ", "sets its own time steps"],
  ["--save x", "--save: ", "keeps no state between runs"],
  ["--load x", "--load: ", "keeps no state between runs"],
  ["--procedural", "--procedural: true: ", "holds its synapses"],
  ["--demo", "--demo: true: ", "is no single network"],
  ["--variant plainn", "--variant: ", 'did you mean "plain"?'],
  ["--variant damaged --data here", '--data: "here": ', "is damaged; copy it again"],
  ["--adapter softwear", "--adapter: ", 'did you mean "software"?'],
])("run tiny %s: refused in one line", async (options, place, remedy) => {
  const out = join(folder(), "out");
  const done = await galvani(["run", "tiny", ...options.split(" "), "--out", out]);
  expect(done.code).toBe(2);
  expect(done.err).toContain(`galvani: ${place}`);
  expect(done.err).toContain(remedy);
  expect(done.err.trim()).not.toContain("\n");
  expect(existsSync(out)).toBe(false);
});

test.each(["endless", "deaf"])("Ctrl-C (%s): exit code 130, one line, nothing written", async (variant) => {
  const out = join(folder(), "out");
  const done = await galvani(["run", "tiny", ...cpu, "--variant", variant, "--out", out, "--json"], { interruptAfter: 50 });
  expect(done).toEqual({ code: 130, out: "", err: "galvani: interrupted; nothing was written\n" });
  expect(existsSync(out)).toBe(false);
});

test("a failed study: exit code 1, nothing written", async () => {
  const out = join(folder(), "out");
  const done = await galvani(["run", "tiny", "--variant", "runaway", "--out", out]);
  expect(done.code).toBe(1);
  expect(done.err).toBe('galvani: population "E", step 7: V is NaN\n');
  expect(existsSync(out)).toBe(false);
});

test("list names it; a slip finds it; profile and sweep send to run", async () => {
  const { out } = await galvani(["list"]);
  expect(out).toMatch(/^Spiking networks\n {2}microcircuit +[\s\S]*\n {2}tiny +One neuron, <twice>\n[\s\S]*\nNeuron models/);
  const about = (await galvani(["list", "tiny"])).out;
  expect(about).toMatch(
    /^tiny: One neuron, <twice>\n {2}kind +Spiking networks\n {2}source +nobody \(2026\)\n[\s\S]* {2}--variant +plain, damaged/,
  );
  expect(JSON.parse((await galvani(["list", "tiny", "--json"])).out)).toMatchObject({ name: "tiny", kind: "spiking" });
  const listed = JSON.parse((await galvani(["list", "--json"])).out);
  expect(listed.studies).toEqual([expect.objectContaining({ name: "tiny", scales: true, largestScale: 2 })]);
  expect(listed.examples[0]).toMatchObject({ name: "microcircuit", duration: expect.any(Number) });
  expect((await galvani(["run", "tinny"])).err).toContain('did you mean "tiny"?');
  for (const argv of [
    ["profile", "tiny"],
    ["sweep", "tiny", "--vary", "seed=1:2"],
  ]) {
    const done = await galvani(argv);
    expect([done.code, done.err]).toEqual([2, expect.stringContaining('network: "tiny": is a study, which only galvani run takes')]);
  }
});

test("an example's findings come after its summary, in its object and its report, with promised figures", async () => {
  const { out } = await galvani(["run", "found", ...cpu]);
  expect(out).toMatch(/\ndigest [^\n]*\n\nfinding +measured +expected +holds\n[- ]+\nspikes of E +\d+ {2}above 0 +yes\n/);
  const folderOut = join(folder(), "out");
  const one = JSON.parse((await galvani(["run", "found", ...cpu, "--json", "--out", folderOut])).out);
  expect(one.findings).toEqual([{ name: "spikes of E", measured: one.spikes, expected: "above 0", holds: true }]);
  const html = readFileSync(join(folderOut, "report.html"), "utf8");
  expect(html).toContain("<h2>Promised</h2>");
  expect(html).toContain(`<th scope="row">spikes of E</th><td>${one.spikes}</td><td>above 0</td><td>yes</td>`);
});
