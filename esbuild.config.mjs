/**
 * Builds dist/: the Node library, the command line, the browser bundle, the page and the bench and qualification programs.
 *   node esbuild.config.mjs                    everything
 *   node esbuild.config.mjs --self-contained   the command line with all dependencies but `webgpu` inside, for a machine without npm
 */
import { chmodSync, readFileSync, writeFileSync } from "node:fs";
import { build } from "esbuild";
import { bundleEsbuild } from "./scripts/bundle.mjs";
import { wgslEsbuild } from "./scripts/wgsl.mjs";

const { dependencies, version } = JSON.parse(readFileSync("package.json", "utf8"));
const selfContained = process.argv.includes("--self-contained");
const optional = ["@sparticuz/chromium"];

const common = {
  bundle: true,
  format: "esm",
  target: "es2022",
  sourcemap: "linked",
  sourcesContent: false,
  logLevel: "warning",
  plugins: [wgslEsbuild, bundleEsbuild],
  define: { "process.env.GALVANI_VERSION": JSON.stringify(version) },
};
// CommonJS dependencies inside an ESM bundle call `require`, which ESM lacks.
const requireShim = 'import { createRequire as __createRequire } from "node:module"; const require = __createRequire(import.meta.url);';

const node = (inside) => ({
  ...common,
  platform: "node",
  external: inside ? ["webgpu", ...optional] : [...Object.keys(dependencies), ...optional],
  ...(inside ? { banner: { js: requireShim } } : {}),
});
const browser = { ...common, platform: "browser", conditions: ["browser"], minify: true, keepNames: true };

/** [entry, output, options] */
const targets = [
  ["src/index.ts", "dist/index.js", node(selfContained)],
  ["src/cli/main.ts", "dist/cli.js", node(selfContained)],
  ["kernels-bench/main.ts", "dist/bench.js", node(selfContained)],
  ["scripts/qualify.ts", "dist/qualify.js", node(selfContained)],
  ["src/index.ts", "dist/browser.js", browser],
  ["examples/browser/main.ts", "dist/page/main.js", browser],
  ["examples/browser/worker.ts", "dist/page/worker.js", browser],
  ["examples/browser/digit/worker.ts", "dist/page/digit-worker.js", browser],
];

for (const [entry, outfile, options] of targets) {
  const { metafile } = await build({ ...options, entryPoints: [entry], outfile, metafile: true });
  if (options.platform === "browser") refuseNode(outfile, metafile);
  if (outfile === "dist/cli.js") chmodSync(outfile, 0o755);
}

for (const name of ["index.html", "style.css", "digits.safetensors"]) {
  writeFileSync(`dist/page/${name}`, readFileSync(`examples/browser/${name}`));
}

/** A browser bundle with an import left in it would fail in the page, not here. */
function refuseNode(outfile, metafile) {
  const left = Object.values(metafile.outputs)
    .flatMap((o) => o.imports)
    .filter((i) => i.external);
  const inputs = Object.keys(metafile.inputs).filter((i) => /node_modules\/(webgpu|@sparticuz)\//.test(i));
  const bad = [...left.map((i) => i.path), ...inputs];
  if (bad.length > 0) throw new Error(`${outfile}: Node-only modules in the browser bundle: ${bad.join(", ")}`);
}
