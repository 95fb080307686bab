/** The lateral neurons of the HLOP study, and the exact components that they are held against. */
import { describe, expect, test } from "vitest";
import { LateralNeurons } from "../../examples/hlop/lateral.ts";
import { SpikingNetwork } from "../../examples/hlop/network.ts";
import { CLASSES } from "../../examples/hlop/parameters.ts";
import { captured, deviation, eigenvalues, orthonormal, SecondMoments, without } from "../../examples/hlop/pca.ts";
import { Words } from "../../examples/shared/draw.ts";
import { subspace_learn } from "../../src/twins/plasticity/subspace_learn.ts";
import { subspace_project } from "../../src/twins/plasticity/subspace_project.ts";
import { subspace_reconstruct } from "../../src/twins/plasticity/subspace_reconstruct.ts";
import { uniform, uniforms } from "./random.ts";

/** n orthonormal rows. */
const basisOf = (words: Words, n: number) => orthonormal(Float64Array.from(uniforms(words, n * n)), n);

/** Samples of independent components of given sizes along orthonormal rows. */
function samplesOf(words: Words, basis: Float64Array, sizes: readonly number[], count: number): Float32Array {
  const n = basis.length / sizes.length;
  const samples = new Float32Array(count * n);
  for (let s = 0; s < count; s++)
    sizes.forEach((size, c) => {
      const value = size * Math.sqrt(3) * uniform(words);
      for (let k = 0; k < n; k++) samples[s * n + k] += value * basis[c * n + k];
    });
  return samples;
}

describe("exact components", () => {
  const n = 37;
  const words = new Words(4, 0);
  const basis = basisOf(words, n);
  // Two that are equal, and some that are zero.
  const values = Float64Array.from({ length: n }, (_, i) => (i === 4 ? 9 : i > 30 ? 0 : 25 / (i + 1) ** 2 + (i === 3 ? 9 - 25 / 16 : 0)));
  const matrix = new Float64Array(n * n);
  for (let c = 0; c < n; c++)
    for (let i = 0; i < n; i++) for (let j = 0; j < n; j++) matrix[i * n + j] += values[c] * basis[c * n + i] * basis[c * n + j];
  const total = values.reduce((a, b) => a + b);

  test("eigenvalues are those the matrix was made from", () => {
    const expected = values.slice().sort().reverse();
    eigenvalues(matrix, n).forEach((value, i) => {
      expect(value).toBeCloseTo(expected[i], 10);
    });
    expect([...eigenvalues(Float64Array.of(2, 0, 0, 3), 2)]).toEqual([3, 2]);
    expect([...eigenvalues(Float64Array.of(7), 1)]).toEqual([7]);
    expect([...eigenvalues(new Float64Array(9), 3)]).toEqual([0, 0, 0]);
  });

  test("energy captured by true components, by others and by rows that are not orthonormal", () => {
    const share = (values[0] + values[1]) / total;
    expect(captured(basis.slice(0, 2 * n), matrix, n)).toBeCloseTo(share, 12);
    // One that is a tenth too long misses 0.21^2 of its own energy.
    const long = basis.slice(0, 2 * n).map((value, i) => (i < n ? 1.1 * value : value));
    expect(captured(long, matrix, n)).toBeCloseTo(share - (0.21 ** 2 * values[0]) / total, 12);
    expect(deviation(long, n)).toBeCloseTo(0.21, 12);
    expect(captured(basisOf(new Words(5, 0), n).slice(0, 2 * n), matrix, n)).toBeLessThan(0.5 * share);
  });

  test("without some components the others are left", () => {
    const left = eigenvalues(without(basis.slice(0, 3 * n), matrix, n), n);
    const expected = Float64Array.from(values, (value, i) => (i < 3 ? 0 : value))
      .sort()
      .reverse();
    left.forEach((value, i) => {
      expect(value).toBeCloseTo(expected[i], 10);
    });
  });

  test("without a subspace that mixes components nothing is left in it, and the rest is as it was", () => {
    const other = basisOf(new Words(7, 0), n);
    const left = without(other.slice(0, 3 * n), matrix, n);
    const form = (m: Float64Array, a: number, b: number) => {
      let sum = 0;
      for (let i = 0; i < n; i++) for (let j = 0; j < n; j++) sum += other[a * n + i] * m[i * n + j] * other[b * n + j];
      return sum;
    };
    expect(form(matrix, 1, 8)).not.toBeCloseTo(0, 3);
    for (const [a, b] of [
      [0, 0],
      [1, 8],
      [8, 1],
    ])
      expect(form(left, a, b)).toBeCloseTo(0, 12);
    for (const [a, b] of [
      [8, 8],
      [4, 30],
      [30, 4],
    ])
      expect(form(left, a, b)).toBeCloseTo(form(matrix, a, b), 12);
  });

  test("second moments are the mean of x x^T", () => {
    const moments = new SecondMoments(3);
    moments.add(2, Float32Array.of(1, 0, 2, 0, 3, 4, 99, 99, 99));
    moments.add(1, Float32Array.of(-2, 1, 0));
    expect([...moments.matrix()]).toEqual([5, -2, 2, -2, 10, 12, 2, 12, 20].map((sum) => sum / 3));
  });
});

