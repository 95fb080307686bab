import { resolve } from "../../src/network/resolve.ts";
import type { ResolvedNetwork } from "../../src/network/resolved.ts";
import { descriptionOf, type Peer, parametersOf } from "./networks.ts";

/** One network that both sides run. */
export interface Match {
  /** For people. */
  readonly name: string;
  readonly neurons: number;
  /** ms of the synapses. */
  readonly delay: number;
  /** ms of model time before and within the measurement. */
  readonly warmup: number;
  readonly duration: number;
  readonly threads: number;
  /** Brian2's side: which script makes it, and from what beside the numbers above. */
  readonly script: string;
  readonly parameters: object;
  /** Galvani's side. */
  network(): Promise<ResolvedNetwork>;
  /** Whether each measurement begins anew: what was learned would change the work. */
  readonly anew?: boolean;
  /** The population whose spikes are counted, on both sides; default: all. */
  readonly counted?: string;
}

/** A network without plasticity. */
export function matchOf(peer: Peer): Match {
  const parameters = parametersOf(peer);
  const { network, ...times } = peer;
  return {
    ...times,
    threads: 1,
    name: `${network}, delay ${peer.delay} ms`,
    script: "brian2.py",
    parameters,
    network: async () => resolve(descriptionOf(parameters)),
  };
}
