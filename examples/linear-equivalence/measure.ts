import { covarianceStages, readCovariance } from "../../src/analysis/covariance.ts";
import { type CrossSpectra, crossSpectraStages, readCrossSpectra } from "../../src/analysis/cross.ts";
import { executeProgram } from "../../src/plan/program-target.ts";
import { compileRate } from "../../src/rate/compile.ts";
import { couplingMatrix } from "../../src/rate/couplings.ts";
import { keep } from "../../src/rate/kernels/keep.ts";
import { refuseDiverged } from "../../src/rate/network.ts";
import type { RateSpec } from "../../src/rate/spec.ts";
import type { Bench } from "../example.ts";
import * as p from "./parameters.ts";
import { type Match, matchOf, response, spectraOf, transferOf } from "./theory.ts";

interface Size {
  readonly units: number;
  readonly time: number;
  readonly bins: readonly number[];
}

/** Cross-spectra of phi of a random network, measured and as the linear theory has them. */
export interface Measured {
  /** Mean slope of phi, and the segments that were averaged. */
  readonly slope: number;
  readonly segments: number;
  readonly lines: readonly Line[];
}

/** One frequency. */
export interface Line extends Match {
  readonly omega: number;
  /** Elements off the diagonal, predicted and measured, real parts. */
  readonly pairs: { readonly predicted: number[]; readonly measured: number[] };
}

/** The network runs on the device, and so do the sums over its segments: what comes back is their mean. */
export async function measure(
  { units, time, bins }: Size,
  seed: number,
  bench: Bench,
  onProgress: (share: number) => void,
): Promise<Measured> {
  const { adapter = "auto", signal } = bench;
  const spec: RateSpec = { units, phi: "tanh", coupling: { kind: "normal", g: p.COUPLING }, dt: p.DT, seed };
  const of = await compileRate(spec);
  const rows = p.SEGMENTS * p.SAMPLES;
  const all = Uint32Array.from({ length: units }, (_, u) => u);
  of.buffers.units = { type: "u32", length: units, data: all };
  of.buffers.rates = { type: "f32", length: rows * units };
  const { stride, vectors, kind, state, clock, buffers } = of;
  const shape = { networks: 1, vectors, stride, chosen: units, kind, every: p.EVERY, frames: rows };
  const kept = keep("rates", shape, { clock, units: "units", state, kept: "rates" });
  const cutting = { samples: p.SAMPLES, channels: units, segments: p.SEGMENTS, bins };
  const cross = crossSpectraStages("cross-spectra", cutting, "cross", buffers, { input: "rates" });
  const covariance = covarianceStages("covariance", { rows, channels: units }, "covariance", buffers, { input: "rates" });
  const sequences = { step: [...of.step, kept], push: [...cross.push, ...covariance.push] };
  const executor = await executeProgram({ buffers, sequences }, adapter);
  try {
    bench.ran(executor);
    // Whole segments of samples fall into their places: the ring begins anew after every push.
    const each = rows * p.EVERY;
    const pushes = Math.ceil(time / p.DT / each);
    await executor.run("step", each * Math.ceil(p.TRANSIENT / p.DT / each));
    for (let push = 0; push < pushes; push++) {
      for (let part = 0; part < p.SEGMENTS; part++) {
        signal.throwIfAborted();
        await executor.run("step", each / p.SEGMENTS);
      }
      await refuseDiverged(executor, of);
      await executor.run("push");
      onProgress((push + 1) / pushes);
    }
    const spectra = await readCrossSpectra(executor, cutting, cross.names, { dt: p.DT * p.EVERY });
    const moments = await readCovariance(executor, { channels: units }, covariance.names);
    const square = moments.mean.reduce((sum, mean, u) => sum + mean ** 2 + moments.covariance[u * (units + 1)]!, 0) / units;
    const slope = 1 - square;
    const J = await couplingMatrix(spec);
    const lines = bins.map((_, f) => lineOf(spectra, f, slope, J, units));
    return { slope, segments: spectra.segments, lines };
  } finally {
    executor.destroy();
  }
}

/** C = (1 - g^2 |S|^2) C* [1 - S J]^-1 [1 - S J]^-dagger, C* the mean spectrum of a unit. */
function lineOf(spectra: CrossSpectra, f: number, slope: number, J: Float32Array, units: number): Line {
  const measured = spectra.at(f);
  const omega = 2 * Math.PI * spectra.frequencies[f]!;
  const S = transferOf(slope, omega, p.DT);
  let own = 0;
  for (let u = 0; u < units; u++) own += measured.re[u * (units + 1)]! / units;
  const factor = (1 - p.COUPLING ** 2 * (S.re ** 2 + S.im ** 2)) * own;
  const predicted = spectraOf(response(S, J, units), units, factor);
  const pairs = { predicted: [] as number[], measured: [] as number[] };
  const every = Math.max(1, Math.floor((units * units) / p.DRAWN)) | 1;
  for (let i = 1; i < units * units; i += every) {
    if (i % (units + 1) === 0) continue;
    pairs.predicted.push(predicted.re[i]! / own);
    pairs.measured.push(measured.re[i]! / own);
  }
  return { omega, ...matchOf(measured, predicted, units), pairs };
}
