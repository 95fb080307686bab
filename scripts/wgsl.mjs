/**
 * Loads `.wgsl` files as the `ShaderSource` of src/gpu/source.ts, with `#import "lib/philox"` lines inlined,
 * and gives esbuild and vite/vitest plugins so that `import source from ".../shaders/x/y.wgsl"` works in every build.
 */
import { existsSync, readFileSync } from "node:fs";
import { dirname, join, relative, resolve, sep } from "node:path";

const IMPORT = /^\s*#import\s+"([^"]+)"\s*(?:\/\/.*)?$/;

/** The `shaders` folder that a file lies in; an example's own model imports from its own folder. */
function shadersRoot(file) {
  const own = dirname(resolve(file));
  for (let folder = own; folder !== dirname(folder); folder = dirname(folder)) {
    if (folder.endsWith(`${sep}shaders`)) return folder;
  }
  return own;
}

const posix = (path) => path.split(sep).join("/");

/** Inlines the imports of one shader: `{ path, text, runs, files }`; a run is [file, first line, number of lines]. */
function inline(file) {
  const root = shadersRoot(file);
  const shown = (f) => posix(relative(dirname(root), f));
  const lines = [];
  const runs = [];
  const done = new Set();
  const add = (from, line, text) => {
    const last = runs.at(-1);
    if (last && last[0] === from && last[1] + last[2] === line) last[2]++;
    else runs.push([from, line, 1]);
    lines.push(text);
  };
  const visit = (f, stack) => {
    const name = shown(f);
    const again = stack.indexOf(name);
    if (again >= 0) throw new Error(`#import cycle: ${[...stack.slice(again), name].join(" -> ")}`);
    done.add(f);
    const text = readFileSync(f, "utf8").replaceAll("\r\n", "\n").replace(/\n$/, "");
    text.split("\n").forEach((content, i) => {
      const match = IMPORT.exec(content);
      if (!match) {
        if (/^\s*#import\b/.test(content)) throw new Error(`${name}:${i + 1}: write it as #import "folder/file"`);
        add(name, i + 1, content);
        return;
      }
      const target = join(root, `${match[1]}.wgsl`);
      if (!existsSync(target)) throw new Error(`${name}:${i + 1}: #import "${match[1]}": there is no ${shown(target)}`);
      const cyclic = stack.includes(shown(target)) || target === f;
      if (cyclic || !done.has(target)) visit(target, [...stack, name]);
    });
  };
  visit(resolve(file), []);
  return { path: posix(relative(root, resolve(file))), text: `${lines.join("\n")}\n`, runs, files: [...done] };
}

/** The `ShaderSource` of a file. */
export function loadShader(file) {
  const { path, text, runs } = inline(file);
  return { path, text, origins: decode(runs) };
}

const decode = (runs) => runs.flatMap(([file, line, n]) => Array.from({ length: n }, (_, i) => ({ file, line: line + i })));

/** A module whose default export is the `ShaderSource`; origins are kept as runs and decoded when it loads. */
function moduleOf(file) {
  const { path, text, runs, files } = inline(file);
  const code = `const decode = ${decode};
export default { path: ${JSON.stringify(path)}, text: ${JSON.stringify(text)}, origins: decode(${JSON.stringify(runs)}) };\n`;
  return { code, files };
}

/** For esbuild. */
export const wgslEsbuild = {
  name: "wgsl",
  setup(build) {
    build.onLoad({ filter: /\.wgsl$/ }, ({ path }) => {
      try {
        const { code, files } = moduleOf(path);
        return { contents: code, loader: "js", watchFiles: files };
      } catch (error) {
        return { errors: [{ text: error.message }] };
      }
    });
  },
};

/** For vite and vitest. */
export function wgslVite() {
  return {
    name: "wgsl",
    enforce: "pre",
    load(id) {
      const file = id.split("?")[0];
      if (!file.endsWith(".wgsl")) return null;
      const { code, files } = moduleOf(file);
      for (const f of files) this.addWatchFile(f);
      return { code, map: null };
    },
  };
}
