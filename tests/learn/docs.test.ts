/** The example of docs/training.md runs as it stands, against the built library. */
import { execFileSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { pathToFileURL } from "node:url";
import { expect, test } from "vitest";

test("docs/training.md: the example learns, and its spikes are the simulator's", () => {
  const text = readFileSync("docs/training.md", "utf8").replaceAll("\r\n", "\n");
  const code = /```js\n([\s\S]*?)```/.exec(text)?.[1] ?? "";
  const folder = mkdtempSync(join(tmpdir(), "galvani-docs-"));
  try {
    const file = join(folder, "example.mjs");
    writeFileSync(file, code.replace('from "galvani"', `from "${pathToFileURL(resolve("dist/index.js"))}"`));
    const shown = JSON.parse(execFileSync(process.execPath, [file], { encoding: "utf8" }));
    expect(shown.test_accuracy_soft).toBeGreaterThan(0.95);
    expect(shown.test_accuracy_hard).toBeGreaterThan(0.9);
    expect(shown.mismatches).toBe(0);
  } finally {
    rmSync(folder, { recursive: true });
  }
}, 60_000);
