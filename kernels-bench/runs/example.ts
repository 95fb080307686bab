import { examples } from "../../examples/index.ts";
import { unknownName } from "../../src/network/names.ts";
import { Simulation } from "../../src/simulate/simulation.ts";
import type { AdapterKind } from "../adapter.ts";
import type { Row } from "../bench.ts";
import { seconds, spreadOf } from "../measure.ts";

interface ExampleRun {
  readonly kind: AdapterKind;
  /** Parts the duration is cut into: the spread is theirs. */
  readonly repeats: number;
  /** ms of model time to measure; default: the example's own. */
  readonly duration?: number;
  /** ms of model time before it; default: the example's own. */
  readonly warmup?: number;
  readonly scale?: number;
  readonly variant?: string;
  /** Of the cpu executor; default: all cores. */
  readonly threads?: number;
  /** Folder of a data set that the example needs. */
  readonly data?: string;
}

/**
 * Real-time factor of an example, recording off: wall-clock time over model time, building not counted.
 * @throws InputError for an unknown name, or options the example refuses
 */
export async function exampleRows(name: string, run: ExampleRun): Promise<Row[]> {
  const example = examples.find((e) => e.name === name);
  if (!example)
    throw unknownName(
      "example",
      name,
      "example",
      examples.map((e) => e.name),
    );
  const { scale, variant, data, repeats, threads } = run;
  const network = { ...(await example.network({ seed: 1, scale, variant, data })).resolve(), records: [] };
  const sim = await Simulation.create(network, { adapter: run.kind, threads });
  try {
    const part = (run.duration ?? example.duration) / repeats;
    await sim.run(run.warmup ?? example.warmup);
    sim.forget();
    const factors: number[] = [];
    for (let i = 0; i < repeats; i++) factors.push((await seconds(() => sim.run(part))) / (part / 1000));
    const spikes = Object.values(sim.counts()).reduce((a, b) => a + b, 0);
    const hz = spikes / sim.neurons / ((part * repeats) / 1000);
    const title = [name, variant, scale === undefined || scale === 1 ? "" : `scale ${scale}`, threads && `threads ${threads}`]
      .filter(Boolean)
      .join(" ");
    const what = { size: sim.neurons, better: "less" } as const;
    return [
      {
        ...what,
        name: title,
        ...spreadOf(factors),
        unit: "s/model s",
        note: `${sim.synapses.toLocaleString("en")} synapses, ${hz.toFixed(2)} Hz, ${repeats} parts of ${part} ms; ${sim.adapter}`,
      },
      { ...what, name: `${title}, built in`, ...spreadOf([sim.buildSeconds]), unit: "s" },
      { ...what, name: `${title}, buffers`, ...spreadOf([sim.memoryBytes / 1e6]), unit: "MB" },
    ];
  } finally {
    sim.destroy();
  }
}
