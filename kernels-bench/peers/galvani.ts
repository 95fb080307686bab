import { Simulation } from "../../src/simulate/simulation.ts";
import type { AdapterKind } from "../adapter.ts";
import type { Match } from "./match.ts";

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

/** Galvani's side: each measurement goes on where the one before stopped, or begins anew. */
export async function galvaniRun(match: Match, kind: AdapterKind): Promise<PeerRun> {
  const { warmup, duration, neurons, counted, anew } = match;
  const network = { ...(await match.network()), records: [] };
  const sim = await Simulation.create(network, { adapter: kind, threads: kind === "cpu" ? match.threads : undefined });
  await sim.run(warmup);
  const measure = async (): Promise<PeerTime> => {
    if (anew) {
      await sim.reset();
      await sim.run(warmup);
    }
    sim.forget();
    const [started, used] = [performance.now(), process.cpuUsage()];
    await sim.run(duration);
    const wall = (performance.now() - started) / duration;
    const { user, system } = process.cpuUsage(used);
    const counts = sim.counts();
    const spikes = counted === undefined ? Object.values(counts).reduce((a, b) => a + b, 0) : counts[counted];
    return { wall, processor: (user + system) / 1000 / duration, rate: spikes / neurons / (duration / 1000) };
  };
  return { measure, destroy: () => sim.destroy() };
}
