import { adapterOf, numeric, type RawOptions, text, whole } from "../src/cli/options.ts";
import { InputError } from "../src/errors.ts";
import { unknownName } from "../src/network/names.ts";
import type { AdapterChoice } from "../src/plan/target.ts";
import type { AdapterKind } from "./adapter.ts";
import type { Benchmark } from "./bench.ts";
import { PEER_NETWORKS, type PeerName } from "./peers/networks.ts";
import { PLASTIC_PEERS, type PlasticPeer } from "./peers/plastic.ts";

/** What all commands take. */
export interface Settings {
  readonly adapter: AdapterChoice;
  readonly repeats: number;
  readonly sizes: readonly number[] | undefined;
  readonly json: string | undefined;
  readonly against: string | undefined;
}

const REPEATS = 5;

/** @throws InputError naming the option */
export function settings(raw: RawOptions): Settings {
  return {
    adapter: adapterOf(raw),
    repeats: whole(raw, "repeats") ?? REPEATS,
    sizes: sizesOf(raw.sizes),
    json: text(raw, "json"),
    against: text(raw, "against"),
  };
}

function sizesOf(given: string | boolean | undefined): number[] | undefined {
  if (given === undefined) return undefined;
  const sizes = String(given).split(",").map(numeric);
  if (!sizes.every((size) => Number.isSafeInteger(size) && size > 0))
    throw new InputError("--sizes", given, "must be whole numbers above 0 with commas between: 10000,1e6");
  return sizes;
}

/**
 * The benchmarks of these names, or all; the first part of a name, up to a "-", stands for all that begin so.
 * @throws InputError for a name that none has
 */
export function chosenBenches(names: readonly string[], benches: readonly Benchmark[]): Benchmark[] {
  const matches = (bench: Benchmark, name: string) => bench.name === name || bench.name.startsWith(`${name}-`);
  for (const name of names)
    if (!benches.some((bench) => matches(bench, name)))
      throw unknownName("bench", name, "benchmark", ["example", "peers", ...benches.map((b) => b.name)]);
  return benches.filter((bench) => names.length === 0 || names.some((name) => matches(bench, name)));
}

/** The sizes to measure: those asked for, or the usual ones. */
export function sizesFor({ sizes }: Benchmark, asked: readonly number[] | undefined, large: boolean, kind: AdapterKind): readonly number[] {
  if (!sizes) return [0];
  return asked ?? [...sizes.usual(kind), ...(large ? (sizes.large ?? []) : [])];
}

/** @throws InputError for an unknown network */
export function chosenPeers(names: readonly string[]): readonly (PeerName | PlasticPeer)[] {
  const all = [...PEER_NETWORKS, ...PLASTIC_PEERS];
  const known: readonly string[] = all;
  for (const name of names) if (!known.includes(name)) throw unknownName("peers", name, "network", known);
  return all.filter((name) => names.length === 0 || names.includes(name));
}
