/** The README's commands run as printed; every page and picture it names is there. (Its piece of code: tests/package.test.ts.) */
import { execFileSync } from "node:child_process";
import { existsSync, mkdtempSync, readFileSync, rmSync, symlinkSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { afterAll, expect, test } from "vitest";

const text = readFileSync("README.md", "utf8").replaceAll("\r\n", "\n");
const home = mkdtempSync(join(tmpdir(), "galvani-readme-"));
symlinkSync(resolve("examples"), join(home, "examples"));
afterAll(() => rmSync(home, { recursive: true }));

const node = (...args: string[]) => execFileSync(process.execPath, args, { cwd: home, encoding: "utf8" });
const commands = [...text.matchAll(/^npx galvani ([^#\n]+)/gm)].map(([, rest = ""]) => rest.trim());

test("there are commands to run", () => expect(commands.length).toBeGreaterThan(4));

test.each(commands)("npx galvani %s", { timeout: 120_000 }, (command) => {
  expect(node(resolve("dist/cli.js"), ...command.split(" "))).not.toBe("");
});

test("every page and picture is there", () => {
  const named = [...text.matchAll(/\]\(([^)#]+)\)/g)].map(([, path = ""]) => path).filter((path) => !path.includes("://"));
  expect(named.length).toBeGreaterThan(15);
  expect(named.filter((path) => !existsSync(path))).toEqual([]);
});
