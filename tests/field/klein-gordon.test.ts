import { expect, test } from "vitest";
import { FieldSimulation } from "../../src/field/simulation.ts";

const SIZE = 64;
/** Spacing 1. */
const LATTICE = { model: "klein-gordon", sizes: [SIZE, SIZE], length: SIZE, speed: 1, mass: 0.3, dt: 0.1 } as const;

const wave = (mode: readonly number[], place: number) => (2 * Math.PI * mode[place]) / SIZE;

/** Angular frequency of a mode of the lattice in continuous time. */
function omega(mode: readonly number[]): number {
  const sines = mode.map((_, axis) => Math.sin(wave(mode, axis) / 2) ** 2);
  return Math.sqrt(LATTICE.mass ** 2 + 4 * LATTICE.speed ** 2 * sines.reduce((a, b) => a + b, 0));
}

function plane(mode: readonly number[]): Float64Array {
  return Float64Array.from({ length: SIZE * SIZE }, (_, i) => Math.cos(wave(mode, 0) * Math.floor(i / SIZE) + wave(mode, 1) * (i % SIZE)));
}

/** Angular frequency of a cosine sampled every `dt`, from its zeros, between which it is interpolated by arcs. */
function measured(values: readonly number[], dt: number): number {
  const zeros: number[] = [];
  for (let k = 1; k < values.length; k++) {
    const [a, b] = [values[k - 1], values[k]];
    if (a > 0 === b > 0) continue;
    zeros.push((k - 1 + a / (a - b)) * dt);
  }
  return (Math.PI * (zeros.length - 1)) / (zeros[zeros.length - 1] - zeros[0]);
}

test.each(["cpu", "software"] as const)("dispersion of a 64 x 64 lattice, on %s", async (adapter) => {
  const modes = [
    [0, 0],
    [1, 0],
    [3, 5],
    [8, 8],
    [16, 16],
  ];
  const values = modes.map(plane);
  const initial = {
    phi: Float64Array.from({ length: modes.length * SIZE * SIZE }, (_, i) => values[Math.floor(i / SIZE ** 2)][i % SIZE ** 2]),
  };
  const field = await FieldSimulation.create({ ...LATTICE, batch: modes.length, initial }, { adapter, record: { every: 1 } });
  await field.advance(adapter === "cpu" ? 2000 : 600);
  const { values: frames } = await field.frames();
  for (const [n, mode] of modes.entries()) {
    // The place 0: every mode is at its crest there.
    const wanted = (2 / LATTICE.dt) * Math.asin((omega(mode) * LATTICE.dt) / 2);
    const found = measured(
      frames.map((frame) => frame[n * SIZE * SIZE]),
      LATTICE.dt,
    );
    expect(Math.abs(found / wanted - 1), `mode ${mode}`).toBeLessThan(1e-4);
  }
  field.destroy();
});
