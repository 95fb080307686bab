import { readFileSync } from "node:fs";
import { resolve } from "node:path";
import { expect, test } from "vitest";
import { type Fault, idle, missing, stale } from "../../scripts/faults/check.mjs";
import { FAULTS } from "../../scripts/faults/table.mjs";

const root = resolve(import.meta.dirname, "../..");

test("every planted fault has its file, its text exactly once, and its test file", () => {
  const wrong = FAULTS.flatMap((fault) => stale(root, fault)?.concat(`: ${fault[0]}: ${fault[1]}`) ?? []);
  expect(wrong).toEqual([]);
});

test("no fault is planted twice, and each pattern is a regular expression", () => {
  const places = FAULTS.map(([file, find, replace]) => JSON.stringify([file, find, replace]));
  expect(places.filter((place, k) => places.indexOf(place) !== k)).toEqual([]);
  for (const [, , , , pattern = ""] of FAULTS) expect(() => new RegExp(pattern)).not.toThrow();
});

test("every kernel, twin and host module with logic has a planted fault, or a reason why not", () => {
  expect(missing(root, FAULTS)).toEqual([]);
  expect(idle(root, FAULTS)).toEqual([]);
});

test("what no longer applies is told", () => {
  const [file, find, replace, at] = FAULTS[0];
  const changed = (...fault: Fault) => stale(root, fault);
  expect(changed("src/none.ts", find, replace, at)).toBe("the file is gone");
  expect(changed(file, "no such text", replace, at)).toBe("the text is there 0 times");
  expect(changed(file, "\n", replace, at)).toBe(
    `the text is there ${readFileSync(resolve(root, file), "utf8").split("\n").length - 1} times`,
  );
  expect(changed(file, find, find, at)).toBe("nothing is replaced");
  expect(changed(file, find, replace, "tests/none.test.ts")).toBe("tests/none.test.ts is gone");
  expect(
    missing(
      root,
      FAULTS.filter((fault) => fault[0] !== file),
    ),
  ).toEqual([file]);
});
