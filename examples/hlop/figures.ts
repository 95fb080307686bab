import { arrange, linePlot, type Series } from "../../src/view/plots.ts";
import { colour } from "../../src/view/svg.ts";
import type { Figure } from "../example.ts";
import { figureOf } from "../shared/figures.ts";
import type { Energy } from "./energy.ts";
import { LAYERS } from "./findings.ts";
import { TASKS } from "./parameters.ts";
import type { ContinualRun } from "./training.ts";

/** Accuracy of each task over training, with and without; captured energy over the number of rows. */
export function figuresOf(plain: ContinualRun, lateral: ContinualRun, energy: readonly Energy[], images: number): Figure[] {
  return [accuracies(plain, lateral, images), capturedEnergy(energy)];
}

function accuracies(plain: ContinualRun, lateral: ContinualRun, images: number): Figure {
  const series = Array.from({ length: TASKS }, (_, task) => {
    const one = (run: ContinualRun, name: string, style: "line" | "dashed"): Series => {
      const moments = run.curve.filter(({ accuracy }) => task < accuracy.length);
      return {
        name: `task ${task + 1}, ${name}`,
        x: moments.map((moment) => moment.images),
        y: moments.map(({ accuracy }) => accuracy[task]!),
        style,
        colour: colour(task),
      };
    };
    return [one(lateral, "with", "line"), one(plain, "without", "dashed")];
  }).flat();
  const title = "Accuracy of each task over training";
  const caption = `With lateral neurons and without, on 1,000 test images at most. A task has ${images.toLocaleString("en")} training images, and its line begins when a part of them is learned.`;
  const panel = linePlot(series, { title, xLabel: "training images", yLabel: "accuracy (%)", width: 760, height: 420, caption });
  return figureOf(panel);
}

function capturedEnergy(energy: readonly Energy[]): Figure {
  const title = "Captured energy over the number of rows";
  const caption =
    "Lines: exact principal components of each task's inputs by themselves. Dots: the lateral rows after each task, those of earlier tasks frozen; " +
    "the most that frozen rows allow lies between the dot and the line and is among the findings.";
  const panels = LAYERS.map((layer, l) => {
    const own = energy.filter((e) => e.layer === l);
    const most = Math.round(1.15 * Math.max(...own.map(({ frozen, learned }) => frozen + learned)));
    const least = 10;
    const lines = own.map(({ task, components }): Series => {
      const y = Array.from(components.subarray(least - 1, most), (share) => 100 * share);
      return { name: `components, task ${task + 1}`, x: y.map((_, i) => i + least), y, colour: colour(task) };
    });
    const dots = own.map(
      ({ task, frozen, learned, captured }): Series => ({
        name: `lateral, task ${task + 1}`,
        x: [frozen + learned],
        y: [100 * captured],
        style: "dots",
        colour: colour(task),
      }),
    );
    return linePlot([...lines, ...dots], { title: `Input: ${layer}`, xLabel: "rows", yLabel: "energy (%)", width: 420, height: 340 });
  });
  return figureOf(arrange(title, panels, 1300), { caption });
}
