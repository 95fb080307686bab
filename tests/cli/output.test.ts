/** Folders of results: whole or not at all. */
import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, symlinkSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { writeFolder } from "../../src/cli/output.ts";
import { GalvaniError } from "../../src/errors.ts";
import { folder } from "./terminal.ts";

/** The second of them cannot be written: there is no folder "none". */
const HALF = { "a.txt": "new", "none/b.txt": "new" };

test("a write that fails half-way leaves no file of it, in a new folder and in an old one", () => {
  const home = folder();
  const out = join(home, "out");
  expect(() => writeFolder(out, HALF)).toThrow(GalvaniError);
  expect(readdirSync(home)).toEqual([]);
  writeFolder(out, { "a.txt": "old", "c.txt": "old" });
  expect(() => writeFolder(out, HALF)).toThrow(/^--out: cannot write .*out: ENOENT/);
  expect(readdirSync(home)).toEqual(["out"]);
  expect(readdirSync(out).map((name) => [name, readFileSync(join(out, name), "utf8")])).toEqual([
    ["a.txt", "old"],
    ["c.txt", "old"],
  ]);
  writeFolder(out, { "a.txt": "new" });
  expect(["a.txt", "c.txt"].map((name) => readFileSync(join(out, name), "utf8"))).toEqual(["new", "old"]);
});

/** Linux's disk in memory: another than that of temporary files. */
const OTHER_DISK = "/dev/shm";

test.skipIf(!existsSync(OTHER_DISK))("a folder that is there may be on another disk than what is beside it", () => {
  const real = mkdtempSync(join(OTHER_DISK, "galvani-"));
  try {
    const out = join(folder(), "out");
    symlinkSync(real, out);
    mkdirSync(join(real, "kept"));
    writeFolder(out, { "a.txt": "new" });
    expect(readdirSync(real).sort()).toEqual(["a.txt", "kept"]);
  } finally {
    rmSync(real, { recursive: true });
  }
});
