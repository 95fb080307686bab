import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { agreeing, demoScale } from "../../src/cli/demo.ts";
import { runOptions } from "../../src/cli/options.ts";
import { Progress } from "../../src/cli/progress.ts";
import { decodeNpz } from "../../src/io/npz.ts";
import { folder, galvani, SMALL } from "./terminal.ts";

const home = folder();
const small = join(home, "small.json");
writeFileSync(small, JSON.stringify(SMALL));
const KEYS =
  "network neurons synapses dt duration seed adapter executor threads build_s run_s rtf spikes rates digest memory_bytes dispatches".split(
    " ",
  );

async function json(...argv: string[]) {
  const done = await galvani(["run", small, "--json", ...argv]);
  expect(done.err).toBe("");
  expect(done.code).toBe(0);
  expect(done.out.endsWith("}\n")).toBe(true);
  return JSON.parse(done.out);
}

test("--json prints one object with the promised keys", async () => {
  const one = await json("--adapter", "cpu", "--duration", "200", "--warmup", "50");
  expect(Object.keys(one)).toEqual(KEYS);
  expect(one).toMatchObject({
    network: "small",
    neurons: 250,
    synapses: 50 * 20 + 200 * 10,
    dt: 0.1,
    duration: 200,
    seed: 3,
    executor: "cpu",
    threads: 1,
  });
  expect(Object.keys(one.rates)).toEqual(["E", "I"]);
  expect(one.spikes).toBe(Math.round(0.2 * (200 * one.rates.E + 50 * one.rates.I)));
  expect(one.spikes).toBeGreaterThan(100);
  expect(one.rtf).toBeCloseTo((1000 * one.run_s) / one.duration, 6);
  expect(one.digest).toMatch(/^[0-9a-f]{64}$/);
});

test("equal digests of two runs, of cpu and software; another of another seed", async () => {
  const options = ["--duration", "100", "--warmup", "20"];
  const first = await json("--adapter", "cpu", ...options);
  const second = await json("--adapter", "cpu", ...options);
  const software = await json("--adapter", "software", ...options);
  const other = await json("--adapter", "cpu", "--seed", "4", ...options);
  expect(second.digest).toBe(first.digest);
  expect(software.digest).toBe(first.digest);
  expect(software.executor).toBe("gpu");
  expect(software.adapter).toMatch(/^software: /);
  expect(other.digest).not.toBe(first.digest);
  expect(other.seed).toBe(4);
});

test("--threads: the same digest, and how many ran it", async () => {
  const options = ["--adapter", "cpu", "--duration", "100", "--warmup", "20"];
  const one = await json(...options, "--threads", "1");
  const three = await json(...options, "--threads", "3");
  expect([one.threads, three.threads]).toEqual([1, 3]);
  expect(three.adapter).toBe("cpu (3 threads)");
  expect(three.digest).toBe(one.digest);
});

test("--out holds the four files, their digest that of the object, and other files of the folder stay", async () => {
  const out = join(home, "deep", "out");
  mkdirSync(out, { recursive: true });
  writeFileSync(join(out, "mine.txt"), "mine");
  const one = await json("--adapter", "cpu", "--duration", "50", "--out", out);
  expect(readdirSync(out).sort()).toEqual(["mine.txt", "raster.svg", "report.html", "spikes.npz", "summary.json"]);
  expect(readdirSync(join(home, "deep"))).toEqual(["out"]);
  expect(JSON.parse(readFileSync(join(out, "summary.json"), "utf8"))).toEqual(one);
  const { step, neuron, offset } = decodeNpz(readFileSync(join(out, "spikes.npz")));
  expect(step.data.length).toBe(one.spikes);
  expect(neuron.data.length).toBe(one.spikes);
  expect([...(offset.data as Uint32Array)]).toEqual([0, 200, 250]);
  const report = readFileSync(join(out, "report.html"), "utf8");
  expect(report).toContain(`galvani run ${small} --json --adapter cpu --duration 50 --out ${out}`);
  expect(report).toContain(one.digest);
  expect(readFileSync(join(out, "raster.svg"), "utf8")).toMatch(/^<\?xml|^<svg/);
});

