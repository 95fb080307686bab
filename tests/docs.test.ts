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
  const [learnt, transformed, bins] = shown("docs/operators.md");
  expect(learnt?.relative_l2).toBeLessThan(0.1);
  expect(learnt?.points).toBe(64);
  expect(transformed?.mean).toBeCloseTo(1, 6);
  expect(transformed?.back).toBeCloseTo(1, 6);
  expect([bins?.first, bins?.last].map((bin) => bin?.toFixed(5))).toEqual(["4.00000", "4.00000"]);
});

test("docs/fields.md: a sine steepens and decays; a field inside a network", { timeout: 60_000 }, () => {
  const [alone, coupled] = shown("docs/fields.md");
  expect(alone?.time).toBeCloseTo(1, 6);
  expect(alone?.largest).toBeGreaterThan(0.1);
  expect(alone?.largest).toBeLessThan(0.9);
  expect(coupled?.frames).toBe(20);
});

test("docs/flows.md: a sweep of Lorenz's flow, a flow of one's own", { timeout: 60_000 }, () => {
  const [swept, own] = shown("docs/flows.md");
  expect(swept?.frames).toBe(700);
  expect(Math.abs((swept?.measured ?? 0) / (swept?.tabled ?? 1) - 1)).toBeLessThan(0.15);
  expect(Math.abs((own?.variance ?? 0) / (own?.theory ?? 1) - 1)).toBeLessThan(0.08);
});

test("docs/rate-networks.md: frames of a batch; exponents on both sides of the transition", { timeout: 60_000 }, () => {
  const [run, chaos] = shown("docs/rate-networks.md") as unknown as [{ frames: number; last: number[] }, { largest: number[] }];
  expect([run.frames, run.last.length]).toEqual([100, 6]);
  // Below the transition a network falls silent.
  expect(Math.max(...run.last.slice(0, 3).map(Math.abs))).toBeLessThan(1e-3);
  expect(chaos.largest[0]).toBeLessThan(-0.1);
  expect(chaos.largest[2]).toBeGreaterThan(0.1);
});

test("docs/cells.md: a circle is learnt, a parity reader runs, a scan and a blow-up", { timeout: 120_000 }, () => {
  const [learnt, read, scanned] = shown("docs/cells.md");
  expect(learnt?.off).toBeLessThan(0.3);
  expect(read?.outputs).toBe(1000);
  expect(read?.loss).toBeLessThan(0.8);
  expect((scanned?.fast ?? 0) / (scanned?.first ?? 1)).toBeCloseTo(Math.exp(-9), 4);
  expect((scanned?.slow ?? 0) / (scanned?.first ?? 1)).toBeCloseTo(Math.exp(-0.9), 4);
  expect(scanned?.shrunk).toBeLessThan(0.2);
  expect(scanned?.blows).toBeLessThan(100);
});

test("docs/analysis.md: spectra of two sines; fixed points and words", { timeout: 60_000 }, () => {
  const [spectra, codes] = shown("docs/analysis.md") as unknown as [
    Record<string, number>,
    { points: number; stable: string[]; words: number },
  ];
  expect(spectra.frequency).toBe(5);
  expect(spectra.power).toBeCloseTo(0.5, 2);
  expect(Math.abs(spectra.phase ?? 0)).toBeCloseTo(Math.PI / 2, 2);
  expect(codes.points).toBe(3);
  expect(codes.stable).toHaveLength(2);
  expect(codes.words).toBe(6);
});

test("docs/memories.md: patterns recalled, false matches as often as they should be", { timeout: 60_000 }, () => {
  const [recall, matches] = shown("docs/memories.md");
  expect(recall?.recalled).toBeGreaterThan(0.99);
  expect(Math.abs((matches?.share ?? 0) - (matches?.chance ?? 1))).toBeLessThan(4 * (matches?.sigma ?? 0));
  expect(matches?.own).toBe(100);
});

test("docs/local-learning.md: a cost that falls, a task learnt, exact modes, signs that stay", { timeout: 60_000 }, () => {
  const [first, second] = shown("docs/local-learning.md") as unknown as [Record<string, number>, Record<string, number | string>];
  expect(first.after).toBeLessThan(first.cost ?? 0);
  expect(first.errors).toBe(0);
  expect(second.signs).toBe("1 -1 1 -1");
  expect(second.u).toBeCloseTo((3 * Math.exp(6)) / (Math.exp(6) - 1 + 3000), 4);
  expect(second.steps).toBe(20);
});
