import { breathe } from "../../src/plan/breathe.ts";
import type { LateralNeurons } from "./lateral.ts";
import { captured, deviation, eigenvalues, orthonormal, SecondMoments, without } from "./pca.ts";
import type { Tasks } from "./tasks.ts";
import type { ContinualRun } from "./training.ts";

/** How much of a layer's inputs its lateral neurons span, after a task, on training images of that task. Energies are shares of all of it. */
export interface Energy {
  readonly task: number;
  readonly layer: number;
  /** Rows of earlier tasks, and those learned on this one. */
  readonly frozen: number;
  readonly learned: number;
  readonly captured: number;
  /** The most that any rows beside the frozen ones could capture: those and the principal components of what they leave. */
  readonly best: number;
  /** Principal components by themselves: how much the first 1, 2, ... capture. */
  readonly components: Float64Array;
  /** Largest |H H^T - I|. */
  readonly deviation: number;
}

/** Shows `images` training images of a task to the network as it is, and holds each layer's rows against exact components. @throws the signal's reason */
export async function energies(run: ContinualRun, tasks: Tasks, task: number, images: number, signal: AbortSignal): Promise<Energy[]> {
  const { network } = run;
  const moments = run.lateral.map(({ columns }) => new SecondMoments(columns));
  run.present(tasks.train, images, tasks.permutations[task]!, (chosen) => {
    moments.forEach((m, l) => {
      m.add(chosen.length, network.inputs[l]!);
    });
  });
  const found: Energy[] = [];
  for (const [layer, lateral] of run.lateral.entries()) {
    await breathe();
    signal.throwIfAborted();
    found.push({ task, layer, ...measure(lateral, moments[layer]!.matrix()) });
  }
  return found;
}

function measure({ columns, weights, frozen, learning }: LateralNeurons, moments: Float64Array): Omit<Energy, "task" | "layer"> {
  const rows = Float64Array.from(weights.subarray(0, (frozen + learning) * columns));
  const own = cumulative(eigenvalues(moments, columns));
  const all = own[columns - 1]!;
  const basis = orthonormal(rows.slice(0, frozen * columns), columns);
  const left = frozen === 0 ? own : cumulative(eigenvalues(without(basis, moments, columns), columns));
  return {
    frozen,
    learned: learning,
    captured: captured(rows, moments, columns),
    best: 1 - (left[columns - 1]! - left[learning - 1]!) / all,
    components: own.map((sum) => sum / all),
    deviation: deviation(rows, columns),
  };
}

function cumulative(values: Float64Array): Float64Array {
  let sum = 0;
  return values.map((value) => {
    sum += value;
    return sum;
  });
}
