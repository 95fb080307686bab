import { finite } from "../checks.ts";
import { InputError } from "../errors.ts";
import { refuseOthers } from "../network/names.ts";
import { Network } from "../network/network.ts";
import { buildRows, type SynapseRows } from "../network/rows.ts";
import { normalQ26 } from "../twins/lib/normal.ts";
import { keyOf, Stream, streamOf } from "../twins/lib/philox.ts";
import { randomWords } from "../twins/lib/random-words.ts";
import { type CheckedRate, checkRate, delaySteps, MOST } from "./check.ts";
import type { RateCoupling, RateSpec } from "./spec.ts";

type Sparse = Extract<RateCoupling, { kind: "rows" }>;
type Dense = Exclude<RateCoupling, Sparse>;

/** Random blocks drawn in one call. */
const DRAWN = 2 ** 14;
/** Synapses of a page while rows are built. */
const PAGE = 2 ** 22;
/** Rows come from networks of neurons: a model with one receptor, so that a synapse names its target. Nothing else of it is used. */
const CARRIER = "iaf_psc_delta";

/** Dense couplings: matrices x units x units, row by row; steps of their delay, 0 for none. */
export interface DenseCouplings {
  readonly kind: "dense";
  readonly matrices: number;
  readonly values: Float32Array;
  readonly delay: number;
}

/** Synapses by target. */
export interface SparseCouplings {
  readonly kind: "rows";
  readonly sets: number;
  /** Sets x units, and the end of the last. */
  readonly starts: Uint32Array;
  /** Delay in steps above `bits` bits that name the source unit. */
  readonly sources: Uint32Array;
  readonly weights: Float32Array;
  readonly bits: number;
  /** Longest, in steps; 0: there is none. */
  readonly delay: number;
}

/** The couplings of a spec. @throws InputError */
export function couplingsOf(coupling: RateCoupling, checked: CheckedRate): Promise<SparseCouplings | DenseCouplings> {
  return coupling.kind === "rows" ? sparse(coupling, checked) : Promise.resolve(dense(coupling, checked));
}

/**
 * J as a matrix: units x units, row by row, gains left out; one after the other where each network has its own. Delays are not in it.
 * @throws InputError
 */
export async function couplingMatrix(spec: RateSpec): Promise<Float32Array> {
  const checked = checkRate(spec);
  const { units } = checked;
  const made = await couplingsOf(spec.coupling, checked);
  if (made.kind === "dense") return made.values;
  const { sets, starts, sources, weights, bits } = made;
  const matrix = new Float32Array(sets * units * units);
  for (let row = 0; row < sets * units; row++)
    for (let s = starts[row]; s < starts[row + 1]; s++) matrix[row * units + (sources[s] % 2 ** bits)] += weights[s];
  return matrix;
}

function dense(coupling: Dense, checked: CheckedRate): DenseCouplings {
  refuseOthers("coupling", coupling, ["kind", "delay", ...(coupling.kind === "normal" ? ["g", "each"] : ["values"])]);
  const { units, networks, dt, seed } = checked;
  const delay = coupling.delay === undefined ? 0 : delaySteps(coupling.delay, dt, "coupling.delay");
  if (coupling.kind === "normal") {
    const g = finite(coupling.g, "coupling.g");
    const matrices = coupling.each ? networks : 1;
    if (matrices * units * checked.stride > MOST)
      throw new InputError(
        "units",
        units,
        `make couplings of ${matrices * units * checked.stride} values; ${MOST} at most: use kind "rows"`,
      );
    return { kind: "dense", matrices, values: drawn(seed, matrices, units, g / Math.sqrt(units)), delay };
  }
  const { values } = coupling;
  const matrices = (values?.length ?? Number.NaN) / units ** 2;
  if (matrices !== 1 && matrices !== networks) {
    const many = networks > 1 ? ` or ${networks} times as many` : "";
    throw new InputError("coupling.values", values, `must be ${units} x ${units} numbers${many}, row by row`);
  }
  for (let i = 0; i < values.length; i++) finite(values[i], `coupling.values[${i}]`);
  return { kind: "dense", matrices, values: Float32Array.from(values), delay };
}

