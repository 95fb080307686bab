import { execFile } from "node:child_process";
import { cpSync, existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { promisify } from "node:util";
import type { Browser } from "puppeteer-core";
import { afterAll, beforeAll, expect, type TestContext, test } from "vitest";
import { openBrowser, openPage, serve } from "./browser/harness.ts";

const run = promisify(execFile);
/** Signs in npm's output that no registry answers. */
const NO_REGISTRY = /ENOTFOUND|EAI_AGAIN|ECONNREFUSED|ETIMEDOUT|ENETUNREACH|ENOTCACHED|ECONNRESET/;

const folder = mkdtempSync(join(tmpdir(), "galvani-package-"));
let missing: string | undefined;
let browser: Browser | undefined;

async function npm(...words: string[]): Promise<string> {
  return (await run("npm", words, { cwd: folder, maxBuffer: 1 << 26 })).stdout;
}

beforeAll(async () => {
  if (!existsSync("dist/index.js")) throw new Error("dist/ is missing: run npm run build");
  // Other tests read dist/ meanwhile: nothing may be built again here.
  await npm("pack", resolve("."), "--ignore-scripts", "--silent");
  const [tarball] = readdirSync(folder).filter((name) => /^galvani-.*\.tgz$/.test(name));
  writeFileSync(join(folder, "package.json"), '{ "name": "consumer", "private": true, "type": "module" }\n');
  try {
    await npm("install", `./${tarball}`, "--prefer-offline", "--no-audit", "--no-fund", "--loglevel=error");
  } catch (error) {
    const output = String((error as { stderr?: string }).stderr ?? error);
    if (!NO_REGISTRY.test(output)) throw error;
    missing = `no registry to install the package's dependencies from: ${output.split("\n")[0]}`;
  }
}, 120_000);
afterAll(async () => {
  await browser?.close();
  rmSync(folder, { recursive: true, force: true });
});

function installed(context: TestContext): void {
  if (missing === undefined) return;
  console.warn(`skipped: ${missing}`);
  context.skip(missing);
}

const example = () => readFileSync("examples/library/node.mjs", "utf8");

test("README shows the library example that is tested here", () => {
  const blocks = readFileSync("README.md", "utf8").replaceAll("\r\n", "\n").split("```");
  expect(blocks.find((block) => block.startsWith("js\n"))).toBe(`js\n${example()}`);
});

test("the package holds what it needs and no more", (context) => {
  installed(context);
  const inside = (path: string) => existsSync(join(folder, "node_modules/galvani", path));
  for (const path of ["dist/index.js", "dist/browser.js", "dist/cli.js", "dist/types/index.d.ts", "schema/network.schema.json", "LICENSE"])
    expect(inside(path), path).toBe(true);
  for (const path of ["src", "tests", "node_modules", "shaders", "out"]) expect(inside(path), path).toBe(false);
});

test("README's example runs in Node", async (context) => {
  installed(context);
  writeFileSync(join(folder, "example.mjs"), example());
  const { stdout, stderr } = await run(process.execPath, ["example.mjs"], { cwd: folder });
  expect(stderr).toBe("");
  expect(stdout).toMatch(/exc: [\d.]+, inh: [\d.]+ \} [0-9a-f]{64}/);
});

test("npx galvani list", async (context) => {
  installed(context);
  const { stdout } = await run("npx", ["--no-install", "galvani", "list"], { cwd: folder });
  expect(stdout).toContain("microcircuit");
  expect(stdout).toContain("iaf_psc_exp");
});

test("a TypeScript program is checked against the declarations", async (context) => {
  installed(context);
  const program = `import { type Spikes, models, Network, plots, simulate } from "galvani";
const net = new Network({ dt: 0.1, seed: 1 });
net.population("E", 10, "iaf_psc_exp");
const sim = await simulate(net, { adapter: "cpu" });
const spikes: Spikes = sim.spikes();
export const svg: string = plots.svgFile(plots.raster(spikes));
export const names: string[] = Object.keys(models);
// @ts-expect-error a word is no seed
new Network({ dt: 0.1, seed: "x" });
`;
  writeFileSync(join(folder, "program.ts"), program);
  const tsc = resolve("node_modules/typescript/bin/tsc");
  for (const [module, resolution] of [
    ["nodenext", "nodenext"],
    ["esnext", "bundler"],
  ] as const) {
    const options = [
      "--noEmit",
      "--strict",
      "--target",
      "es2022",
      "--lib",
      "es2023,dom",
      "--module",
      module,
      "--moduleResolution",
      resolution,
    ];
    const { stdout } = await run(process.execPath, [tsc, ...options, "program.ts"], { cwd: folder }).catch((error) => error);
    expect(stdout).toBe("");
  }
});

test("one HTML file runs it in Chrome without a bundler, and the schema is importable", async (context) => {
  installed(context);
  cpSync("examples/library/chrome.html", join(folder, "index.html"));
  const site = await serve(folder);
  browser = await openBrowser();
  const { page, problems } = await openPage(browser, site.url);
  await page.waitForFunction('document.querySelector("#out").textContent.includes("digest")', { timeout: 30_000 });
  const digest = JSON.parse(await page.$eval("#out", (out) => out.textContent ?? "")).digest;
  const { stdout } = await run(process.execPath, ["--input-type=module", "-e", example()], { cwd: folder });
  expect(stdout).toContain(digest);
  expect(problems).toEqual([]);
  await site.close();
  const schema = 'console.log(import.meta.resolve("galvani/schema/network.schema.json"))';
  const found = await run(process.execPath, ["--input-type=module", "-e", schema], { cwd: folder });
  expect(found.stdout).toMatch(/network\.schema\.json/);
});
