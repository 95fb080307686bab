/** The study of HLOP, whole, on made-up images; its parts: hlop-network, hlop-lateral. */
import { existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, describe, expect, test } from "vitest";
import { Workbench } from "../../examples/bench.ts";
import { hlop } from "../../examples/hlop/index.ts";
import { CLASSES } from "../../examples/hlop/parameters.ts";
import { loadTasks } from "../../examples/hlop/tasks.ts";
import { ContinualRun, summary } from "../../examples/hlop/training.ts";
import { Words } from "../../examples/shared/draw.ts";
import { InputError } from "../../src/errors.ts";

test("backward transfer is the mean loss of earlier tasks since they were learned", () => {
  const { mean, backward } = summary([[80], [78, 84], [75, 82, 86]]);
  expect(mean).toBeCloseTo(81, 12);
  expect(backward).toBeCloseTo((-5 - 2) / 2, 12);
});

const home = mkdtempSync(join(tmpdir(), "galvani-hlop-"));
afterAll(() => rmSync(home, { recursive: true }));

/** A folder with made-up images in ten classes: a pattern each, and noise. */
function folderOf(name: string, side: number, train: number, tested: number): string {
  const folder = join(home, name);
  if (existsSync(folder)) return folder;
  const words = new Words(11, 0);
  const patterns = Array.from({ length: CLASSES }, () => Array.from({ length: side * side }, () => (words.below(4) === 0 ? 120 : 0)));
  const idx = (shape: readonly number[], data: Uint8Array) => {
    const head = new DataView(new ArrayBuffer(4 + 4 * shape.length));
    [0x800 + shape.length, ...shape].forEach((word, k) => {
      head.setUint32(4 * k, word);
    });
    return Buffer.concat([new Uint8Array(head.buffer), data]);
  };
  mkdirSync(folder);
  for (const [prefix, count] of [
    ["train", train],
    ["t10k", tested],
  ] as const) {
    const labels = Uint8Array.from({ length: count }, () => words.below(CLASSES));
    const pixels = new Uint8Array(count * side * side);
    for (let i = 0; i < pixels.length; i++)
      pixels[i] = Math.max(0, patterns[labels[Math.floor(i / side ** 2)]][i % side ** 2] + words.below(130) - 30);
    writeFileSync(join(folder, `${prefix}-images-idx3-ubyte`), idx([count, side, side], pixels));
    writeFileSync(join(folder, `${prefix}-labels-idx1-ubyte`), idx([count], labels));
  }
  return folder;
}

describe("the study", () => {
  test("end to end on made-up images: the same again for the same seed", async () => {
    const data = folderOf("made-up", 16, 1000, 200);
    const shares: number[] = [];
    const bench = new Workbench({ onProgress: (share) => shares.push(share) });
    const result = await hlop.run({ data, seed: 3, scale: 0.7 }, bench);
    const again = await hlop.run({ data, seed: 3, scale: 0.7 }, new Workbench());
    expect(again.findings).toEqual(result.findings);
    const value = (name: string) => result.findings.find((finding) => finding.name.startsWith(name))?.measured;
    for (const which of ["with lateral", "without"]) {
      expect(Number.parseFloat(String(value(`accuracy on task 1 after it, ${which}`)))).toBeGreaterThan(50);
      expect(value(`mean accuracy at the end, ${which}`)).toBeGreaterThan(50);
    }
    expect(Math.abs(value("backward transfer with lateral") as number)).toBeLessThan(5);
    // Rows in the same number as pixels nearly, after three tasks: what they capture cannot exceed everything.
    const energies = result.findings.filter(({ name }) => name.startsWith("energy captured"));
    expect(energies.length).toBe(9);
    for (const { measured } of energies) expect(Number.parseFloat(String(measured))).toBeLessThanOrEqual(100);
    expect(value("accuracy on task 1 after it, with")).toBe(value("accuracy on task 1 after it, without"));
    expect(result.figures.map(({ title }) => title)).toEqual([
      "Accuracy of each task over training",
      "Captured energy over the number of rows",
    ]);
    for (const { svg } of result.figures) expect(svg).not.toMatch(/NaN|undefined/);
    expect(result.notes[0]).toMatch(/700 training images each.*200 test images/);
    expect(shares.every((share, i) => share >= 0 && share <= 1 && share >= (shares[i - 1] ?? 0))).toBe(true);
  }, 240_000);

  test("is ended by the bench's signal", async () => {
    const controller = new AbortController();
    const bench = new Workbench({ signal: controller.signal, onProgress: () => controller.abort(new Error("enough")) });
    await expect(hlop.run({ data: folderOf("made-up", 16, 1000, 200), seed: 3 }, bench)).rejects.toThrow("enough");
  });

  test.each([
    ["small images", () => ({ seed: 1, data: folderOf("small", 14, 64, 10) }), /has images of 196 pixels; take some with 220 or more/],
    ["no batch", () => ({ seed: 1, data: folderOf("made-up", 16, 1000, 200), scale: 0.05 }), /^scale: 0.05: leaves 50 images/],
  ])("%s: one clear error", async (_, options, message) => {
    const failed = hlop.run(options(), new Workbench());
    await expect(failed).rejects.toThrow(InputError);
    await expect(failed).rejects.toThrow(message);
  });
});

const DATA = "../shared/data/fashion-mnist";
const present = existsSync(DATA);
if (!present) console.warn(`hlop: skipped, no folder ${DATA}`);

test.skipIf(!present)(
  "Fashion-MNIST, a sixth of it: without lateral neurons tasks are forgotten, with them not",
  async () => {
    const tasks = await loadTasks(DATA, 3, 1, 220);
    const options = {
      seed: 1,
      images: 10_000,
      tested: 1000,
      glanced: 64,
      points: 1,
      signal: new AbortController().signal,
      onProgress: () => {},
    };
    const [without, held] = [false, true].map((lateral) => new ContinualRun(tasks, options, lateral));
    await without.run();
    await held.run();
    expect(Math.abs(summary(held.accuracy).backward)).toBeLessThanOrEqual(1);
    expect(summary(without.accuracy).backward).toBeLessThanOrEqual(summary(held.accuracy).backward - 1.5);
  },
  240_000,
);
