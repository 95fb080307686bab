import { sha256 } from "@noble/hashes/sha2.js";
import { bytesToHex, utf8ToBytes } from "@noble/hashes/utils.js";
import { InputError } from "../errors.ts";
import type { ResolvedNetwork } from "../network/resolved.ts";
import type { Executor } from "../plan/executor.ts";
import type { Plan } from "../plan/plan.ts";
import type { Change } from "./change.ts";

/** The whole state of a simulation at the end of a step. `src/io/checkpoint.ts` turns it into bytes and back. */
export interface Checkpoint {
  readonly galvani: 1;
  /** SHA-256 of the network it belongs to. */
  readonly network: string;
  /** Steps done. */
  readonly step: number;
  /** Changes made since the network was built, in order. */
  readonly changes: readonly Change[];
  readonly arrays: { readonly state: Float32Array; readonly cursors: Uint32Array; readonly ring: Int32Array };
  /** Of plastic projection k: `synapses<k>`, weight and variables of each in the order of `weights`, and `histories<k>`; `modulators`; and the buffers that fields change, by their names in the plan. */
  readonly plastic: PlasticState;
}

export type PlasticState = Readonly<Record<string, Float32Array | Uint32Array>>;

/** Reads the state back. */
export async function checkpointOf(
  base: ResolvedNetwork,
  changes: readonly Change[],
  step: number,
  executor: Executor,
  plastic: PlasticState,
): Promise<Checkpoint> {
  const state = await executor.read("state", "f32");
  const cursors = await executor.read("cursors", "u32");
  const ring = await executor.read("ring", "i32");
  return { galvani: 1, network: fingerprint(base), step, changes: [...changes], arrays: { state, cursors, ring }, plastic };
}

/** @throws InputError where a checkpoint is of another network or build */
export function checkCheckpoint(checkpoint: Checkpoint, base: ResolvedNetwork, plan: Plan): void {
  if (checkpoint.network !== fingerprint(base))
    throw new InputError(
      "checkpoint.network",
      checkpoint.network,
      "belongs to another network; load it into a simulation of the description it was saved from",
    );
  for (const name of ["state", "ring"] as const) {
    const wanted = plan.buffers[name].length;
    const { length } = checkpoint.arrays[name];
    if (length !== wanted)
      throw new InputError(
        `checkpoint.arrays.${name}`,
        length,
        `must have ${wanted} values; it was saved by another version or with another window length`,
      );
  }
}

/** Taken once a network: a study may load the same checkpoint thousands of times. */
const known = new WeakMap<ResolvedNetwork, string>();

/** SHA-256 of everything in a network that its results hang on. */
export function fingerprint(network: ResolvedNetwork): string {
  const print = known.get(network) ?? digestOf(network);
  known.set(network, print);
  return print;
}

function digestOf(network: ResolvedNetwork): string {
  const hash = sha256.create();
  const text = JSON.stringify(network, (_, value: unknown) => {
    if (ArrayBuffer.isView(value)) return bytesToHex(sha256(new Uint8Array(value.buffer, value.byteOffset, value.byteLength)));
    return value;
  });
  return bytesToHex(hash.update(utf8ToBytes(text)).digest());
}
