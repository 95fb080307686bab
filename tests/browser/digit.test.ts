import { cpSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { Page } from "puppeteer-core";
import { expect, test } from "vitest";
import { SIDE } from "../../examples/browser/digit/image.ts";
import { best } from "../../src/deploy/compare.ts";
import { DensePasses } from "../../src/deploy/dense.ts";
import { SpikingNetwork } from "../../src/deploy/spiking.ts";
import { decodeModel, encodeModel } from "../../src/io/model.ts";
import { record } from "../../src/learn/network.ts";
import { folder } from "../cli/terminal.ts";
import { type OpenPage, serve } from "./harness.ts";
import { useBrowser } from "./pages.ts";

const OWN = readFileSync("examples/browser/digits.safetensors");
/** Strokes on a pad of 280 x 280: a one, a seven, a zero. */
const STROKES: Readonly<Record<number, readonly (readonly [number, number])[]>> = {
  1: [
    [145, 40],
    [140, 140],
    [135, 240],
  ],
  7: [
    [70, 60],
    [205, 60],
    [165, 140],
    [125, 240],
  ],
  0: [
    [140, 40],
    [90, 70],
    [70, 140],
    [90, 210],
    [140, 240],
    [190, 210],
    [210, 140],
    [190, 70],
    [140, 40],
  ],
};

const visit = useBrowser();

async function open(hash = "#digit", from = "dist/page"): Promise<OpenPage> {
  const opened = await visit(await serve(from), `?network=izhikevich-2003&duration=100&adapter=cpu${hash}`);
  await opened.page.setViewport({ width: 1200, height: 900 });
  return opened;
}

const until = (page: Page, state: string) => page.waitForSelector(`#digit-part[data-state="${state}"]`, { timeout: 50_000 });
const text = (page: Page, id: string) => page.$eval(`#digit-${id}`, (element) => element.textContent ?? "");

/** Draws with the mouse. */
async function draw(page: Page, digit: number): Promise<void> {
  const box = (await (await page.$("#digit-pad"))!.boundingBox())!;
  const [start, ...rest] = STROKES[digit]!.map(([x, y]) => [box.x + x, box.y + y] as const);
  await page.mouse.move(...start!);
  await page.mouse.down();
  for (const place of rest) await page.mouse.move(...place, { steps: 8 });
  await page.mouse.up();
  await until(page, "answered");
}

/** What the network is shown. */
const seen = async (page: Page): Promise<Uint8Array> =>
  Uint8Array.from(
    await page.$eval("#digit-seen", (element) => {
      const canvas = element as HTMLCanvasElement;
      const { data } = canvas.getContext("2d")!.getImageData(0, 0, canvas.width, canvas.height);
      return [...data].filter((_, k) => k % 4 === 3);
    }),
  );

/** What Node makes of the same pixels. */
async function inNode(pixels: Uint8Array, adapter: "cpu" | "software", bytes: Uint8Array = OWN) {
  const model = decodeModel(bytes, "model");
  const dense = await DensePasses.create(model, pixels, 1, "cpu");
  const network = await SpikingNetwork.create(model, { adapter });
  const answers = await network.classify(await dense.encode(0), 1);
  network.destroy();
  const spikes = answers.layers.reduce((sum, { step }) => sum + step.length, 0);
  return { best: best(answers.scores), spikes, inputSpikes: answers.inputSpikes, events: answers.events };
}

/** What the page shows, as `inNode` gives it. */
async function shown(page: Page) {
  const [spikes, inputSpikes] = (await text(page, "spikes"))
    .replaceAll(",", " ")
    .match(/\d+(?: \d{3})*/g)!
    .map((number) => Number(number.replaceAll(" ", "")));
  return {
    best: Number(await text(page, "answer")),
    spikes,
    inputSpikes,
    events: Number((await text(page, "events")).replaceAll(",", "")),
  };
}

test.each(["cpu", "gpu"] as const)("classifies drawn digits live on %s, with the spikes that Node's network has", async (adapter) => {
  const { page, problems } = await open();
  await until(page, "ready");
  expect(await text(page, "model")).toMatch(/^digits\.safetensors: 784 – Linear 64 – \w+ – Linear 10, \d+ time steps/);
  if (adapter === "gpu") {
    await page.select("#digit-adapter", "gpu");
    await until(page, "loading");
    await until(page, "ready");
  }
  expect(await text(page, "executor")).toMatch(adapter === "gpu" ? /swiftshader.*\(software\)/i : /^cpu/);
  for (const digit of [1, 7, 0]) {
    await draw(page, digit);
    const pixels = await seen(page);
    expect(pixels.length).toBe(SIDE * SIDE);
    const expected = await inNode(pixels, adapter === "gpu" ? "software" : "cpu");
    expect(await shown(page)).toEqual(expected);
    expect(expected.best).toBe(digit);
    expect(expected.spikes).toBeGreaterThan(10);
    // A rectangle of 7 x 3 a spike in the raster.
    const drawn = await page.$eval("#digit-raster canvas", (element) => {
      const canvas = element as HTMLCanvasElement;
      return canvas
        .getContext("2d")!
        .getImageData(0, 0, canvas.width, canvas.height)
        .data.filter((value, k) => k % 4 === 3 && value > 0).length;
    });
    expect(drawn).toBe(7 * 3 * expected.spikes);
    const rows = await page.$$eval("#digit-classes tbody tr", (all) => all.map((row) => [...row.children].map((cell) => cell.textContent)));
    expect(rows.map(([name]) => name)).toEqual([..."0123456789"]);
    const shares = rows.map(([, , hard]) => Number.parseFloat(hard!));
    expect(shares.reduce((a, b) => a + b, 0)).toBeCloseTo(100, 0);
    expect(shares.indexOf(Math.max(...shares))).toBe(digit);
    await page.focus("#digit-pad");
    await page.keyboard.press("Delete");
    await until(page, "ready");
    expect([await text(page, "answer"), (await seen(page)).some((value) => value > 0)]).toEqual(["–", false]);
  }
  expect(problems).toEqual([]);
});

test("another network's file takes the place of the page's; a bad one is one line, and the network stays", async () => {
  const { page, problems } = await open();
  await until(page, "ready");
  const give = async (name: string, bytes: Uint8Array) => {
    const path = join(folder(), name);
    writeFileSync(path, bytes);
    await (await page.$<"input">("#digit-file" as "input"))!.uploadFile(path);
  };
  const network = {
    input: [SIDE, SIDE],
    layers: [
      { layer: "Flatten" },
      { layer: "Linear", in_features: SIDE * SIDE, out_features: 30 },
      { layer: "Leaky", beta: 0.9 },
      { layer: "Linear", in_features: 30, out_features: 10 },
    ],
  } as const;
  const { recording } = record(network, { steps: 5, batch: 1, truncate: 5 }, 5, 1);
  const encoder = { encoder: "bernoulli", mean: 0, std: 0.2, gain: 1 } as const;
  const other = encodeModel({ network, steps: 5, encoder, seed: 3, epoch: 2, parameters: recording.initial().map((x) => 5 * x) });
  await give("other.safetensors", other);
  // Not for "loading": on a busy machine that is over before anybody looks.
  await page.waitForFunction(() => !document.querySelector("#digit-model")?.textContent?.startsWith("digits."), { timeout: 50_000 });
  await until(page, "ready");
  expect(await text(page, "model")).toBe("other.safetensors: 28 x 28 – Flatten – Linear 30 – Leaky – Linear 10, 5 time steps, 2 epochs");
  await draw(page, 7);
  const expected = await inNode(await seen(page), "cpu", other);
  expect(await shown(page)).toEqual(expected);

  await give("broken.safetensors", other.subarray(0, 2000));
  await until(page, "failed");
  const line = await text(page, "banner");
  expect(line).toMatch(/^model: "broken\.safetensors": is truncated: /);
  expect(line.split("\n").length).toBe(1);
  await page.click("#digit-clear");
  await draw(page, 7);
  expect(await text(page, "model")).toMatch(/^other\.safetensors: /);
  expect(await shown(page)).toEqual(expected);
  expect(problems).toEqual([]);
});

test("without the page's own network: that is said, of a choice of adapter too, and a file takes its place", async () => {
  const site = join(folder(), "page");
  cpSync("dist/page", site, { recursive: true });
  rmSync(join(site, "digits.safetensors"));
  const { page } = await open("#digit", site);
  await until(page, "failed");
  expect(await text(page, "banner")).toMatch(/^digits\.safetensors was not found \(404 .*\); choose a file$/);
  await page.select("#digit-adapter", "cpu");
  await page.waitForFunction(() => document.querySelector("#digit-banner")?.textContent === "there is no network yet; choose a file");
  expect(await page.$eval("#digit-part", (part) => (part as HTMLElement).dataset.state)).toBe("failed");
  await (await page.$<"input">("#digit-file" as "input"))!.uploadFile("examples/browser/digits.safetensors");
  await until(page, "ready");
  expect(await page.$eval("#digit-banner", (banner) => banner.textContent)).toMatch(/^(No|$)/);
  await draw(page, 7);
});

test("networks and digits are two parts of one page", async () => {
  const { page, problems } = await open("");
  await page.waitForSelector('body[data-state="done"]', { timeout: 50_000 });
  expect(await page.$eval("#digit-part", (part) => (part as HTMLElement).hidden)).toBe(true);
  await page.click('nav a[href="#digit"]');
  await until(page, "ready");
  expect(await page.$eval("#networks-part", (part) => (part as HTMLElement).hidden)).toBe(true);
  expect(await page.$eval('nav a[aria-current="page"]', (link) => link.textContent)).toBe("Draw a digit");
  await page.click('nav a[href="#networks"]');
  await page.waitForSelector("#networks-part:not([hidden])");
  expect(await page.$eval("body", (body) => body.dataset.state)).toBe("done");
  expect(problems).toEqual([]);
});