test("the summary for people", async () => {
  const done = await galvani(["run", small, "--adapter", "cpu", "--duration", "100", "--out", join(home, "people")]);
  expect(done.code).toBe(0);
  for (const part of ["population", "CV of ISI", "real-time factor", "digest", "cpu (1 thread)", join("people", "report.html")])
    expect(done.out).toContain(part);
});

test("--save and --load: 50 ms and 50 ms more are 100 ms", async () => {
  const file = join(home, "state.npz");
  await json("--adapter", "cpu", "--duration", "50", "--save", file);
  const later = await json("--adapter", "cpu", "--duration", "50", "--load", file);
  const whole = await json("--adapter", "cpu", "--duration", "50", "--warmup", "50");
  expect(later.digest).toBe(whole.digest);
  const wrong = await galvani(["run", small, "--adapter", "cpu", "--seed", "9", "--load", file]);
  expect(wrong.code).toBe(2);
});

test("Ctrl-C keeps what was recorded and exits with 130", async () => {
  const out = join(home, "stopped");
  const done = await galvani(["run", small, "--adapter", "cpu", "--duration", "1000000", "--out", out, "--json"], { interruptAfter: 1500 });
  expect(done.code).toBe(130);
  expect(done.out).toBe("");
  expect(done.err).toMatch(/^galvani: cancelled at .* what was recorded, .* is in /m);
  const summary = JSON.parse(readFileSync(join(out, "summary.json"), "utf8"));
  expect(summary.spikes).toBeGreaterThan(0);
  expect(summary.stopped).toMatch(/cancelled/);
});

test("a runaway state ends the run with code 1 and keeps what was recorded", async () => {
  const out = join(home, "runaway");
  const file = join(home, "runaway.json");
  const inputs = [...SMALL.inputs, { kind: "step_current", target: "I", times: [20], amplitudes: [-1e10] }];
  writeFileSync(file, JSON.stringify({ ...SMALL, inputs }));
  const done = await galvani(["run", file, "--adapter", "cpu", "--duration", "100", "--out", out]);
  expect(done.code).toBe(1);
  expect(done.err).toMatch(/^galvani: population "I", step 2\d\d: [^\n]*what was recorded, [^\n]* is in [^\n]*\n$/);
  expect(JSON.parse(readFileSync(join(out, "summary.json"), "utf8")).duration).toBeGreaterThan(19);
  expect(existsSync(join(out, "report.html"))).toBe(true);
});

test("list and info", async () => {
  const listed = await galvani(["list"]);
  for (const name of ["microcircuit", "hh_psc_alpha", "pairwise_bernoulli"]) expect(listed.out).toContain(name);
  expect(Object.keys(JSON.parse((await galvani(["list", "--json"])).out))).toEqual(["examples", "studies", "models", "rules"]);
  const info = JSON.parse((await galvani(["info", "--json"])).out);
  expect(Object.keys(info)).toEqual(["galvani", "node", "platform", "webgpu", "hardware", "software", "cpu", "memory"]);
  expect(info.software.limits.maxBufferSize).toBeGreaterThan(2 ** 27);
  const help = await galvani(["--help"]);
  expect(help.code).toBe(0);
  expect(help.out).toContain("Usage: galvani");
});

test("progress in plain lines: one every three seconds, none for a short phase", () => {
  let now = 0;
  let said = "";
  const io = { out: () => {}, err: (text: string) => (said += text), terminal: false, onInterrupt: () => () => {} };
  const progress = new Progress(
    io,
    "running",
    (share) => `real-time factor ${(10 * share).toFixed(1)}`,
    () => now,
  );
  for (; now < 2.9; now += 0.1) progress.update(now / 10);
  expect(said).toBe("");
  for (; now < 10; now += 0.1) progress.update(now / 10);
  const lines = said.trim().split("\n");
  expect(lines.length).toBe(3);
  expect(lines[0]).toMatch(/^running: (29|30) %, 3\.[01] s gone, real-time factor 3\.0, about [67](\.\d)? s left$/);
});

