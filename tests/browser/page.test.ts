import { readFileSync } from "node:fs";
import type { Page } from "puppeteer-core";
import { expect, test } from "vitest";
import { portableExamples } from "../../examples/portable.ts";
import { simulate } from "../../src/simulate/simulate.ts";
import { type OpenPage, serve } from "./harness.ts";
import { useBrowser } from "./pages.ts";

/** 300 steps of 1 ms with noise input, in about a second on any adapter. */
const SHORT = { network: "izhikevich-2003", seed: 7, duration: 100 };

const visit = useBrowser();

/** Opens the page at a run; `prelude` goes before the worker's own code. */
async function open(settings: Record<string, string | number>, prelude = ""): Promise<OpenPage> {
  const worker = readFileSync("dist/page/worker.js", "utf8");
  const query = new URLSearchParams(Object.entries(settings).map(([key, value]) => [key, String(value)]));
  return visit(await serve("dist/page", { "/worker.js": `${prelude}\n${worker}` }), `?${query}`);
}

const until = (page: Page, state: string) => page.waitForSelector(`body[data-state="${state}"]`, { timeout: 50_000 });
const text = (page: Page, selector: string) => page.$eval(selector, (element) => element.textContent ?? "");
const bannerOf = (page: Page) =>
  page.$eval("#banner", (box) => ((box as HTMLElement).hidden ? "" : (box.firstElementChild?.textContent ?? "")));

/** Opaque pixels of the raster. */
const drawn = (page: Page) =>
  page.$eval("#raster canvas", (element) => {
    const canvas = element as HTMLCanvasElement;
    const { data } = canvas.getContext("2d")!.getImageData(0, 0, canvas.width, canvas.height);
    return data.filter((value, k) => k % 4 === 3 && value === 255).length;
  });

/** The digest that Node gives for the same run. */
async function inNode(adapter: "software" | "cpu", { network, seed, duration } = SHORT): Promise<string> {
  const example = portableExamples.find(({ name }) => name === network)!;
  const simulation = await simulate(await example.network({ seed }), { adapter });
  await simulation.run(example.warmup);
  simulation.forget();
  await simulation.run(duration);
  const { digest } = simulation;
  simulation.destroy();
  return digest;
}

test("runs a network on the GPU in a worker, draws it, and gives the digest that Node gives on the same adapter", async () => {
  const { page, problems } = await open({ ...SHORT, adapter: "gpu" });
  await until(page, "done");
  expect(await text(page, "#adapter")).toMatch(/swiftshader.*\(software\)/i);
  expect(await bannerOf(page)).toBe("");
  expect(await drawn(page)).toBeGreaterThan(300);
  expect(await text(page, "#raster .labels")).toBe("excinh");
  expect(Number((await text(page, "#steps")).replaceAll(",", ""))).toBeGreaterThan(0);
  expect(await text(page, "#time")).toBe("300 of 300 ms");
  const cells = await page.$$eval("#rates tbody tr", (rows) => rows.map((row) => [...row.children].map((cell) => cell.textContent)));
  expect(cells.map(([name, , , published]) => [name, published])).toEqual([
    ["exc", "7.21"],
    ["inh", "6.64"],
  ]);
  expect(Number(cells[0]![2])).toBeGreaterThan(1);
  expect(await text(page, "#command")).toBe("npx galvani run izhikevich-2003 --duration 100 --seed 7");
  expect(await text(page, "#digest")).toBe(await inNode("software"));
  expect(problems).toEqual([]);
});

test("says so without WebGPU and runs the cpu executor, with the digest that Node's gives", async () => {
  const { page, problems } = await open(SHORT, 'Object.defineProperty(navigator, "gpu", { value: undefined });');
  await until(page, "done");
  expect(await bannerOf(page)).toBe("No WebGPU here: running on the cpu executor.");
  expect(await text(page, "#adapter")).toMatch(/^cpu/);
  expect(await drawn(page)).toBeGreaterThan(300);
  expect(await text(page, "#digest")).toBe(await inNode("cpu"));
  expect(problems).toEqual([]);
});

test("says so where WebGPU offers no adapter", async () => {
  const { page } = await open({ ...SHORT, adapter: "gpu" }, "GPU.prototype.requestAdapter = async () => null;");
  await until(page, "done");
  expect(await bannerOf(page)).toBe("WebGPU offers no adapter here: running on the cpu executor.");
});

/** ms of model time that take long enough to be paused in. */
const LONG = 60_000;

test("a link holds the whole run; pause, resume and another run leave the spikes as they are", async () => {
  const { page, problems } = await open({ network: "izhikevich-2003", seed: 11, duration: LONG, adapter: "cpu" });
  await until(page, "running");
  await page.click("#pause");
  await until(page, "paused");
  const [at, digest] = [await text(page, "#time"), await text(page, "#digest")];
  expect(at).not.toBe(`${LONG + 200} of ${LONG + 200} ms`);
  expect(digest).toBe("at the end of the run");
  await new Promise((resolve) => setTimeout(resolve, 150));
  expect(await text(page, "#time")).toBe(at);
  await page.click("#pause");
  await until(page, "done");
  expect(await text(page, "#digest")).toBe(await inNode("cpu", { network: "izhikevich-2003", seed: 11, duration: LONG }));

  await page.select("select[name=network]", "adex-patterns");
  await page.$eval("input[name=seed]", (input) => {
    (input as HTMLInputElement).value = "5";
  });
  await page.click("#run");
  await until(page, "done");
  const link = await page.$eval("#link", (anchor) => (anchor as HTMLAnchorElement).href);
  expect(link).toBe(page.url());
  expect(link).toMatch(/\?network=adex-patterns&seed=5&adapter=cpu&duration=500$/);
  const first = await text(page, "#digest");
  await page.goto(link);
  await until(page, "done");
  expect(await text(page, "#digest")).toBe(first);
  await page.click("#reset");
  await until(page, "idle");
  expect(await drawn(page)).toBe(0);
  expect(problems).toEqual([]);
});

test("a lost device gives a banner, and Restart runs again to the same digest", async () => {
  const prelude = `const request = GPUAdapter.prototype.requestDevice;
    GPUAdapter.prototype.requestDevice = async function (...options) { return (globalThis.device = await request.apply(this, options)); };`;
  const { page } = await open({ ...SHORT, adapter: "gpu", duration: 400 }, prelude);
  await until(page, "running");
  const [worker] = page.workers();
  await worker!.evaluate("globalThis.device.destroy()");
  await until(page, "failed");
  expect(await bannerOf(page)).toMatch(/^The GPU was lost: .*start it again\.$/);
  await page.click("#restart");
  await until(page, "done");
  expect(await bannerOf(page)).toBe("");
  expect(await text(page, "#digest")).toBe(await inNode("software", { ...SHORT, duration: 400 }));
});

test("a kernel that does not compile is named with file, line and column", async () => {
  const prelude = `const make = GPUDevice.prototype.createShaderModule;
    GPUDevice.prototype.createShaderModule = function (given) { return make.call(this, { ...given, code: given.code.replace("fn main(", "fn main(oops ") }); };`;
  const { page } = await open({ ...SHORT, adapter: "gpu" }, prelude);
  await until(page, "failed");
  expect(await bannerOf(page)).toMatch(/^ShaderError: shaders\/[\w/]+\.wgsl:\d+:\d+: /);
});
