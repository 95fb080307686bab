/**
 * `npm run page -- [--port 8080]`: builds the page where it is missing or older than its sources, and serves it on this machine only.
 */
import { spawnSync } from "node:child_process";
import { existsSync, readdirSync, readFileSync, statSync } from "node:fs";
import { createServer } from "node:http";
import { dirname, extname, join, normalize } from "node:path";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";

const root = dirname(dirname(fileURLToPath(import.meta.url)));
const folder = join(root, "dist", "page");
const types = { ".html": "text/html; charset=utf-8", ".js": "text/javascript; charset=utf-8", ".css": "text/css; charset=utf-8" };

const port = portOf();
if (outdated()) {
  const { status } = spawnSync(process.execPath, ["esbuild.config.mjs"], { cwd: root, stdio: "inherit" });
  if (status !== 0) process.exit(1);
}

const server = createServer((request, response) => {
  const { pathname } = new URL(request.url ?? "/", "http://localhost");
  const file = join(folder, normalize(decodeURIComponent(pathname === "/" ? "/index.html" : pathname)));
  const found = file.startsWith(folder) && existsSync(file) && statSync(file).isFile();
  response.writeHead(found ? 200 : 404, {
    "content-type": types[extname(file)] ?? "application/octet-stream",
    // Cross-origin isolation: clocks of 5 instead of 100 microseconds.
    "cross-origin-opener-policy": "same-origin",
    "cross-origin-embedder-policy": "require-corp",
    "cache-control": "no-cache",
  });
  response.end(found ? readFileSync(file) : "not found\n");
});
server.on("error", (error) => {
  const remedy = error.code === "EADDRINUSE" ? "is in use; choose another" : String(error);
  console.error(`--port: ${port}: ${remedy}`);
  process.exit(2);
});
server.listen(port, "127.0.0.1", () => console.log(`http://localhost:${server.address().port}/   (Ctrl+C ends)`));

function portOf() {
  let given;
  try {
    given = parseArgs({ options: { port: { type: "string", default: "8080" } } }).values.port;
  } catch (error) {
    console.error(`${error.message.split("\n")[0]}: npm run page takes -- --port NUMBER`);
    process.exit(2);
  }
  const number = Number(given);
  if (given !== "" && Number.isInteger(number) && number >= 0 && number <= 65535) return number;
  console.error(`--port: ${given}: must be a number of 0 (any free port) to 65535`);
  process.exit(2);
}

/** Whether a source is newer than the page. */
function outdated() {
  const made = join(folder, "index.html");
  if (!existsSync(made)) return true;
  const { mtimeMs } = statSync(made);
  const newest = (path) =>
    statSync(path).isDirectory() ? Math.max(0, ...readdirSync(path).map((name) => newest(join(path, name)))) : statSync(path).mtimeMs;
  return ["src", "shaders", "examples"].some((name) => existsSync(join(root, name)) && newest(join(root, name)) > mtimeMs);
}
