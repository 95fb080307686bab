import { InputError } from "../../src/errors.ts";
import type { Bench, ExampleOptions, Study, StudyResult } from "../example.ts";
import { folderOf, refuse, scaleOf } from "../options.ts";
import { IMAGE_FILES } from "../shared/datasets.ts";
import { type Energy, energies } from "./energy.ts";
import { figuresOf } from "./figures.ts";
import { findingsOf } from "./findings.ts";
import { BATCH, LATERAL, TASKS } from "./parameters.ts";
import { loadTasks } from "./tasks.ts";
import { ContinualRun, type RunOptions } from "./training.ts";

/** Training images of a task that its energies are taken from, and test images of a point of the curve. */
const MEASURED = 5000;
const GLANCED = 1000;
/** Points of the curve a task, and the share of the whole time that the run without lateral neurons takes. */
const POINTS = 5;
const SHARE_WITHOUT = 0.35;

/** `scale` is the share of the training images: 60,000 a task for MNIST and its kin. All test images are used. */
async function run(options: ExampleOptions, bench: Bench): Promise<StudyResult> {
  refuse(options, hlop);
  const scale = scaleOf(options);
  const { seed } = options;
  const tasks = await loadTasks(folderOf(options, IMAGE_FILES), TASKS, seed, LATERAL.first[0] + (TASKS - 1) * LATERAL.later[0]);
  const images = Math.round(tasks.train.count * scale);
  if (images < BATCH) throw new InputError("scale", scale, `leaves ${images} images to learn from; a batch has ${BATCH}`);
  const common = { seed, images, tested: tasks.test.count, glanced: GLANCED, points: POINTS, signal: bench.signal };
  const [plain, lateral] = [false, true].map((withLateral) => {
    const [from, share] = withLateral ? [SHARE_WITHOUT, 1 - SHARE_WITHOUT] : [0, SHARE_WITHOUT];
    const settings: RunOptions = {
      ...common,
      onProgress: (done, task) =>
        bench.progress(from + share * done, `task ${task + 1} of ${TASKS}, ${withLateral ? "with" : "without"} lateral neurons`),
    };
    return new ContinualRun(tasks, settings, withLateral);
  }) as [ContinualRun, ContinualRun];
  await plain.run();
  const energy: Energy[] = [];
  const measured = Math.min(MEASURED, images);
  await lateral.run(async (task) => {
    energy.push(...(await energies(lateral, tasks, task, measured, bench.signal)));
  });
  return {
    findings: findingsOf(plain, lateral, energy),
    figures: figuresOf(plain, lateral, energy, images),
    notes: notesOf(images, tasks.test.count, measured),
  };
}

function notesOf(images: number, tested: number, measured: number): string[] {
  const n = (value: number) => value.toLocaleString("en");
  return [
    `${TASKS} tasks of one epoch: ${n(images)} training images each, pixels in a shuffle of its own; accuracy on ${n(tested)} test images, ` +
      `energies on ${n(measured)} training images. Both runs begin with the same weights and see the same images in the same order.`,
    "The networks spike in every forward pass (hard threshold, 20 steps); gradients are those of weighted firing rates. The lateral neurons ran on the " +
      "twins of shaders/plasticity/subspace_*.wgsl, the rest in compiled loops of one thread of the CPU; no GPU was used.",
    "Captured energy is 1 - |x - HᵀHx|² / |x|². The first task's is held against as many principal components. Rows of earlier tasks are frozen, so a " +
      "later task's is held against them and the exact components of what they leave, as many as there are new rows.",
    "Smaller than published: 3 tasks, not 10; 400 hidden neurons, not 800; fixed thresholds; spikes of size 1; lateral outputs are not quantised.",
  ];
}

/** Tasks learned one after another, with nearly nothing forgotten. */
export const hlop: Study = {
  name: "hlop",
  kind: "plasticity",
  title: "Hebbian lateral neurons keep a spiking network from forgetting: permuted images, task after task",
  source: "Xiao et al. (2024), HLOP-SNN, and its repository pkuxmq/HLOP-SNN",
  scales: true,
  data: { folder: IMAGE_FILES, optional: false },
  run,
};