test("the demo's scale fits the memory", () => {
  const options = runOptions({});
  expect(demoScale("microcircuit", options, 9e9)).toEqual({ scale: undefined });
  expect(demoScale("microcircuit", options, 2e9)).toMatchObject({ scale: 0.5 });
  expect(demoScale("microcircuit", options, 2e9).note).toContain("2.0 GB of memory are free");
  expect(demoScale("microcircuit", runOptions({ scale: "0.2" }), 2e9).scale).toBe(0.2);
});

test("steps in which two recordings agree", () => {
  const spikes = (step: number[], neuron: number[]) => ({
    step: Uint32Array.from(step),
    neuron: Uint32Array.from(neuron),
    populations: [],
    dt: 0.1,
    from: 0,
    to: 100,
  });
  const a = spikes([1, 5, 9], [0, 1, 2]);
  expect(agreeing(a, a)).toBe(100);
  expect(agreeing(a, spikes([1, 5, 8], [0, 1, 2]))).toBe(8);
  expect(agreeing(a, spikes([1, 5], [0, 1]))).toBe(9);
});

test("weights that learn are written with --out, with what was kept of them", async () => {
  const own = folder();
  const file = join(own, "learn.json");
  writeFileSync(
    file,
    JSON.stringify({
      galvani: 1,
      dt: 0.1,
      seed: 1,
      populations: [
        { name: "in", size: 50, model: "iaf_psc_exp" },
        { name: "out", size: 10, model: "iaf_psc_exp" },
      ],
      inputs: [{ kind: "poisson", target: "in", rate: 8000, weight: 90 }],
      projections: [
        {
          name: "in to out",
          source: "in",
          target: "out",
          rule: "all_to_all",
          weight: { uniform: { low: 20, high: 60 } },
          delay: 1,
          plasticity: { rule: "stdp_synapse", params: { lambda: 0.02, Wmax: 100 } },
        },
      ],
      record: [{ spikes: "out" }, { weights: "in to out", every: 20 }],
    }),
  );
  const out = join(own, "out");
  expect((await galvani(["run", file, "--duration", "60", "--out", out])).code).toBe(0);
  const { source, weight, kept_times, kept_weights } = decodeNpz(readFileSync(join(out, "weights-in_to_out.npz")));
  expect(source!.data.length).toBe(500);
  expect(kept_times!.data).toEqual(Float64Array.of(0, 20, 40, 60));
  expect(kept_weights!.shape).toEqual([4, 500]);
  expect((kept_weights!.data as Float32Array).subarray(1500)).toEqual(weight!.data);
  expect((kept_weights!.data as Float32Array).subarray(0, 500)).not.toEqual(weight!.data);
  expect(readFileSync(join(out, "report.html"), "utf8")).toContain("Weights of in to out");
});

test("a weight that leaves its bounds ends the run with code 1; what was recorded is written", async () => {
  const own = folder();
  const file = join(own, "runaway.json");
  const learning = { rule: "stdp_pl_synapse_hom", params: { lambda: 50, alpha: 0, Wmax: 60 } };
  writeFileSync(
    file,
    JSON.stringify({
      galvani: 1,
      dt: 0.1,
      seed: 1,
      populations: [{ name: "E", size: 20, model: "iaf_psc_exp" }],
      inputs: [{ kind: "poisson", target: "E", rate: 8000, weight: 90 }],
      projections: [{ name: "EE", source: "E", target: "E", rule: "all_to_all", weight: 20, delay: 1, plasticity: learning }],
    }),
  );
  const out = join(own, "out");
  const done = await galvani(["run", file, "--duration", "200", "--out", out]);
  expect(done.code).toBe(1);
  expect(done.err).toContain("a weight left 0 to 60");
  expect(existsSync(join(out, "report.html"))).toBe(true);
  expect(existsSync(join(out, "weights-EE.npz"))).toBe(false);
});
