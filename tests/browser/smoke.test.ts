import { existsSync } from "node:fs";
import { build } from "esbuild";
import type { Browser } from "puppeteer-core";
import { afterAll, beforeAll, expect, test } from "vitest";
import { wgslEsbuild } from "../../scripts/wgsl.mjs";
import { openBrowser, openPage, type Site, serve } from "./harness.ts";

let browser: Browser;
const sites: Site[] = [];
beforeAll(async () => {
  browser = await openBrowser();
});
afterAll(async () => {
  await browser?.close();
  for (const site of sites) await site.close();
});

async function site(folder: string | undefined, files: Record<string, string>): Promise<string> {
  const made = await serve(folder, files);
  sites.push(made);
  return made.url;
}

const html = (script: string): string => `<!doctype html><meta charset="utf-8"><title>t</title><script type="module">${script}</script>`;

test("src/gpu runs a kernel in Chromium as it does in Node", async () => {
  const bundle = await build({
    entryPoints: ["tests/browser/smoke-page.ts"],
    bundle: true,
    write: false,
    format: "esm",
    platform: "browser",
    conditions: ["browser"],
    plugins: [wgslEsbuild],
  });
  const url = await site(undefined, { "/index.html": html('import "/page.js";'), "/page.js": bundle.outputFiles[0].text });
  const { page, problems } = await openPage(browser, url);
  const result = await page.evaluate("run(70001)");
  expect(problems).toEqual([]);
  expect(result).toMatchObject({
    summary: { kind: "software", backend: "browser" },
    hardware: false,
    equal: true,
    place: "shaders/bench/copy.wgsl:12:23",
    uncaptured: "DeviceError",
  });
});

test.skipIf(!existsSync("dist/browser.js"))("the browser bundle loads in one HTML file without a bundler", async () => {
  const url = await site("dist", {
    "/index.html": html('import * as galvani from "/browser.js"; globalThis.names = Object.keys(galvani);'),
  });
  const { page, problems } = await openPage(browser, url);
  await page.waitForFunction("globalThis.names !== undefined");
  expect(await page.evaluate("names.length")).toBeGreaterThan(0);
  expect(problems).toEqual([]);
});
