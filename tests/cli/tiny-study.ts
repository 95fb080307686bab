import type { Example, Study } from "../../examples/example.ts";
import { InputError, RunawayStateError } from "../../src/errors.ts";
import { Network } from "../../src/network/network.ts";
import { breathe } from "../../src/plan/breathe.ts";
import { Simulation } from "../../src/simulate/simulation.ts";
import { linePlot, svgFile } from "../../src/view/plots.ts";

/** A neuron that 400 pA makes fire. */
function oneNeuron(seed: number): Network {
  const network = new Network({ dt: 0.1, seed });
  network.population({ name: "E", size: 1, model: "iaf_psc_exp", params: { I_e: 400 } });
  return network;
}

/** Two phases of a tiny network; what `variant` asks for beyond that. */
export const tiny: Study = {
  name: "tiny",
  kind: "spiking",
  title: "One neuron, <twice>",
  source: "nobody (2026)",
  variants: ["plain", "damaged", "endless", "deaf", "runaway", "silent"],
  scales: true,
  largestScale: 2,
  data: { folder: "of nothing", optional: true },
  async run({ seed, scale = 1, variant = "plain", data }, bench) {
    const { adapter, threads } = bench;
    if (variant === "damaged") throw new InputError("data", data, "is damaged; copy it again");
    if (variant === "runaway") throw new RunawayStateError("E", 7, "V is NaN");
    if (variant === "silent") return { findings: [], figures: [], notes: [] };
    for (let k = 0; variant === "endless"; k++) {
      await breathe();
      bench.signal.throwIfAborted();
      bench.progress((k % 100) / 100, "for ever");
    }
    const simulation = await Simulation.create(oneNeuron(seed).resolve(), { adapter, threads, signal: bench.signal });
    bench.ran(simulation);
    const counts: number[] = [];
    for (const phase of [0, 1]) {
      bench.progress(phase / 2, `phase ${phase}`);
      // "deaf" looks at no signal.
      await simulation.run(100 * scale, variant === "deaf" ? {} : { signal: bench.signal });
      counts.push(simulation.counts().E!);
      bench.note(`phase ${phase}: <${counts[phase]}> spikes`);
    }
    while (variant === "deaf" && !bench.signal.aborted) await breathe();
    simulation.destroy();
    const plot = linePlot([{ name: "spikes", x: [0, 1], y: counts }], { title: "Phases", xLabel: "phase", yLabel: "spikes" });
    return {
      findings: [
        { name: "spikes", measured: counts[1]!, expected: "more than 0", holds: counts[1]! > 0 },
        { name: "a share", measured: 2 / 3, expected: "0.5 (Tab. 1 & 2)", holds: false },
        { name: "a word", measured: "<yes>", expected: "nothing" },
      ],
      figures: [{ title: "Phases <of it>", svg: svgFile(plot), caption: "Two & no more." }],
      notes: ["a note at the end"],
    };
  },
};

/** An example with findings and figures that are promised. */
export const found: Example = {
  name: "found",
  kind: "spiking",
  title: "One neuron",
  source: "nobody",
  duration: 100,
  warmup: 0,
  scales: false,
  network: ({ seed }) => oneNeuron(seed),
  findings: async (simulation) => [{ name: "spikes of E", measured: simulation.counts().E!, expected: "above 0", holds: true }],
  figures: async () => [{ title: "Promised", svg: svgFile(linePlot([], { title: "p", xLabel: "x", yLabel: "y" })) }],
};
