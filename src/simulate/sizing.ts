import { availableMemory, hasHardware } from "../gpu/adapter.ts";
import { receptorsOf } from "../network/format.ts";
import type { ResolvedNetwork } from "../network/resolved.ts";
import type { AdapterChoice } from "../plan/target.ts";
import { FIXED, footprint } from "./memory.ts";

/**
 * Neurons of one plan: on a GPU enough to fill it, with windows of tens of steps still (windows.ts); on the cpu few enough that what a step
 * touches stays in the caches.
 */
const NEURONS = { gpu: 2 ** 16, cpu: 2 ** 12 } as const;
/** Cells of a ring slot: with any delay they fit the word of a synapse. */
const CELLS = 2 ** 17;
/** Bytes of synapses, 8 each: every adapter binds as much at once. */
const SYNAPSE_BYTES = 2 ** 27;
/** Share of the free memory: rows, their copy in the plan, and the executor's. */
const MEMORY_SHARE = 0.3;

/** What networks need, added up; receptors are those of the one that has most. */
interface Need {
  readonly neurons: number;
  readonly receptors: number;
  readonly synapses: number;
  readonly bytes: number;
}

/** Networks of one `dt` that go into a plan together, as indices, in order; a network too large to share has one of its own. */
export async function groupsOf(networks: readonly ResolvedNetwork[], adapter: AdapterChoice): Promise<number[][]> {
  const gpu = adapter === "auto" ? await hasHardware() : adapter !== "cpu";
  const neurons = gpu ? NEURONS.gpu : NEURONS.cpu;
  const bytes = MEMORY_SHARE * (availableMemory() ?? 2 ** 31);
  const fits = (need: Need) =>
    need.neurons <= neurons && need.neurons * need.receptors <= CELLS && 8 * need.synapses <= SYNAPSE_BYTES && need.bytes <= bytes;
  const groups: number[][] = [];
  const open = new Map<number, { members: number[]; need: Need }>();
  networks.forEach((network, b) => {
    const own = needOf(network);
    const last = open.get(network.dt);
    const need = last && together(last.need, own);
    if (last && need && fits(need)) {
      last.members.push(b);
      last.need = need;
      return;
    }
    const members = [b];
    groups.push(members);
    open.set(network.dt, { members, need: own });
  });
  return groups;
}

function needOf(network: ResolvedNetwork): Need {
  const { synapses, bytes } = footprint(network);
  return { neurons: network.neurons, receptors: receptorsOf(network), synapses, bytes: bytes - FIXED };
}

function together(a: Need, b: Need): Need {
  return {
    neurons: a.neurons + b.neurons,
    receptors: Math.max(a.receptors, b.receptors),
    synapses: a.synapses + b.synapses,
    bytes: a.bytes + b.bytes,
  };
}
