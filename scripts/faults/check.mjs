/** What of the table no longer fits the sources, and which sources it forgets. */
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";

/** Host modules shorter than this are left out: they hold names, types and one-liners. */
const LONG = 40;

/** Host modules without an entry, and why. */
const EXEMPT = {
  "src/threads/browser.ts": "runs in a page: only the tests in a real browser could see it",
};

/** What is wrong with an entry in the checkout at `root`, or undefined: its file is gone, or its text is not there exactly once. */
export function stale(root, [file, find, replace, test]) {
  if (!existsSync(join(root, file))) return "the file is gone";
  const times = readFileSync(join(root, file), "utf8").split(find).length - 1;
  if (times !== 1) return `the text is there ${times} times`;
  if (find === replace) return "nothing is replaced";
  if (!existsSync(join(root, test))) return `${test} is gone`;
  return undefined;
}

/** The files in the checkout at `root` that should have an entry and have none. */
export function missing(root, faults) {
  const covered = new Set(faults.map(([file]) => file));
  return ["shaders", "src"].flatMap((folder) => files(root, folder).filter((file) => !covered.has(file) && counts(root, file)));
}

/** Exemptions that exempt nothing. */
export function idle(root, faults) {
  const covered = new Set(faults.map(([file]) => file));
  return Object.keys(EXEMPT).filter((file) => covered.has(file) || !existsSync(join(root, file)));
}

const files = (root, folder) =>
  readdirSync(join(root, folder), { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name).slice(root.length + 1))
    .sort();

/** Kernels (shaders with an entry point), twins that compute something, host modules of some length with a function or a class. */
function counts(root, file) {
  if (EXEMPT[file] || file.endsWith("/index.ts")) return false;
  const text = readFileSync(join(root, file), "utf8");
  if (file.startsWith("shaders/")) return /@compute/.test(text);
  const code = /^export (async )?(function|class)\b|^export const \w+[^=\n]*=\s*(async )?(\([^)]*\)|\w+)[^=\n]*=>/m.test(text);
  return code && (file.startsWith("src/twins/") || text.split("\n").length > LONG);
}
