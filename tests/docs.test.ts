/** The examples of the pages in docs/ run as they stand, against the built library. */
import { execFileSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { pathToFileURL } from "node:url";
import { expect, test } from "vitest";

/** What each of a page's pieces of JavaScript prints, as JSON. */
function shown(page: string): Record<string, number>[] {
  const text = readFileSync(page, "utf8").replaceAll("\r\n", "\n");
  const folder = mkdtempSync(join(tmpdir(), "galvani-docs-"));
  try {
    return [...text.matchAll(/```js\n([\s\S]*?)```/g)].map(([, code = ""], k) => {
      const file = join(folder, `example${k}.mjs`);
      writeFileSync(file, code.replace('from "galvani"', `from "${pathToFileURL(resolve("dist/index.js"))}"`));
      return JSON.parse(execFileSync(process.execPath, [file], { encoding: "utf8" }));
    });
  } finally {
    rmSync(folder, { recursive: true });
  }
}

test("docs/training.md: the example learns, and its spikes are the simulator's", { timeout: 60_000 }, () => {
  const [learnt] = shown("docs/training.md");
  expect(learnt?.test_accuracy_soft).toBeGreaterThan(0.95);
  expect(learnt?.test_accuracy_hard).toBeGreaterThan(0.9);
  expect(learnt?.mismatches).toBe(0);
});

test("docs/operators.md: an operator learns to shift; a transform there and back", { timeout: 60_000 }, () => {
  const [learnt, transformed] = shown("docs/operators.md");
  expect(learnt?.relative_l2).toBeLessThan(0.1);
  expect(learnt?.points).toBe(64);
  expect(transformed?.mean).toBeCloseTo(1, 6);
  expect(transformed?.back).toBeCloseTo(1, 6);
});

test("docs/fields.md: a sine steepens and decays; a field inside a network", { timeout: 60_000 }, () => {
  const [alone, coupled] = shown("docs/fields.md");
  expect(alone?.time).toBeCloseTo(1, 6);
  expect(alone?.largest).toBeGreaterThan(0.1);
  expect(alone?.largest).toBeLessThan(0.9);
  expect(coupled?.frames).toBe(20);
});
