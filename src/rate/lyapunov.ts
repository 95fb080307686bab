import { lyapunovExponents, qrOfTangents, restartExponents, tangentBuffers } from "../analysis/tangents.ts";
import { positive, whole, wholeSteps } from "../checks.ts";
import { refuseOthers } from "../network/names.ts";
import type { Program } from "../plan/program.ts";
import { executeProgram } from "../plan/program-target.ts";
import { Stepper } from "../plan/stepper.ts";
import { type CompiledRate, compileRate } from "./compile.ts";
import { turn } from "./kernels/turn.ts";
import { type RateOptions, type RateRunOptions, refuseDiverged } from "./network.ts";
import type { RateSpec } from "./spec.ts";

/** Parts of the time whose spread gives the error. */
const PARTS = 10;

export interface RateExponentOptions extends Pick<RateOptions, "adapter">, RateRunOptions {
  /** Exponents wanted, the largest first; default 1. */
  readonly count?: number;
  /** Time between two factorisations, a whole number of steps. */
  readonly every: number;
  /** Time before anything is measured. */
  readonly transient: number;
  /** Time that is measured. */
  readonly time: number;
}

const KEYS: Readonly<Record<keyof RateExponentOptions, true>> = {
  ...{ count: true, every: true, transient: true, time: true, adapter: true, signal: true, onProgress: true },
};

/** Lyapunov exponents of every network of a batch. */
export interface RateExponents {
  /** One array a network. */
  readonly exponents: readonly Float64Array[];
  /** Standard error of each, from ten parts of the time. */
  readonly errors: readonly Float64Array[];
  readonly adapter: string;
  readonly adapterKind: "hardware" | "software" | "cpu";
}

/**
 * Lyapunov exponents (Benettin et al. 1980): tangent vectors go along with the state through the same integrator, tau dv/dt = -v + J phi'(x) v, and
 * are made orthonormal after every `every`. One product of J serves state and tangents of all networks that share it. `time` and `transient` are
 * rounded up to whole tenths, and whole intervals, of factorisations.
 * @throws InputError as `compileRate`, for a network with delays; StateDivergedError; the signal's reason
 */
export async function rateExponents(spec: RateSpec, options: RateExponentOptions): Promise<RateExponents> {
  refuseOthers("options", options, Object.keys(KEYS));
  const { count = 1, every, transient, time, adapter = "auto", signal, onProgress } = options;
  const compiled = await compileRate(spec, { tangents: whole(1, count, "count") });
  const interval = wholeSteps(every, compiled.dt, 1, "every");
  const before = Math.ceil(transient === 0 ? 0 : positive(transient, "transient") / every);
  const each = Math.ceil(positive(time, "time") / every / PARTS);
  const tangent = { dimension: compiled.units, vectors: count, systems: compiled.networks };
  const names = tangentBuffers("rate", tangent, compiled.seed, compiled.buffers);
  const executor = await executeProgram(withTangents(compiled, interval, tangent, names), adapter);
  try {
    await executor.run("begin");
    const rounds = before + PARTS * each;
    const steps = { advance: (many: number) => executor.run("round", many), refuseDiverged: () => refuseDiverged(executor, compiled) };
    const stepper = new Stepper(steps, undefined);
    const run = (many: number) => stepper.run(many, { signal, onProgress: () => onProgress?.(stepper.step / rounds) });
    await run(before);
    restartExponents(executor, tangent, names);
    const parts: Float64Array[][] = [];
    for (let part = 0; part < PARTS; part++) {
      await run(each);
      parts.push(await lyapunovExponents(executor, tangent, names, interval * compiled.dt, "tangents of the rate network"));
    }
    const { adapter: ran, adapterKind } = executor;
    return {
      exponents: parts[PARTS - 1],
      errors: parts[0].map((_, n) => errorsOf(parts.map((part) => part[n]))),
      adapter: ran,
      adapterKind,
    };
  } finally {
    executor.destroy();
  }
}

/** @param means over 1, 2, ... parts of the time */
function errorsOf(means: readonly Float64Array[]): Float64Array {
  return means[0].map((_, j) => {
    const each = means.map((mean, n) => (n + 1) * mean[j] - (n === 0 ? 0 : n * means[n - 1][j]));
    const mean = means[PARTS - 1][j];
    return Math.sqrt(each.reduce((sum, value) => sum + (value - mean) ** 2, 0) / (PARTS - 1) / PARTS);
  });
}

/** "begin" puts the first tangents in place; "round" is so many steps and a factorisation. */
function withTangents(
  compiled: CompiledRate,
  interval: number,
  tangent: { readonly dimension: number; readonly vectors: number; readonly systems: number },
  names: Parameters<typeof qrOfTangents>[2],
): Program {
  const { networks, vectors, stride, units, state, states, buffers } = compiled;
  const shape = { networks, vectors, stride, units };
  const back = states.map((name) => turn(`rate tangents into ${name}`, { ...shape, back: 1 }, { state: name, tangents: names.tangents }));
  const factorise = [
    turn("rate tangents", { ...shape, back: 0 }, { state, tangents: names.tangents }),
    ...qrOfTangents("rate QR", tangent, names),
    ...back,
  ];
  return { buffers, sequences: { begin: back, round: [...Array.from({ length: interval }, () => compiled.step).flat(), ...factorise] } };
}
