/** What docs/extending.md tells a newcomer to do, done in a copy of the repository: files written, lines added, built, run on both adapters. */
import { execFileSync } from "node:child_process";
import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join, resolve } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";

/** What a build needs. */
const COPIED = ["src", "shaders", "schema", "examples", "kernels-bench", "scripts", "esbuild.config.mjs", "package.json", "tsconfig.json"];

let home: string;

/** A path in backquotes on a line of its own, then what becomes of that file: its text, or lines added to it between lines that are there. */
function follow(page: string): string[] {
  const written: string[] = [];
  for (const [, path = "", blocks = ""] of page.matchAll(/^`([^`\n]+)`\n\n((?:```\w+\n(?:(?!```)[\s\S])*```\n+)+)/gm)) {
    for (const [, kind, body = ""] of blocks.matchAll(/```(\w+)\n([\s\S]*?\n)```/g)) {
      const file = join(home, path);
      mkdirSync(dirname(file), { recursive: true });
      writeFileSync(file, kind === "diff" ? changed(readFileSync(file, "utf8"), body, path) : body);
    }
    written.push(path);
  }
  return written;
}

function changed(text: string, diff: string, path: string): string {
  const lines = diff.split("\n").slice(0, -1);
  const before = lines.filter((line) => line.startsWith(" ")).map((line) => `${line.slice(1)}\n`);
  expect(text.split(before.join("")).length, `${path} has the lines that the page shows, once`).toBe(2);
  return text.replace(before.join(""), () => lines.map((line) => `${line.slice(1)}\n`).join(""));
}

const node = (...args: string[]) =>
  execFileSync(process.execPath, args, { cwd: home, encoding: "utf8", stdio: ["ignore", "pipe", "pipe"] });
const galvani = (...args: string[]) => node("dist/cli.js", ...args);

beforeAll(() => {
  home = mkdtempSync(join(tmpdir(), "galvani-extending-"));
  for (const name of COPIED) cpSync(name, join(home, name), { recursive: true });
  symlinkSync(resolve("node_modules"), join(home, "node_modules"));
});

afterAll(() => rmSync(home, { recursive: true }));

test("the page's files and lines make a model, a rule and an example", { timeout: 600_000 }, () => {
  const page = readFileSync("docs/extending.md", "utf8").replaceAll("\r\n", "\n");
  // Two files a model, two a rule, one an example, and the lists they join.
  expect(follow(page)).toHaveLength(8);
  node(join("node_modules", "typescript", "bin", "tsc"), "--noEmit", "-p", ".");
  node("esbuild.config.mjs");
  expect(galvani("list", "qif")).toContain("Quadratic integrate-and-fire");
  const [cpu, software] = ["cpu", "software"].map((adapter) => JSON.parse(galvani("run", "qif", "--adapter", adapter, "--json")));
  expect(cpu.findings.map(({ holds }: { holds: boolean }) => holds)).toEqual([true, true]);
  expect(cpu.spikes).toBeGreaterThan(100);
  expect(software.digest).toBe(cpu.digest);
});
