import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { traceEvents } from "../../src/io/trace-events.ts";
import type { Span } from "../../src/simulate/spans.ts";
import { roofline } from "../../src/view/plots.ts";
import { svgFile } from "../../src/view/svg.ts";
import { xmlFault } from "../view/xml.ts";
import { folder, galvani, SMALL } from "./terminal.ts";

const home = folder();
const small = join(home, "small.json");
writeFileSync(small, JSON.stringify(SMALL));

interface Event {
  readonly ph: string;
  readonly pid: number;
  readonly tid: number;
  readonly name: string;
  readonly ts: number;
  readonly dur: number;
  readonly args?: { readonly name?: string; readonly dispatches?: number };
}

/** The first two spans of one track that neither nest nor follow each other, or undefined. */
function crossing(events: readonly Event[]): readonly [Event, Event] | undefined {
  // A viewer counts in nanoseconds.
  const ns = (us: number) => Math.round(1000 * us);
  for (const tid of new Set(events.map((event) => event.tid))) {
    const around: Event[] = [];
    const own = events.filter((event) => event.tid === tid).sort((a, b) => a.ts - b.ts || b.dur - a.dur);
    for (const event of own) {
      const over = (e: Event) => ns(e.ts) + ns(e.dur) <= ns(event.ts);
      while (around.length > 0 && over(around[around.length - 1])) around.pop();
      const outer = around[around.length - 1];
      if (outer && ns(event.ts) + ns(event.dur) > ns(outer.ts) + ns(outer.dur)) return [outer, event];
      around.push(event);
    }
  }
  return undefined;
}

test.each(["cpu", "software"])("on %s: parts add up, the files open, the adapter is named", async (adapter) => {
  const out = join(home, adapter);
  const options = ["--adapter", adapter, "--duration", "60", "--warmup", "20", "--out", out];
  const profiled = async () => {
    const done = await galvani(["profile", small, "--json", ...options]);
    expect([done.err, done.code]).toEqual(["", 0]);
    return JSON.parse(done.out);
  };
  let profile = await profiled();
  // What another process takes between two parts is in neither: the fullest of five profiles counts.
  for (let again = 0; again < 4 && profile.parts_ms < 0.9 * profile.wall_ms; again++) profile = await profiled();
  expect(JSON.parse(readFileSync(join(out, "profile.json"), "utf8"))).toEqual(profile);
  expect(profile).toMatchObject({ network: "small", neurons: 250, dt: 0.1, duration: 60, warmup: 20, seed: 3, steps: 600 });
  expect(profile.adapter).toMatch(adapter === "cpu" ? /^cpu/ : /^software: /);
  expect(profile.notes[0]).toMatch(adapter === "cpu" ? /the CPU ran/ : /nothing about a GPU/);
  expect(profile.spikes).toBeGreaterThan(100);
  expect(profile.kernels.map(({ label }: { label: string }) => label).sort()).toEqual(["propagate", "update"]);
  for (const kernel of profile.kernels) {
    for (const key of ["ms", "gb_s", "of_ceiling"]) expect(kernel[key], key).toBeGreaterThan(0);
    // A second's work is the work over the time.
    expect((kernel.bytes_read + kernel.bytes_written) / (1e6 * kernel.ms) / kernel.gb_s).toBeCloseTo(1, 9);
    expect(kernel.operations / (1e6 * kernel.ms)).toBeCloseTo(kernel.gop_s, 9);
  }
  for (const value of Object.values(profile.ceilings)) expect(value).toBeGreaterThan(0);
  const sum = profile.parts.reduce((total: number, { ms }: { ms: number }) => total + ms, 0);
  expect(sum).toBeCloseTo(profile.parts_ms, 6);
  expect(Math.abs(sum / profile.wall_ms - 1)).toBeLessThan(0.1);

  const trace = JSON.parse(readFileSync(join(out, "trace.json"), "utf8"));
  expect(trace.displayTimeUnit).toBe("ms");
  const spans: Event[] = trace.traceEvents.filter((event: Event) => event.ph === "X");
  const named: Event[] = trace.traceEvents.filter((event: Event) => event.ph === "M" && event.name === "thread_name");
  expect(named.map((event) => event.args?.name)).toEqual(["host", adapter === "cpu" ? "thread 0" : "GPU queue"]);
  expect(new Set(spans.map(({ tid }) => tid))).toEqual(new Set(named.map(({ tid }) => tid)));
  expect(Math.min(...spans.map(({ ts }) => ts))).toBe(0);
  expect(crossing(spans)).toBe(undefined);
  // The trace and the table are of the same time.
  const updates = spans.filter(({ name }) => name === "update");
  const update = profile.kernels.find(({ label }: { label: string }) => label === "update");
  expect(updates.reduce((total, { dur }) => total + dur, 0) / 1000 / update.ms).toBeCloseTo(1, 2);
  expect(updates.reduce((total, { args }) => total + (args?.dispatches ?? 0), 0)).toBe(update.calls);

  const svg = readFileSync(join(out, "roofline.svg"), "utf8");
  expect(xmlFault(svg)).toBe("");
  for (const text of ["copy ", "scattered adds ", "multiply-add ", "ridge ", "update: ", "propagate: ", profile.adapter])
    expect(svg).toContain(text);
});