/** Normal couplings: entry i of matrix m is word i & 3 of the block (i >> 2, m). */
function drawn(seed: number, matrices: number, units: number, std: number): Float32Array {
  const [key0, key1] = keyOf(seed);
  const each = units * units;
  const values = new Float32Array(matrices * each);
  const random = randomWords(DRAWN);
  const stream = streamOf(Stream.couplings, 0);
  for (let matrix = 0; matrix < matrices; matrix++) {
    for (let first = 0; first < each; first += 4 * DRAWN) {
      const count = Math.min(4 * DRAWN, each - first);
      random.items(key0, key1, first / 4, matrix, stream, 0, Math.ceil(count / 4));
      for (let n = 0; n < count; n++) values[matrix * each + first + n] = std * (normalQ26(random.words[n]) * 2 ** -26);
    }
  }
  return values;
}

async function sparse(coupling: Sparse, checked: CheckedRate): Promise<SparseCouplings> {
  const { networks, units, seed } = checked;
  refuseOthers("coupling", coupling, ["kind", "populations", "projections", "each"]);
  const { projections } = coupling;
  if (!Array.isArray(projections)) throw new InputError("coupling.projections", projections, "must be a list of projections");
  for (const [p, projection] of projections.entries())
    refuseOthers(`coupling.projections[${p}]`, projection, ["source", "target", "rule", "weight", "delay"]);
  const delayed = projections.filter(({ delay }) => delay !== undefined).length;
  if (delayed !== 0 && delayed !== projections.length)
    throw new InputError("coupling.projections", `${delayed} of ${projections.length} with a delay`, "give all of them a delay, or none");
  const sets: SynapseRows[] = [];
  for (let n = 0; n < (coupling.each ? networks : 1); n++) sets.push(await rowsOf(coupling, checked, seed + n));
  const total = sets.reduce((sum, { count }) => sum + count, 0);
  const bits = delayed === 0 ? 31 : Math.max(1, Math.ceil(Math.log2(units)));
  const made = { starts: new Uint32Array(sets.length * units + 1), sources: new Uint32Array(total), weights: new Float32Array(total) };
  let first = 0;
  for (const [n, rows] of sets.entries()) {
    turned(rows, coupling, delayed > 0, { units, bits, row: n * units, first }, made);
    first += rows.count;
  }
  const delay = delayed === 0 ? 0 : sets.reduce((most, { maxDelay }) => Math.max(most, maxDelay), 1);
  return { kind: "rows", sets: sets.length, ...made, bits, delay };
}

/** The rows of one network by source, as spiking networks have them. */
async function rowsOf({ populations, projections }: Sparse, { dt }: CheckedRate, seed: number): Promise<SynapseRows> {
  const network = new Network({ dt, seed, name: "rate network" });
  for (const { name, size } of populations) network.population(name, size, CARRIER);
  for (const projection of projections) network.connect({ ...projection, delay: projection.delay ?? dt });
  const inputBound = populations.map(() => 0);
  return buildRows(network.resolve(), { pageSynapses: PAGE, inputBound, held: true });
}

/** Puts one network's rows in the order of their targets; a target's synapses in that of their sources, then as in the source's row. */
function turned(
  { pages, pageSynapses, extents, format, scales }: SynapseRows,
  { populations }: Sparse,
  delayed: boolean,
  { units, bits, row, first }: { readonly units: number; readonly bits: number; readonly row: number; readonly first: number },
  { starts, sources, weights }: Pick<SparseCouplings, "starts" | "sources" | "weights">,
): void {
  const quanta = Float64Array.from(populations.flatMap(({ size }, p) => Array<number>(size).fill(1 / scales[p])));
  const { cellBits } = format;
  const mask = 2 ** cellBits - 1;
  const each = (visit: (source: number, word: number, weight: number) => void) => {
    for (let source = 0; source < units; source++) {
      for (let s = extents[2 * source]; s < extents[2 * source + 1]; s++) {
        const page = pages[Math.floor(s / pageSynapses)];
        const at = 2 * (s % pageSynapses);
        visit(source, page[at], page[at + 1] | 0);
      }
    }
  };
  const next = new Uint32Array(units + 1);
  each((_, word) => next[(word & mask) + 1]++);
  for (let target = 0; target < units; target++) next[target + 1] += next[target];
  for (let target = 0; target <= units; target++) starts[row + target] = first + next[target];
  each((source, word, weight) => {
    const target = word & mask;
    const place = first + next[target]++;
    sources[place] = delayed ? ((word >>> cellBits) << bits) | source : source;
    weights[place] = weight * quanta[target];
  });
}
