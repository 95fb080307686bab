import { existsSync, readFileSync } from "node:fs";
import type { Browser, Page } from "puppeteer-core";
import { afterAll, beforeAll, expect, test } from "vitest";
import type { NetworkDescription } from "../../src/network/description.ts";
import { simulate } from "../../src/simulate/simulate.ts";
import { openBrowser, openPage, type Site, serve } from "./harness.ts";

/** What is worth comparing: Poisson input, random and explicit wiring, several delays, both receptors. */
const NETWORK: NetworkDescription = {
  galvani: 1,
  dt: 0.1,
  seed: 42,
  populations: [
    { name: "exc", size: 320, model: "iaf_psc_exp", initial: { V_m: { uniform: { low: -70, high: -55 } } } },
    { name: "inh", size: 80, model: "iaf_psc_exp" },
  ],
  inputs: [
    { kind: "poisson", target: "exc", rate: 5000, weight: 40 },
    { kind: "poisson", target: "inh", rate: 5500, weight: 40 },
  ],
  projections: [
    { source: "exc", target: "exc", rule: { pairwise_bernoulli: { p: 0.1 } }, weight: 20, delay: 1.5 },
    {
      source: "exc",
      target: "inh",
      rule: { fixed_indegree: { indegree: 30 } },
      weight: { normal: { mean: 30, std: 3, min: 0 } },
      delay: { uniform: { low: 0.5, high: 4 } },
    },
    { source: "inh", target: "exc", rule: { fixed_total_number: { n: 6000 } }, weight: -120, delay: 0.8 },
  ],
};

let browser: Browser;
let site: Site;
let page: Page;
let problems: string[];
beforeAll(async () => {
  if (!existsSync("dist/browser.js")) throw new Error("dist/browser.js is missing: run npm run build");
  browser = await openBrowser();
  const html = '<!doctype html><meta charset="utf-8"><script type="module">globalThis.galvani = await import("./browser.js");</script>';
  site = await serve("dist", { "/index.html": html });
  ({ page, problems } = await openPage(browser, site.url));
  await page.waitForFunction("globalThis.galvani !== undefined");
});
afterAll(async () => {
  await browser?.close();
  await site?.close();
});

/** Steps, digest and adapter of 100 ms. */
async function inNode(adapter: "software" | "cpu"): Promise<{ digest: string; spikes: number }> {
  const simulation = await simulate(NETWORK, { adapter });
  await simulation.run(100);
  const { digest } = simulation;
  const spikes = simulation.spikes().step.length;
  simulation.destroy();
  return { digest, spikes };
}

const inChrome = (adapter: string, chunks: readonly number[]) =>
  page.evaluate(`(async () => {
    const simulation = await galvani.simulate(${JSON.stringify(NETWORK)}, { adapter: "${adapter}" });
    for (const ms of ${JSON.stringify(chunks)}) await simulation.run(ms);
    const { digest, adapterKind } = simulation;
    const spikes = simulation.spikes().step.length;
    simulation.destroy();
    return { digest, spikes, adapterKind };
  })()`);

test("a network gives the same spikes in Chrome and in Node on the same software adapter, and on cpu", async () => {
  const node = await inNode("software");
  expect(node.spikes).toBeGreaterThan(200);
  expect(await inNode("cpu")).toEqual(node);
  expect(await inChrome("software", [100])).toEqual({ ...node, adapterKind: "software" });
  expect(await inChrome("software", [30, 0.1, 69.9])).toEqual({ ...node, adapterKind: "software" });
  expect(await inChrome("cpu", [100])).toEqual({ ...node, adapterKind: "cpu" });
  expect(problems).toEqual([]);
});

test("a model's WGSL error comes as a typed error that names the user's own line", async () => {
  const wgsl = readFileSync("examples/network-files/quadratic.wgsl", "utf8");
  const line = wgsl.split("\n").findIndex((text) => text.includes("return s.x >= p.peak"));
  const broken = wgsl.replace("return s.x >= p.peak", "return s.x >= p.peek");
  const error = await page.evaluate(
    `(async (wgsl) => {
      const net = new galvani.Network({ dt: 0.1, seed: 1 });
      net.model({ name: "own", wgsl, params: { tau: 20, current: 0.1, peak: 10, back: -10 }, state: { x: -1 }, receptors: ["in"] });
      net.population("Q", 10, "own");
      return galvani.simulate(net, { adapter: "software" }).then(() => "ran", (e) => ({ name: e.name, shader: e instanceof galvani.ShaderError, place: e.place }));
    })(${JSON.stringify(broken)})`,
  );
  expect(error).toMatchObject({ name: "ShaderError", shader: true, place: expect.stringMatching(new RegExp(`:${line + 1}:\\d+$`)) });
});

test("bad input is a typed error in the minified bundle too", async () => {
  const error = await page.evaluate(`(() => {
    try { new galvani.Network({ dt: -1, seed: 1 }); } catch (e) { return [e.name, e instanceof galvani.InputError, e.message]; }
  })()`);
  expect(error).toEqual(["InputError", true, expect.stringMatching(/^dt: -1: /)]);
});

test("a profile in Chrome: its spans are in what the Performance panel records, as tracks of their own", async () => {
  await page.tracing.start({ categories: ["blink.user_timing"] });
  const profile = (await page.evaluate(`(async () => {
    const simulation = await galvani.simulate(${JSON.stringify(NETWORK)}, { adapter: "software" });
    const { clock, adapterKind, kernels, spans, steps } = await simulation.profile(20, { panel: true });
    const quiet = await simulation.profile(1);
    simulation.destroy();
    const left = performance.getEntriesByType("measure").length;
    const svg = galvani.plots.svgFile(galvani.plots.roofline({ ...quiet }));
    return { clock, adapterKind, steps, spans: spans.length, labels: kernels.map((k) => k.label).sort(), left, svg };
  })()`)) as { readonly spans: number; readonly svg: string };
  expect(profile).toMatchObject({ clock: "timestamps", adapterKind: "software", steps: 200, labels: ["propagate", "update"], left: 0 });
  expect(profile.svg).toMatch(/^<svg xmlns/);
  const recorded = JSON.parse(new TextDecoder().decode(await page.tracing.stop())) as {
    readonly traceEvents: readonly { readonly ph: string; readonly name: string; readonly args: { readonly detail?: string } }[];
  };
  // A beginning, or an instant where the clock saw no time pass.
  const entries = recorded.traceEvents.filter(({ ph, args }) => /[bn]/.test(ph) && args.detail?.includes("track-entry"));
  expect(entries).toHaveLength(profile.spans);
  const update = JSON.parse(entries.find(({ name }) => name === "update")?.args.detail ?? "{}");
  expect(update.devtools).toMatchObject({ dataType: "track-entry", track: "GPU queue", trackGroup: "Galvani" });
  expect(problems).toEqual([]);
});
