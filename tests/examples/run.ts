import type { Example, ExampleOptions } from "../../examples/example.ts";
import { Simulation } from "../../src/simulate/simulation.ts";

/** Builds an example on the cpu executor and runs it for `duration` ms after `warmup` ms. */
export async function run(example: Example, options: ExampleOptions, warmup: number, duration: number): Promise<Simulation> {
  const network = await example.network(options);
  const simulation = await Simulation.create(network.resolve(), { adapter: "cpu" });
  await simulation.run(warmup);
  simulation.forget();
  await simulation.run(duration);
  return simulation;
}
