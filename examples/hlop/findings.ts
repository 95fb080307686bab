import type { Finding } from "../example.ts";
import type { Energy } from "./energy.ts";
import { STEPS } from "./parameters.ts";
import { type ContinualRun, summary } from "./training.ts";

/** Largest loss allowed with lateral neurons, and by how much it must be worse without; points. */
const MOST_LOST = 1;
const LEAST_SAVED = 2;
/** Of the energy that exact components capture. */
const LEAST_CAPTURED = 0.99;

const PUBLISHED = "PMNIST, 10 tasks";
const UNVERIFIED = "quoted from memory, not verified";
const RATE_NETWORK = "rate network on permuted Fashion-MNIST, computed independently";
export const LAYERS = ["pixels", "first hidden layer", "second hidden layer"] as const;

const percent = (share: number, digits = 2) => (100 * share).toFixed(digits);

/** What was measured, beside what is published. */
export function findingsOf(plain: ContinualRun, lateral: ContinualRun, energy: readonly Energy[]): Finding[] {
  const [without, held] = [summary(plain.accuracy), summary(lateral.accuracy)];
  return [
    {
      name: "mean accuracy at the end, with lateral neurons (%)",
      measured: held.mean,
      expected: `85.04 (${RATE_NETWORK}); about 95.15 (${PUBLISHED}, ${UNVERIFIED})`,
    },
    { name: "mean accuracy at the end, without (%)", measured: without.mean, expected: `82.78 (${RATE_NETWORK})` },
    {
      name: "backward transfer with lateral neurons (points)",
      measured: held.backward,
      expected: `within ${MOST_LOST} of 0: "nearly zero forgetting" (the paper); about -1.3 (${PUBLISHED}, ${UNVERIFIED}); -0.18 (${RATE_NETWORK})`,
      holds: Math.abs(held.backward) <= MOST_LOST,
    },
    { name: "backward transfer without (points)", measured: without.backward, expected: `-3.43 (${RATE_NETWORK})` },
    {
      name: "backward transfer saved by lateral neurons (points)",
      measured: held.backward - without.backward,
      expected: `at least ${LEAST_SAVED}; 3.25 (${RATE_NETWORK})`,
      holds: held.backward - without.backward >= LEAST_SAVED,
    },
    ...accuracyTable(lateral, "with lateral neurons"),
    ...accuracyTable(plain, "without"),
    ...energy.map(energyFinding),
    {
      name: "largest |H Hᵀ - I| of all lateral weights",
      measured: Math.max(...energy.map(({ deviation }) => deviation)),
      expected: `0 where rows are orthonormal; 0.003 (${RATE_NETWORK})`,
    },
    {
      name: "spikes per hidden neuron and step, layer by layer",
      measured: lateral.network
        .rates()
        .map((rate) => rate.toFixed(3))
        .join(", "),
      expected: `between 0 and 1: hard spikes, ${STEPS} steps an image`,
    },
  ];
}

function accuracyTable(run: ContinualRun, which: string): Finding[] {
  return run.accuracy.map((row, after) => ({
    name:
      after === 0
        ? `accuracy on task 1 after it, ${which} (%)`
        : `accuracy on tasks 1 to ${after + 1} after task ${after + 1}, ${which} (%)`,
    measured: row.map((value) => value.toFixed(2)).join(", "),
    expected: after === 0 ? "the same with and without: nothing is frozen yet" : "nothing forgotten: each as it was after its own training",
  }));
}

function energyFinding({ task, layer, frozen, learned, captured, best, components }: Energy): Finding {
  const rows = frozen === 0 ? `${learned} rows` : `${frozen} frozen and ${learned} new rows`;
  const limit = frozen === 0 ? `${learned} principal components: ` : `the frozen rows and ${learned} principal components of the rest: `;
  const free = frozen === 0 ? "" : `; ${frozen + learned} components of this task alone: ${percent(components[frozen + learned - 1]!)}`;
  return {
    name: `energy captured of ${LAYERS[layer]}, task ${task + 1}, ${rows} (%)`,
    measured: `${percent(captured)} (${(captured / best).toFixed(4)} of the exact)`,
    expected: `at least ${LEAST_CAPTURED} of ${limit}${percent(best)}${free}`,
    holds: captured >= LEAST_CAPTURED * best,
  };
}
