import { expect } from "vitest";
import { Workbench } from "../../examples/bench.ts";
import type { StudyResult } from "../../examples/example.ts";

/** A bench on the CPU. */
export const cpuBench = (signal?: AbortSignal) => new Workbench({ adapter: "cpu", signal });

/** What `cpuBench` has been told that a study ran on. */
export const ON_CPU = [{ adapter: "cpu (1 thread)", adapterKind: "cpu" }];

/** Expects so many findings to be judged and none to fail, and so many figures, all of them whole. */
export function expectWhole({ findings, figures }: StudyResult, judged: number, pictures: number): void {
  expect(findings.filter(({ holds }) => holds !== undefined).length).toBe(judged);
  for (const { name, measured, expected, holds } of findings) expect(holds, `${name}: ${measured}, not ${expected}`).not.toBe(false);
  expect(figures.length).toBe(pictures);
  for (const { svg } of figures) {
    expect(svg).not.toMatch(/NaN|undefined|Infinity/);
    expect(svg.length).toBeLessThan(300_000);
  }
}
