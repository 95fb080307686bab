import { Simulation } from "../src/simulate/simulation.ts";
import { type Bench, type Result, repeat, seconds } from "./measure.ts";
import { cuba } from "./networks.ts";

export const CUBA = "CUBA 4,000";

/** Wall time a second of the model: dt 0.1 ms, delay 0.1 ms, so windows of one step. */
export async function cubaNetwork({ choice, device }: Bench): Promise<Result[]> {
  const sim = await Simulation.create(cuba(), { adapter: choice });
  // A step takes long on a software adapter.
  const ms = device ? 100 : 1000;
  await sim.run(ms);
  sim.forget();
  const result = await repeat(
    { name: CUBA, unit: "s/model s", note: "4,000 neurons, dt 0.1, delay 0.1" },
    () => seconds(() => sim.run(ms)),
    (s) => (s * 1000) / ms,
    5,
  );
  const hz = Object.values(sim.counts()).reduce((a, b) => a + b, 0) / (4000 * (sim.time - ms) * 1e-3);
  sim.destroy();
  return [result, { name: `${CUBA}, rate`, value: hz, spread: 0, unit: "Hz", note: "5.6 expected" }];
}