describe("lateral neurons", () => {
  const [n, rows, batch] = [40, 6, 32];
  const sizes = [4, 3, 2.5, 2, 1.8, 1.6, 0.4, 0.3, 0.2, 0.2, 0.1, 0.1];

  test("find the subspace of the first components, and become orthonormal from rows that are not", () => {
    const words = new Words(6, 0);
    const basis = basisOf(words, n).slice(0, sizes.length * n);
    const size = { batch, first: 1, rows, columns: n };
    const weights = uniforms(words, (rows + 1) * n).map((value) => 0.3 * value);
    const [changes, outputs, errors] = [new Float32Array(rows * n), new Float32Array(batch * rows), new Float32Array(batch * n)];
    const before = weights.slice(0, n);
    const moments = new SecondMoments(n);
    for (let step = 0; step < 1500; step++) {
      const inputs = samplesOf(words, basis, sizes, batch);
      moments.add(batch, inputs);
      subspace_project(size, inputs, weights, outputs);
      subspace_reconstruct(size, inputs, weights, outputs, errors);
      subspace_learn(size, { rate: 0.02, momentum: 0.9, limit: 10 }, outputs, errors, changes, weights);
    }
    const learned = Float64Array.from(weights.subarray(n));
    const exact = eigenvalues(moments.matrix(), n);
    const best = exact.slice(0, rows).reduce((a, b) => a + b) / exact.reduce((a, b) => a + b);
    expect(captured(learned, moments.matrix(), n)).toBeGreaterThanOrEqual(0.99 * best);
    expect(captured(learned, moments.matrix(), n)).toBeLessThanOrEqual(best);
    expect(deviation(learned, n)).toBeLessThan(0.02);
    // A row of an earlier task stays as it was.
    expect(weights.slice(0, n)).toEqual(before);
  });

  test("a projected update leaves the outputs for old inputs as they were, and changes those for new ones", () => {
    const words = new Words(9, 0);
    const all = basisOf(words, n);
    const [old, fresh] = [all.slice(0, 5 * n), all.slice(5 * n, 10 * n)];
    const lateral = new LateralNeurons(n, 3 * rows, batch, words);
    const draw = (basis: Float64Array) => samplesOf(words, basis, [2, 2, 1.5, 1.5, 1], batch);
    lateral.add(rows);
    for (let step = 0; step < 300; step++) {
      const inputs = draw(old);
      lateral.learn(batch, inputs, inputs, 0.02);
    }
    const frozen = lateral.weights.slice(0, rows * n);
    lateral.add(rows);
    expect([lateral.frozen, lateral.learning]).toEqual([rows, rows]);
    // New rows are orthonormal to the frozen ones.
    expect(deviation(Float64Array.from(lateral.weights.subarray(0, 2 * rows * n)), n)).toBeLessThan(0.01);
    const network = new SpikingNetwork(n, [30], batch, words);
    const before = network.weights[0].slice();
    const projected = new Float32Array(batch * n);
    for (let step = 0; step < 50; step++) {
      // Inputs of the new task that lie in the old subspace too.
      network.inputs[0].set(draw(fresh).map((value, i) => value + (i % 3 === 0 ? 0.5 : 0)));
      network.forward(batch);
      network.backward(
        batch,
        Uint8Array.from({ length: batch }, (_, i) => i % CLASSES),
      );
      lateral.project(batch, network.inputs[0], projected);
      network.descend(0, batch, projected, 0.05);
      lateral.learn(batch, network.inputs[0], projected, 0.02);
    }
    const moved = (inputs: Float32Array) => {
      let sum = 0;
      for (let i = 0; i < batch; i++)
        for (let o = 0; o < 30; o++) {
          let difference = 0;
          for (let k = 0; k < n; k++) difference += inputs[i * n + k] * (network.weights[0][k * 30 + o] - before[k * 30 + o]);
          sum += difference ** 2;
        }
      return Math.sqrt(sum);
    };
    expect(moved(draw(fresh))).toBeGreaterThan(0.1);
    expect(moved(draw(old))).toBeLessThan(0.01 * moved(draw(fresh)));
    expect(lateral.weights.slice(0, rows * n)).toEqual(frozen);
    lateral.add(rows);
    expect([lateral.frozen, lateral.learning]).toEqual([2 * rows, rows]);
  });
});
