import { encodeNpz, flat } from "../io/npz.ts";
import type { Simulation } from "../simulate/simulation.ts";
import type { WeightSnapshots, Weights } from "../simulate/weights.ts";
import { histogramPlot, svgFile, weightHistogram, weightHistograms } from "../view/plots.ts";
import type { Figure } from "../view/sections.ts";
import { type Files, fileName } from "./output.ts";
import { rounded } from "./summary.ts";

/** Synapses of a projection up to which a run writes its weights: 16 bytes each. */
const MOST_WRITTEN = 20_000_000;

/** What `--out` and the report hold of plastic projections. */
export interface PlasticOutput {
  readonly files: Files;
  readonly figures: readonly Figure[];
  readonly notes: readonly string[];
}

/** After a run that a state or a weight out of its range ended: weights are no longer to be read. */
export const NOTHING_LEARNT: PlasticOutput = { files: {}, figures: [], notes: [] };

/** Final weights as `weights-NAME.npz` (source, target, delay in steps, weight; and what was kept on the way), their histogram, and what was left out. */
export async function plasticOutput(simulation: Simulation): Promise<PlasticOutput> {
  const files: Record<string, Uint8Array> = {};
  const figures: Figure[] = [];
  const notes: string[] = [];
  for (const { name, synapses, kept } of simulation.plasticProjections) {
    if (synapses > MOST_WRITTEN) {
      notes.push(
        `The weights of ${name}, ${synapses.toLocaleString("en")} synapses, are not written: more than ${MOST_WRITTEN.toLocaleString("en")}; read them by simulation.weights().`,
      );
      continue;
    }
    const weights = await simulation.weights(name);
    const snapshots = kept ? simulation.weightSnapshots(name) : undefined;
    files[`weights-${fileName(name)}.npz`] = weightsNpz(weights, snapshots);
    figures.push(histogramOf(name, weights.weight, snapshots, simulation.time));
  }
  return { files, figures, notes };
}

function weightsNpz({ source, target, delay, weight }: Weights, snapshots: WeightSnapshots | undefined): Uint8Array {
  const lists = { source: flat(source), target: flat(target), delay: flat(delay), weight: flat(weight) };
  if (!snapshots || snapshots.weights.length === 0) return encodeNpz(lists);
  const { times, weights } = snapshots;
  const all = new Float32Array(weights.length * weight.length);
  weights.forEach((one, k) => {
    all.set(one, k * weight.length);
  });
  return encodeNpz({ ...lists, kept_times: flat(times), kept_weights: { data: all, shape: [weights.length, weight.length] } });
}

function histogramOf(name: string, weight: Float32Array, snapshots: WeightSnapshots | undefined, time: number): Figure {
  const title = `Weights of ${name}`;
  if (snapshots && snapshots.weights.length > 1) {
    const panel = weightHistograms(snapshots, { title, label: "weight" });
    return { title, svg: svgFile(panel), caption: panel.caption };
  }
  const low = weight.reduce((a, b) => Math.min(a, b), Infinity);
  const high = weight.reduce((a, b) => Math.max(a, b), -Infinity);
  const caption = `${weight.length.toLocaleString("en")} synapses after ${rounded(time)} ms.`;
  const plot = histogramPlot(weightHistogram(weight, low, high > low ? high : low + 1), {
    title,
    label: "weight",
    width: 520,
    height: 260,
  });
  return { title, svg: svgFile(plot), caption };
}
