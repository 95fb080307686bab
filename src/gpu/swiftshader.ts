import { accessSync, constants, existsSync, mkdirSync, mkdtempSync, readFileSync, renameSync, rmSync } from "node:fs";
import { createRequire } from "node:module";
import { homedir, tmpdir } from "node:os";
import { dirname, join } from "node:path";

/**
 * Folder with libvk_swiftshader.so, its driver file and libvulkan.so.1 from the npm package `@sparticuz/chromium`,
 * unpacked once a machine; undefined where the package is missing or made for another platform.
 */
export async function packagedSwiftShader(): Promise<string | undefined> {
  if (process.platform !== "linux" || process.arch !== "x64") return undefined;
  return unpacked("swiftshader", ["swiftshader.tar.br"]);
}

/**
 * Unpacks archives of `@sparticuz/chromium` into one folder of the cache and returns it; undefined where the package is missing.
 * Safe with several processes at once: each unpacks into a folder of its own and the first rename wins.
 */
export async function unpacked(name: string, archives: readonly string[]): Promise<string | undefined> {
  const home = packageFolder();
  if (!home) return undefined;
  const version = (JSON.parse(readFileSync(join(home, "package.json"), "utf8")) as { version: string }).version;
  const cache = cacheFolder();
  const final = join(cache, `${name}-${version}`);
  if (existsSync(final)) return final;
  const own = mkdtempSync(join(cache, ".unpack-"));
  try {
    for (const archive of archives) await inflateInto(join(home, "bin", archive), own);
    renameSync(own, final);
  } catch (error) {
    rmSync(own, { recursive: true, force: true });
    if (!existsSync(final)) throw error;
  }
  return final;
}

/** The package's `inflate` writes below os.tmpdir(), which it reads before it first waits. */
async function inflateInto(archive: string, folder: string): Promise<void> {
  const { inflate } = await import("@sparticuz/chromium");
  const before = process.env.TMPDIR;
  process.env.TMPDIR = folder;
  let done: Promise<string>;
  try {
    done = inflate(archive);
  } finally {
    if (before === undefined) delete process.env.TMPDIR;
    else process.env.TMPDIR = before;
  }
  await done;
}

function packageFolder(): string | undefined {
  try {
    return dirname(dirname(createRequire(import.meta.url).resolve("@sparticuz/chromium")));
  } catch {
    return undefined;
  }
}

/** $XDG_CACHE_HOME/galvani, else ~/.cache/galvani, else a folder for temporary files. */
function cacheFolder(): string {
  const choices = [process.env.XDG_CACHE_HOME || join(homedir(), ".cache"), tmpdir()];
  for (const choice of choices) {
    const folder = join(choice, "galvani");
    try {
      mkdirSync(folder, { recursive: true });
      accessSync(folder, constants.W_OK);
      return folder;
    } catch {
      // Read-only home: try the next.
    }
  }
  return mkdtempSync(join(tmpdir(), "galvani-"));
}
