/**
 * Plants the faults of faults/table.mjs, each alone, and runs the tests named beside it: one must turn red.
 *   node scripts/faults.mjs              all of them
 *   node scripts/faults.mjs philox hh    those whose file holds one of the words
 *   --list      the entries, without running them
 *   --missing   the kernels, twins and host modules that have none
 * Works on the committed state, in a git worktree of its own that is removed at the end, also on Ctrl-C: nobody sees the faults.
 */
import { spawnSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { missing, stale } from "./faults/check.mjs";
import { FAULTS } from "./faults/table.mjs";
import { Tests } from "./faults/tests.mjs";

const root = resolve(fileURLToPath(new URL("..", import.meta.url)));
const args = process.argv.slice(2);
const words = args.filter((a) => !a.startsWith("--"));
const chosen = FAULTS.filter(([file]) => words.length === 0 || words.some((word) => file.includes(word)));
let worktree;
let tests;

function git(...rest) {
  const { status, stdout, stderr } = spawnSync("git", ["-C", root, ...rest], { encoding: "utf8" });
  if (status !== 0) throw new Error(`git ${rest.join(" ")}: ${stderr.trim()}`);
  return stdout;
}

function clean() {
  tests?.end();
  if (!worktree) return;
  const folder = worktree;
  worktree = undefined;
  rmSync(join(folder, "node_modules"), { force: true });
  git("worktree", "remove", "--force", folder);
}

/** ms for all tests of a file that entries name, without a fault. */
const SOUND_MS = 900_000;
const sound = new Map();

/** Whether the tests pass without a fault: those that fail anyway prove nothing. A file's tests are run once for all its entries. */
async function passes(file, pattern = "") {
  if (!sound.has(file)) {
    const patterns = chosen.filter(([, , , test]) => test === file).map((entry) => `(?:${entry[4] ?? ""})`);
    sound.set(file, (await tests.run(file, [...new Set(patterns)].join("|"), 0, SOUND_MS)).tests);
  }
  const own = sound.get(file).filter(({ name }) => new RegExp(pattern).test(name));
  return own.length > 0 && own.every(({ state }) => state === "passed");
}

/** [what became of a fault (a heading of the table at the end), more words]. */
async function verdict(fault) {
  const [file, find, replace, test, pattern] = fault;
  const wrong = stale(worktree, fault);
  if (wrong) return ["does not apply", wrong];
  if (!(await passes(test, pattern))) return ["no proof", `without the fault ${test} "${pattern ?? ""}" does not pass`];
  const path = join(worktree, file);
  const text = readFileSync(path, "utf8");
  const write = (changed) => {
    writeFileSync(path, changed);
    tests.changed(file);
  };
  write(text.replace(find, () => replace));
  try {
    const found = await tests.run(test, pattern, 1);
    if (found.tests.some(({ state }) => state === "failed")) return ["seen"];
    if (found.tests.length === 0) return ["no proof", `no test ran: ${found.errors[0] ?? ""}`];
    return ["not seen", `${test} "${pattern ?? ""}" stays green`];
  } finally {
    if (worktree) write(text);
  }
}

const HEADINGS = ["seen", "not seen", "no proof", "does not apply"];
const named = ([file, find]) => `${file}: ${find.trim().split("\n")[0]}`;

/** A line for each folder, what became of its faults; then those that were not seen, by name. */
function summary(found) {
  const folders = new Map();
  for (const [[file], [heading]] of found) {
    const folder = file.split("/").slice(0, file.startsWith("src/twins/") ? 3 : 2);
    const line = folders.get(folder.join("/")) ?? {};
    line[heading] = (line[heading] ?? 0) + 1;
    folders.set(folder.join("/"), line);
  }
  const row = (name, cells) => console.log(`${name.padEnd(32)}${cells.map((cell) => String(cell ?? "").padStart(16)).join("")}`);
  row("", HEADINGS);
  for (const [folder, line] of [...folders].sort())
    row(
      folder,
      HEADINGS.map((heading) => line[heading]),
    );
  row(
    "all",
    HEADINGS.map((heading) => found.filter((f) => f[1][0] === heading).length),
  );
  for (const [fault, [heading, more]] of found) if (heading !== "seen") console.log(`${heading}: ${named(fault)}\n    ${more}`);
}

async function runAll() {
  worktree = mkdtempSync(join(tmpdir(), "galvani-faults-"));
  git("worktree", "add", "--detach", "--force", worktree, "HEAD");
  symlinkSync(join(root, "node_modules"), join(worktree, "node_modules"));
  tests = new Tests(worktree);
  if (git("status", "--porcelain", "--", "src", "shaders", "tests").trim()) console.log("(what is not committed is not looked at)");
  const found = [];
  for (const fault of chosen) {
    const started = performance.now();
    const [heading, more] = await verdict(fault);
    found.push([fault, [heading, more]]);
    const seconds = ((performance.now() - started) / 1000).toFixed(0).padStart(3);
    console.log(`${heading.padEnd(14)} ${seconds} s  ${named(fault)}`);
  }
  summary(found);
  return found.every(([, [heading]]) => heading === "seen") ? 0 : 1;
}

async function main() {
  if (args.includes("--list")) {
    for (const fault of chosen) console.log(`${named(fault)}${stale(root, fault) ? `  (${stale(root, fault)})` : ""}`);
    return 0;
  }
  if (args.includes("--missing")) {
    const without = missing(root, FAULTS);
    for (const file of without) console.log(file);
    return without.length === 0 ? 0 : 1;
  }
  return runAll();
}

for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"])
  process.on(signal, () => {
    clean();
    process.exit(130);
  });
main().then(
  (status) => {
    clean();
    process.exit(status);
  },
  (error) => {
    clean();
    console.error(error instanceof Error ? error.message : error);
    process.exit(1);
  },
);
