/** The study of equilibrium propagation in small: the bar of its gradient, and what it does with a folder of images. */
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, test } from "vitest";
import { equilibriumPropagation, estimates } from "../../examples/equilibrium-propagation/index.ts";
import { trainOn } from "../../examples/equilibrium-propagation/training.ts";
import { loadImages } from "../../examples/shared/datasets.ts";
import { Dice } from "../../src/verify/dice.ts";
import { cpuBench } from "./study.ts";

test("a smooth network's estimate holds the bar; one with kinks is worse; every figure is whole", { timeout: 60_000 }, async () => {
  const { findings, figures, notes } = await equilibriumPropagation.run({ seed: 1 }, cpuBench());
  const judged = findings.filter(({ holds }) => holds !== undefined);
  expect(judged.map(({ holds }) => holds)).toEqual([true, true]);
  expect(figures.length).toBe(2);
  for (const { svg } of figures) expect(svg).not.toMatch(/NaN|undefined|Infinity/);
  expect(notes[1]).toContain("--data");
  const found = await estimates(2, [0.1], cpuBench());
  const [oneSided, symmetric, kinked] = [found["one-sided"][0]!, found.symmetric[0]!, found.kinked[0]!];
  expect(symmetric.cosine).toBeGreaterThan(0.9999);
  expect(Math.abs(symmetric.norm - 1)).toBeLessThan(0.5 * Math.abs(oneSided.norm - 1));
  expect(kinked.cosine).toBeLessThan(symmetric.cosine);
});

/** Images of 28 x 28 whose ten classes are bright bars, as the files of MNIST. */
function folderOfBars(): string {
  const folder = mkdtempSync(join(tmpdir(), "galvani-bars-"));
  const dice = new Dice(1, "bars");
  for (const [name, count] of [
    ["train", 300],
    ["t10k", 100],
  ] as const) {
    const labels = Uint8Array.from({ length: count }, () => dice.whole(0, 9));
    const images = Uint8Array.from({ length: 784 * count }, (_, i) =>
      Math.floor((i % 784) / 78) === labels[Math.floor(i / 784)] ? 200 : dice.whole(0, 50),
    );
    writeFileSync(join(folder, `${name}-labels-idx1-ubyte`), Uint8Array.of(0, 0, 8, 1, 0, 0, count >> 8, count & 255, ...labels));
    const header = Uint8Array.of(0, 0, 8, 3, 0, 0, count >> 8, count & 255, 0, 0, 0, 28, 0, 0, 0, 28);
    writeFileSync(join(folder, `${name}-images-idx3-ubyte`), Buffer.concat([header, images]));
  }
  return folder;
}

test("images are learnt with the published numbers", { timeout: 60_000 }, async () => {
  const folder = folderOfBars();
  try {
    const learnt = await trainOn(await loadImages(folder), { images: 200, tests: 50, epochs: 3 }, 1, cpuBench());
    expect(learnt.length).toBe(3);
    expect(learnt[2]!.testError).toBeLessThan(0.1);
    expect(learnt[2]!.cost).toBeLessThan(learnt[0]!.cost);
  } finally {
    rmSync(folder, { recursive: true });
  }
});