test("the tables name what ran, what it was held against, and where the time went", async () => {
  const { code, out, err } = await galvani(["profile", small, "--adapter", "cpu", "--duration", "20"]);
  expect([code, err]).toEqual([0, ""]);
  for (const line of [
    /^profiled +20 ms after 0 ms of warm-up: 200 steps/m,
    /^adapter +cpu .*timed by the host's clock/m,
    /^ceilings +copy [\d.,]+ GB\/s, random atomic adds/m,
    /^update +[\d,]+ +[\d.,]+ +[\d.]+ % .*(copy|atomics|arithmetic)$/m,
    /^propagate +[\d,]+ /m,
    /^record +[\d.e-]+ +[\d.e-]+$/m,
    /^waiting +[\d.e-]+ +[\d.]+ %$/m,
    /^sum of the parts +[\d.,]+ +[\d.]+ %$/m,
    /^whole, by the clock +[\d.,]+ +100.0 %$/m,
  ])
    expect(out).toMatch(line);
});

test("bad input: one line with place, value and remedy, exit code 2, nothing written", async () => {
  const out = join(home, "never");
  const bad = async (...argv: string[]) => {
    const done = await galvani(["profile", ...argv, "--out", out]);
    expect([done.code, done.out]).toEqual([2, ""]);
    expect(done.err.trim().split("\n")).toHaveLength(1);
    return done.err;
  };
  expect(await bad(small, "--durration", "5")).toMatch(/option: "--durration": .*"--duration"/);
  expect(await bad(small, "--duration", "0")).toMatch(/--duration: 0: must be a number above 0/);
  expect(await bad(small, "--adapter", "gpu")).toMatch(/--adapter: "gpu": /);
  expect(await bad(small, "--save", "x")).toMatch(/option: "--save": /);
  expect(await bad("microcircuits")).toMatch(/network: "microcircuits": .*microcircuit/);
  expect(existsSync(out)).toBe(false);
});

test("Ctrl-C ends it with 130 and no files", async () => {
  const out = join(home, "interrupted");
  const done = await galvani(["profile", small, "--adapter", "cpu", "--duration", "1000000", "--out", out], { interruptAfter: 1500 });
  expect(done.code).toBe(130);
  expect(done.err).toMatch(/cancelled .*; nothing was measured/);
  expect(existsSync(out)).toBe(false);
});

test("a trace of very many spans stays below 50,000 events and says that it put some together", () => {
  const spans: Span[] = [];
  for (let k = 0; k < 60_000; k++) {
    spans.push({ track: "thread 0", label: "update", start: k * 0.0201, ms: 0.0113, calls: 1 });
    spans.push({ track: "thread 0", label: "propagate", start: k * 0.0201 + 0.0113, ms: 0.0087, calls: 1 });
    if (k % 100 === 0) spans.push({ track: "host", label: "waiting", start: k * 0.0201, ms: 1.999, calls: 0 });
  }
  const trace = JSON.parse(traceEvents({ spans, clock: "host" }, "many"));
  const events: Event[] = trace.traceEvents.filter((event: Event) => event.ph === "X");
  expect(events.length).toBeLessThan(50_000);
  expect(trace.otherData.spans).toMatch(/120600 spans in \d+: .*put together/);
  expect(crossing(events)).toBe(undefined);
  const time = (name: string) => events.reduce((sum, event) => sum + (event.name === name ? event.dur : 0), 0);
  expect(time("update") / (60_000 * 11.3)).toBeCloseTo(1, 3);
  const dispatches = events.reduce((sum, { args }) => sum + (args?.dispatches ?? 0), 0);
  expect(dispatches).toBe(120_000);
});

test("a kernel that computes nothing is named under the roofline, not drawn", () => {
  const ceilings = { copyGBs: 100, atomicMs: 1000, fmaGops: 5000, footprintBytes: 1e6 };
  const drawn = { read: 10, written: 10, operations: 40, gops: 20, bound: "copy", ofCeiling: 0.1 } as const;
  const panel = roofline({
    adapter: "a <test> & more",
    ceilings,
    kernels: [
      { label: "works", ...drawn },
      { label: "idles", ...drawn, operations: 0, gops: 0 },
    ],
  });
  expect(xmlFault(svgFile(panel))).toBe("");
  expect(panel.body).toContain("works: memory-bound, 10 % of it");
  expect(panel.body).not.toContain("idles");
  expect(panel.caption).toContain("Without a place here: idles.");
  // 5000 GOP/s meet 100 GB/s at 50 operations a byte, 1000 M/s of 16 bytes at 312.5.
  expect(panel.body).toContain("ridge 50.0");
  expect(panel.body).toContain("ridge 313");
  // A byte is a byte, read or written.
  const other = roofline({ adapter: "a <test> & more", ceilings, kernels: [{ label: "works", ...drawn, read: 20, written: 0 }] });
  expect(other.body).toBe(panel.body);
});
