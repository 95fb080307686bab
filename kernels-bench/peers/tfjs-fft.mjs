/**
 * The Fourier transform of TensorFlow.js' WebGPU backend and Galvani's, turn by turn in one page of the same headless Chromium:
 *   node kernels-bench/peers/tfjs-fft.mjs [--folder out/peers/tfjs] [--batch 512] [--points 2048] [--repeats 3]
 * Installs @tensorflow/tfjs-core and @tensorflow/tfjs-backend-webgpu into the folder where they are missing; Galvani does not depend on them.
 */
import { spawnSync } from "node:child_process";
import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join, resolve } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import { parseArgs } from "node:util";
import { build } from "esbuild";
import { bundleEsbuild } from "../../scripts/bundle.mjs";
import { wgslEsbuild } from "../../scripts/wgsl.mjs";

const root = dirname(dirname(dirname(fileURLToPath(import.meta.url))));
const PACKAGES = ["@tensorflow/tfjs-core@4.22.0", "@tensorflow/tfjs-backend-webgpu@4.22.0"];

const options = { folder: "out/peers/tfjs", batch: "512", points: "2048", repeats: "3" };
const given = parseArgs({
  options: Object.fromEntries(Object.entries(options).map(([name, value]) => [name, { type: "string", default: value }])),
});
const folder = resolve(given.values.folder);
const [batch, points, repeats] = ["batch", "points", "repeats"].map(whole);

install();
const { openBrowser, openPage, serve } = await harness();
const site = await serve(undefined, {
  "/index.html": '<!doctype html><script type="module" src="/page.js"></script>',
  "/page.js": await page(),
});
const browser = await openBrowser();
try {
  const opened = await openPage(browser, site.url);
  const { theirs, ours, error, adapter } = await opened.page.evaluate((...args) => globalThis.compare(...args), batch, points, repeats);
  if (opened.problems.length > 0) throw new Error(opened.problems.join("; "));
  const least = (list) => Math.min(...list);
  const show = (list) => `${least(list).toFixed(1)} ms (${list.map((ms) => ms.toFixed(1)).join(", ")})`;
  const version = JSON.parse(readFileSync(join(folder, "node_modules/@tensorflow/tfjs-core/package.json"), "utf8")).version;
  console.log(`${batch} complex lines of ${points} points, ${adapter}, ${await browser.version()}`);
  console.log(`tf.js ${version}  ${show(theirs)}`);
  console.log(`galvani      ${show(ours)}`);
  console.log(`ratio ${(least(theirs) / least(ours)).toFixed(1)}; results differ by ${error.toExponential(1)} (relative L2)`);
} finally {
  await browser.close();
  await site.close();
}

function whole(name) {
  const value = Number(given.values[name]);
  if (Number.isInteger(value) && value >= 1) return value;
  console.error(`--${name}: ${given.values[name]}: give a whole number of at least 1`);
  return process.exit(2);
}

function install() {
  if (PACKAGES.every((name) => existsSync(join(folder, "node_modules", name.slice(0, name.lastIndexOf("@")))))) return;
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, "package.json"), '{ "private": true }\n');
  const { status } = spawnSync("npm", ["install", "--no-audit", "--no-fund", ...PACKAGES], { cwd: folder, stdio: "inherit" });
  if (status !== 0) process.exit(1);
}

/** What the page runs: both sides, on one adapter. */
async function page() {
  const contents = `
    import * as tf from "@tensorflow/tfjs-core";
    import "@tensorflow/tfjs-backend-webgpu";
    import { openDevice } from "${root}/src/gpu/adapter.ts";
    import { GpuProgram } from "${root}/src/plan/program-gpu.ts";
    import { fft } from "${root}/src/spectral/fft.ts";
    import { compare } from "${root}/kernels-bench/peers/tfjs-fft-page.ts";
    globalThis.compare = (...sizes) => compare({ tf, openDevice, GpuProgram, fft }, ...sizes);`;
  const { outputFiles } = await build({
    stdin: { contents, resolveDir: folder },
    ...{ bundle: true, format: "esm", platform: "browser", target: "es2022", write: false, logLevel: "error" },
    plugins: [wgslEsbuild, bundleEsbuild],
    absWorkingDir: root,
  });
  return outputFiles[0].text;
}

/** The functions with which the tests open a Chromium. */
async function harness() {
  const outfile = join(root, "node_modules", ".cache", `tfjs-fft-${process.pid}.mjs`);
  await build({
    entryPoints: [join(root, "tests/browser/harness.ts")],
    ...{ outfile, bundle: true, format: "esm", platform: "node", target: "es2022", packages: "external", logLevel: "error" },
  });
  try {
    return await import(pathToFileURL(outfile).href);
  } finally {
    rmSync(outfile, { force: true });
  }
}
