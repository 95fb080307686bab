/**
 * Lyapunov exponents from tangent vectors (Benettin et al. 1980): the caller's program carries vectors along its flow or map, dV/dt = J(x(t)) V or
 * V <- J V; after every so many steps they are made orthonormal again, and the mean growth of each over time is an exponent.
 */
import { positive, whole } from "../checks.ts";
import { InputError, StateDivergedError } from "../errors.ts";
import type { Buffers, ProgramExecutor, Stage } from "../plan/program.ts";
import { normalQ26 } from "../twins/lib/normal.ts";
import { keyOf, philox4x32, Stream, streamOf } from "../twins/lib/philox.ts";
import { orthonormalise } from "./kernels/orthonormalise.ts";

/** Tangent vectors of many systems side by side. */
export interface TangentSpec {
  /** Of the state of one system. */
  readonly dimension: number;
  /** Vectors a system, 1 to `dimension`: as many exponents, the largest ones. */
  readonly vectors: number;
  /** Default 1. */
  readonly systems?: number;
}

/** Names of buffers of a program. */
export interface TangentBuffers {
  /** f32: component i of vector j of system s at (i * vectors + j) * systems + s. A Jacobian times all vectors of one system is one product of matrices. */
  readonly tangents: string;
  /** f32 (2 x vectors x systems): sums of log |R_jj|, whole parts and what is left of them. */
  readonly sums: string;
  /** u32 (1 + vectors x systems): factorisations done, and how many of them found nothing but rounding of a vector. */
  readonly counts: string;
}

/** Words that all buffers of one program may index. */
const MOST = 2 ** 30;
/** Streams of the first vectors lie behind those of first states. */
const FIRST_STREAM = 2 ** 23;

/**
 * Makes the buffers. The vectors begin as random ones, the same for the same seed.
 * @throws InputError for a dimension, vectors or systems that are none
 */
export function tangentBuffers(name: string, spec: TangentSpec, seed: number, buffers: Buffers): TangentBuffers {
  const { dimension, vectors, systems = 1 } = checkTangents(name, spec);
  const names = { tangents: `${name} tangents`, sums: `${name} sums`, counts: `${name} counts` };
  const data = new Float32Array(dimension * vectors * systems);
  const words = new Int32Array(4);
  const [key0, key1] = keyOf(seed);
  for (let j = 0; j < vectors; j++) {
    const stream = streamOf(Stream.states, FIRST_STREAM + j);
    for (let i = 0; i < dimension; i++) {
      for (let s = 0; s < systems; s++) {
        if ((s & 3) === 0) philox4x32(key0, key1, s >> 2, i, stream, 0, words);
        data[(i * vectors + j) * systems + s] = normalQ26(words[s & 3]) / 2 ** 26;
      }
    }
  }
  buffers[names.tangents] = { type: "f32", length: data.length, data };
  buffers[names.sums] = { type: "f32", length: 2 * vectors * systems };
  buffers[names.counts] = { type: "u32", length: 1 + vectors * systems };
  return names;
}

/**
 * V <- Q of V = Q R for every system; log |R_jj| is added to the sums and the factorisation counted. Modified Gram and Schmidt, twice.
 * @throws as `tangentBuffers`
 */
export function qrOfTangents(label: string, spec: TangentSpec, names: TangentBuffers): Stage[] {
  const { dimension, vectors, systems = 1 } = checkTangents(label, spec);
  return [orthonormalise(label, { rows: dimension, vectors, systems }, names)];
}

/** Begins to count anew, after a transient; the vectors stay. */
export function restartExponents(executor: ProgramExecutor, { vectors, systems = 1 }: TangentSpec, { sums, counts }: TangentBuffers): void {
  executor.write(sums, new Float32Array(2 * vectors * systems));
  executor.write(counts, new Uint32Array(1 + vectors * systems));
}

/**
 * The exponents of each system, in the order of its vectors: the largest first, but for noise of sampling. One below what float32 resolves, a
 * vector of which a factorisation found nothing but rounding (a part in 3e6), is -Infinity: map it is singular, or the interval too long.
 * @param interval time between two factorisations, in the caller's unit
 * @param model for messages
 * @throws StateDivergedError for a system whose tangents are not finite; InputError before the first factorisation
 */
export async function lyapunovExponents(
  executor: ProgramExecutor,
  { vectors, systems = 1 }: TangentSpec,
  names: TangentBuffers,
  interval: number,
  model = "tangents",
): Promise<Float64Array[]> {
  positive(interval, "interval");
  const sums = await executor.read(names.sums, "f32");
  const [done, ...lost] = await executor.read(names.counts, "u32");
  if (done === 0) throw new InputError(model, "0 factorisations", "no exponents yet; run the stages of qrOfTangents first");
  const time = done * interval;
  return Array.from({ length: systems }, (_, s) =>
    Float64Array.from({ length: vectors }, (_, j) => {
      const at = j * systems + s;
      const sum = sums[at] + sums[vectors * systems + at];
      if (Number.isNaN(sum)) throw new StateDivergedError(model, s, time, "take a smaller step, or factorise more often");
      return lost[at] > 0 ? Number.NEGATIVE_INFINITY : sum / time;
    }),
  );
}

function checkTangents(label: string, spec: TangentSpec): TangentSpec {
  const { dimension, vectors, systems = 1 } = spec;
  whole(1, dimension, `${label}.dimension`);
  whole(1, vectors, `${label}.vectors`);
  whole(1, systems, `${label}.systems`);
  if (vectors > dimension) throw new InputError(`${label}.vectors`, vectors, `a system of dimension ${dimension} has ${dimension} at most`);
  if (dimension * vectors * systems > MOST)
    throw new InputError(`${label}.vectors`, vectors, `are ${dimension * vectors * systems} numbers in all; ${MOST} at most`);
  return spec;
}
