/**
 * `import code from "./worker.ts?bundle"` gives the file with all it imports as one script, as text: what a worker thread is started
 * from, whether the importer runs from sources, from dist/ or from an installed package. Plugins for esbuild and for vite/vitest.
 */
import { isAbsolute, resolve } from "node:path";
import { build } from "esbuild";
import { wgslEsbuild } from "./wgsl.mjs";

const SUFFIX = "?bundle";

/** The script, for the same platform as its importer's bundle, and the files it was made of. */
async function bundled(file, { platform, conditions, define }) {
  const { outputFiles, metafile } = await build({
    entryPoints: [file],
    bundle: true,
    write: false,
    metafile: true,
    minify: true,
    keepNames: true,
    target: "es2022",
    format: platform === "node" ? "cjs" : "iife",
    platform,
    conditions,
    define,
    logLevel: "silent",
    plugins: [wgslEsbuild],
  });
  const left = Object.values(metafile.outputs).flatMap(({ imports }) =>
    imports.filter(({ external, path }) => external && !isBuiltin(path)),
  );
  if (left.length > 0) throw new Error(`${file}: a worker cannot import ${left.map(({ path }) => path).join(", ")}`);
  const files = Object.keys(metafile.inputs).map((path) => resolve(path));
  return { code: outputFiles[0].text, files };
}

const isBuiltin = (path) => path.startsWith("node:");

/** For esbuild. */
export const bundleEsbuild = {
  name: "bundle",
  setup(outer) {
    const { platform = "browser", conditions, define } = outer.initialOptions;
    outer.onResolve({ filter: /\?bundle$/ }, ({ path, resolveDir }) => ({
      path: resolve(resolveDir, path.slice(0, -SUFFIX.length)),
      namespace: "bundle",
    }));
    outer.onLoad({ filter: /./, namespace: "bundle" }, async ({ path }) => {
      const { code, files } = await bundled(path, { platform, conditions, define });
      return { contents: code, loader: "text", watchFiles: files };
    });
  },
};

/** For vite and vitest, which run in Node. */
export function bundleVite() {
  return {
    name: "bundle",
    enforce: "pre",
    async load(id) {
      if (!id.endsWith(SUFFIX)) return null;
      const file = id.slice(0, -SUFFIX.length);
      const { code, files } = await bundled(isAbsolute(file) ? file : resolve(file), { platform: "node" });
      for (const f of files) this.addWatchFile(f);
      return { code: `export default ${JSON.stringify(code)};`, map: null };
    },
  };
}
