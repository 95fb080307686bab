import { FieldSimulation } from "../../src/field/simulation.ts";
import type { KleinGordonSpec } from "../../src/field/spec.ts";
import type { Bench } from "../example.ts";
import * as p from "./parameters.ts";

/** Angular frequency, 1 / ms, of a mode of a lattice of so many points a side, in continuous time. */
export function omegaOf(mode: readonly number[], side: number): number {
  const sines = mode.map((m) => Math.sin((Math.PI * m) / side) ** 2);
  return Math.sqrt(p.MASS ** 2 + ((4 * p.SPEED ** 2) / p.SPACING ** 2) * sines.reduce((a, b) => a + b, 0));
}

/** What the leapfrog makes of it. */
export const leapfrogOf = (omega: number) => (2 / p.DT) * Math.asin((omega * p.DT) / 2);

function lattice(side: number, over: Partial<KleinGordonSpec> = {}): KleinGordonSpec {
  return { model: "klein-gordon", sizes: [side, side], length: side * p.SPACING, dt: p.DT, speed: p.SPEED, mass: p.MASS, ...over };
}

/** A mode and its angular frequency, 1 / ms. */
export interface Measured {
  readonly mode: readonly number[];
  readonly omega: number;
  /** Of the leapfrog on this lattice, exactly. */
  readonly exact: number;
}

/** Frequencies of standing waves, all modes side by side, from the zeros of the crest at the first place. */
export async function dispersion(bench: Bench): Promise<Measured[]> {
  const modes = [...p.AXIS_MODES.map((m) => [0, m]), ...p.DIAGONAL_MODES.map((m) => [m, m])];
  const places = p.SIDE ** 2;
  const angle = (mode: readonly number[], place: number) => mode[0]! * Math.floor(place / p.SIDE) + mode[1]! * (place % p.SIDE);
  const phi = Float64Array.from({ length: modes.length * places }, (_, i) =>
    Math.cos((2 * Math.PI * angle(modes[Math.floor(i / places)]!, i % places)) / p.SIDE),
  );
  const field = await FieldSimulation.create(lattice(p.SIDE, { batch: modes.length, initial: { phi } }), {
    adapter: bench.adapter,
    record: { every: 1 },
  });
  try {
    bench.ran(field);
    await field.run(p.DISPERSION_TIME, { signal: bench.signal });
    const { values } = await field.frames();
    return modes.map((mode, n) => {
      const omega = frequency(values.map((frame) => frame[n * places]!));
      return { mode, omega, exact: leapfrogOf(omegaOf(mode, p.SIDE)) };
    });
  } finally {
    field.destroy();
  }
}

/** Angular frequency of an undamped oscillation that begins at its crest, sampled every step. */
function frequency(values: readonly number[]): number {
  const zeros: number[] = [];
  for (let k = 1; k < values.length; k++) {
    const [a, b] = [values[k - 1]!, values[k]!];
    // Between two samples a straight line: its error is the same from zero to zero on average.
    if (a > 0 !== b > 0) zeros.push((k - 1 + a / (a - b)) * p.DT);
  }
  return (Math.PI * (zeros.length - 1)) / (zeros[zeros.length - 1]! - zeros[0]!);
}

/** phi at the times of the pictures after a kick in the middle. */
export async function rings({ adapter, signal }: Bench): Promise<Float32Array[]> {
  const middle = p.WIDE / 2;
  const velocity = Float64Array.from({ length: p.WIDE ** 2 }, (_, i) => {
    const distance = p.SPACING * Math.hypot(Math.floor(i / p.WIDE) - middle, (i % p.WIDE) - middle);
    return Math.exp(-(distance ** 2) / (2 * p.KICK_WIDTH ** 2));
  });
  const field = await FieldSimulation.create(lattice(p.WIDE, { initial: { velocity } }), { adapter });
  try {
    const pictures: Float32Array[] = [];
    for (const time of p.PICTURES) {
      await field.run(time - field.time, { signal });
      pictures.push((await field.read()).slice());
    }
    return pictures;
  } finally {
    field.destroy();
  }
}

/** Where the wave has got to along the row of the kick: the outermost place with a tenth of the largest |phi|, mm from the middle. */
export function front(picture: ArrayLike<number>): number {
  const middle = p.WIDE / 2;
  const row = Array.from({ length: middle }, (_, x) => Math.abs(picture[middle * p.WIDE + middle + x]!));
  const least = 0.1 * Math.max(...row);
  let at = row.length - 1;
  while (at > 0 && row[at]! < least) at--;
  const next = row[at + 1] ?? 0;
  return p.SPACING * (at + (row[at]! - least) / Math.max(row[at]! - next, 1e-30));
}

/** Mean power of the modes of the lattice with noise: of every mode its angular frequency (1 / ms) and <|phi_k|^2>, white noise of variance v having v. */
export async function powers(
  seed: number,
  { adapter, signal }: Bench,
  onProgress: (share: number) => void,
): Promise<{ omega: number; power: number }[]> {
  const side = p.NOISE_SIDE;
  const spec = lattice(side, { damping: p.DAMPING, noise: p.NOISE, batch: p.NOISE_BATCH, seed });
  const field = await FieldSimulation.create(spec, { adapter });
  try {
    await field.run(p.SETTLE, { signal });
    const sums = new Float64Array(side * side);
    for (let n = 0; n < p.SAMPLES; n++) {
      await field.run(p.BETWEEN, { signal });
      const phi = await field.read();
      for (let b = 0; b < p.NOISE_BATCH; b++) addPower(phi.subarray(b * side * side, (b + 1) * side * side), side, sums);
      onProgress((n + 1) / p.SAMPLES);
    }
    return Array.from(sums, (sum, i) => ({
      omega: omegaOf([Math.floor(i / side), i % side], side),
      power: sum / p.SAMPLES / p.NOISE_BATCH,
    }));
  } finally {
    field.destroy();
  }
}

/** |phi_k|^2 / places of a square of points, by sums along rows, then along columns. */
function addPower(phi: Float32Array, side: number, sums: Float64Array): void {
  const [cos, sin] = [Math.cos, Math.sin].map((wave) => Float64Array.from({ length: side }, (_, k) => wave((2 * Math.PI * k) / side)));
  const [re, im] = [new Float64Array(side * side), new Float64Array(side * side)];
  for (let y = 0; y < side; y++) {
    for (let k = 0; k < side; k++) {
      for (let x = 0; x < side; x++) {
        re[y * side + k]! += phi[y * side + x]! * cos[(k * x) % side]!;
        im[y * side + k]! -= phi[y * side + x]! * sin[(k * x) % side]!;
      }
    }
  }
  for (let l = 0; l < side; l++) {
    for (let k = 0; k < side; k++) {
      let [a, b] = [0, 0];
      for (let y = 0; y < side; y++) {
        const [c, s] = [cos[(l * y) % side]!, sin[(l * y) % side]!];
        a += re[y * side + k]! * c + im[y * side + k]! * s;
        b += im[y * side + k]! * c - re[y * side + k]! * s;
      }
      sums[l * side + k]! += (a * a + b * b) / (side * side);
    }
  }
}
