import type { NetworkDescription, Numbers } from "../network/description.ts";
import { Network } from "../network/network.ts";
import { resolve } from "../network/resolve.ts";
import type { SimulationOptions } from "./options.ts";
import { Simulation } from "./simulation.ts";

/**
 * Builds a network, described in code or by a network file's contents, ready to run.
 *
 * ```ts
 * const sim = await simulate(net, { adapter: "auto" });
 * await sim.run(1000);
 * console.log(sim.rates());
 * sim.destroy();
 * ```
 * @throws InputError, NoAdapterError, ShaderError, DeviceError, CancelledError
 */
export async function simulate(network: Network | NetworkDescription<Numbers>, options: SimulationOptions = {}): Promise<Simulation> {
  return Simulation.create(network instanceof Network ? network.resolve() : resolve(network), options);
}
