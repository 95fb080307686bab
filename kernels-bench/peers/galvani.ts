import { resolve } from "../../src/network/resolve.ts";
import { Simulation } from "../../src/simulate/simulation.ts";
import type { AdapterKind } from "../adapter.ts";
import { descriptionOf, type PeerParameters } from "./networks.ts";

/** One measurement of either side. */
export interface PeerTime {
  /** Seconds a second of model time takes: by the wall clock, and of processor time. */
  readonly wall: number;
  readonly processor: number;
  /** Mean rate of all neurons over the measurement, Hz. */
  readonly rate: number;
}

/** A network that was built and warmed up, and can be measured again and again. */
export interface PeerRun {
  measure(): Promise<PeerTime>;
  destroy(): void;
}

/** Galvani's side, one thread on `cpu`: each measurement goes on where the one before stopped. */
export async function galvaniRun(p: PeerParameters, kind: AdapterKind): Promise<PeerRun> {
  const sim = await Simulation.create(resolve(descriptionOf(p)), { adapter: kind, threads: kind === "cpu" ? 1 : undefined });
  await sim.run(p.warmup);
  const measure = async (): Promise<PeerTime> => {
    sim.forget();
    const [started, used] = [performance.now(), process.cpuUsage()];
    await sim.run(p.duration);
    const wall = (performance.now() - started) / p.duration;
    const { user, system } = process.cpuUsage(used);
    const spikes = Object.values(sim.counts()).reduce((a, b) => a + b, 0);
    return { wall, processor: (user + system) / 1000 / p.duration, rate: spikes / p.neurons / (p.duration / 1000) };
  };
  return { measure, destroy: () => sim.destroy() };
}
