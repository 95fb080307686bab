/** Gradients of cells over sequences: those of the float64 twins against central differences of the same program, and float32 against float64. */
import { expect, it } from "vitest";
import { LEARNING, played } from "./cell-programs.ts";

it.each(LEARNING)("%s: gradients are central differences of the forward pass", async (_, spec) => {
  const cell = played(spec, "f64");
  await cell.play("forward");
  cell.gradState.set(cell.weights);
  await cell.play("backward");
  const gradients = cell.gradients.slice();
  const far = 1e-5;
  let moved = 0;
  for (const { name, at, length } of cell.parameters) {
    for (let k = at; k < at + length; k++) {
      const value = cell.values[k];
      const [above, below] = [0, 0];
      const totals = [above, below];
      for (const [n, sign] of [1, -1].entries()) {
        cell.values[k] = value + sign * far;
        await cell.play("forward");
        totals[n] = cell.total();
      }
      cell.values[k] = value;
      const wanted = (totals[0] - totals[1]) / (2 * far);
      expect(Math.abs(gradients[k] - wanted), `${name}[${k - at}]: ${gradients[k]}, not ${wanted}`).toBeLessThan(2e-8);
      if (Math.abs(wanted) > 1e-6) moved++;
    }
  }
  expect(moved).toBeGreaterThan(0.4 * cell.gradients.length);
});

it.each(LEARNING)("%s: float32 gives what float64 gives", async (_, small) => {
  // Four units at once, and a few by themselves.
  const spec = { ...small, units: 11 };
  const [cell, exact] = [played(spec, "f32"), played(spec, "f64")];
  for (const one of [cell, exact]) {
    await one.play("forward");
    one.gradState.set(one.weights);
    await one.play("backward");
  }
  const apart = (a: ArrayLike<number>, b: ArrayLike<number>) =>
    Math.max(...Array.from(a, (value, k) => Math.abs(value - b[k]))) / Math.max(...Array.from(b, Math.abs));
  expect(apart(cell.states, exact.states)).toBeLessThan(3e-6);
  expect(apart(cell.gradients, exact.gradients)).toBeLessThan(1e-5);
});

it.each(LEARNING)("%s: a sequence that is over keeps its state, one that never began keeps the first", async (_, spec) => {
  const { states, lengths, steps, play } = played(spec, "f32");
  await play("forward");
  const { units } = spec;
  const batch = lengths.length;
  const at = (t: number, b: number) => Array.from(states.subarray((t * batch + b) * units, (t * batch + b + 1) * units));
  lengths.forEach((length, b) => {
    for (let t = 1; t <= steps; t++) {
      if (t <= length) expect(at(t, b)).not.toEqual(at(t - 1, b));
      else expect(at(t, b)).toEqual(at(length, b));
    }
  });
});
