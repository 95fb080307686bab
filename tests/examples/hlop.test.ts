import { existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, describe, expect, test } from "vitest";
import { Workbench } from "../../examples/bench.ts";
import { hlop } from "../../examples/hlop/index.ts";
import { LateralNeurons } from "../../examples/hlop/lateral.ts";
import { SpikingNetwork } from "../../examples/hlop/network.ts";
import { advance } from "../../examples/hlop/neurons.ts";
import { CLASSES, DECAY, FIRES, STEPS, THRESHOLD } from "../../examples/hlop/parameters.ts";
import { captured, deviation, eigenvalues, orthonormal, SecondMoments, without } from "../../examples/hlop/pca.ts";
import { loadTasks } from "../../examples/hlop/tasks.ts";
import { ContinualRun, summary } from "../../examples/hlop/training.ts";
import { Words } from "../../examples/shared/draw.ts";
import { InputError } from "../../src/errors.ts";
import { subspace_learn } from "../../src/twins/plasticity/subspace_learn.ts";
import { subspace_project } from "../../src/twins/plasticity/subspace_project.ts";
import { subspace_reconstruct } from "../../src/twins/plasticity/subspace_reconstruct.ts";

const f = Math.fround;
const uniform = (words: Words) => words.word() / 2 ** 31 - 1;
const random = (words: Words, n: number) => Float32Array.from({ length: n }, () => uniform(words));

/** n orthonormal rows. */
const basisOf = (words: Words, n: number) => orthonormal(Float64Array.from(random(words, n * n)), n);

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

describe("neurons", () => {
  test.each([true, false])("are their definition in float32, to the bit (constant currents: %s)", (constant) => {
    const [samples, neurons] = [5, 23];
    const currents = random(new Words(3, 0), samples * neurons * (constant ? 1 : STEPS)).map((value) => 0.2 * value + 0.1);
    const [trains, potentials] = [new Uint32Array(samples * neurons), new Float32Array(samples * neurons)];
    advance(samples, neurons, currents, constant, trains, potentials);
    let spikes = 0;
    for (let s = 0; s < samples; s++)
      for (let n = 0; n < neurons; n++) {
        let [u, train] = [0, 0];
        for (let t = 0; t < STEPS; t++) {
          u = f(f(f(DECAY) * u) + currents[constant ? s * neurons + n : (s * STEPS + t) * neurons + n]);
          if (u < f(FIRES * THRESHOLD)) continue;
          u = f(u - f(THRESHOLD));
          train |= 1 << t;
          spikes++;
        }
        expect([trains[s * neurons + n], potentials[s * neurons + n]]).toEqual([train, u]);
      }
    expect(spikes).toBeGreaterThan(samples * neurons);
  });
});

describe("the network", () => {
  const batch = 16;
  const labels = Uint8Array.from({ length: batch }, (_, i) => i % CLASSES);
  const make = () => {
    const network = new SpikingNetwork(30, [21, 14], batch, new Words(8, 0));
    network.inputs[0].set(random(new Words(8, 1), batch * 30).map(Math.abs));
    return network;
  };
  const loss = (network: SpikingNetwork) => {
    network.forward(batch);
    let sum = 0;
    for (let i = 0; i < batch; i++) {
      const row = Array.from(network.logits.subarray(CLASSES * i, CLASSES * (i + 1)));
      sum -= row[labels[i]] - Math.log(row.reduce((total, value) => total + Math.exp(value), 0));
    }
    return sum / batch;
  };

  test("a layer's spikes drive the next one step by step", () => {
    const network = make();
    network.forward(batch);
    const wide = (l: number) => network.sizes[l];
    const [pixels, first, second] = [wide(0), wide(1), wide(2)];
    const shares = Array.from({ length: STEPS }, (_, t) => DECAY ** (STEPS - 1 - t));
    const whole = shares.reduce((a, b) => a + b);
    for (let s = 0; s < batch; s++) {
      const drive = Array.from({ length: first }, (_, n) => {
        let sum = 0;
        for (let k = 0; k < pixels; k++) sum += network.inputs[0][s * pixels + k] * network.weights[0][k * first + n];
        return sum;
      });
      const [u, v, rate] = [new Float64Array(first), new Float64Array(second), new Float64Array(second)];
      for (let t = 0; t < STEPS; t++) {
        const fired = drive.map((current, n) => {
          u[n] = DECAY * u[n] + current;
          if (u[n] < FIRES * THRESHOLD) return 0;
          u[n] -= THRESHOLD;
          return 1;
        });
        for (let m = 0; m < second; m++) {
          v[m] = DECAY * v[m] + fired.reduce<number>((sum, one, n) => sum + one * network.weights[1][n * second + m], 0);
          if (v[m] < FIRES * THRESHOLD) continue;
          v[m] -= THRESHOLD;
          rate[m] += shares[t] / whole;
        }
      }
      for (let m = 0; m < second; m++) expect(network.inputs[2][s * second + m]).toBeCloseTo(rate[m], 5);
    }
    for (const rate of network.rates()) expect(rate > 0.02 && rate < 0.9).toBe(true);
  });

  test("the readout's gradient is that of the loss", () => {
    const network = make();
    const weights = network.weights[2];
    const before = weights.slice();
    network.forward(batch);
    network.backward(batch, labels);
    network.descend(2, batch, network.inputs[2], 1);
    const step = before.map((value, i) => value - weights[i]);
    weights.set(before);
    for (const i of [0, 17, 60, 139]) {
      const slope = [1, -1].map((side) => {
        weights[i] = before[i] + side * 0.01;
        return loss(network);
      });
      weights[i] = before[i];
      expect(step[i]).toBeCloseTo((slope[0] - slope[1]) / 0.02, 4);
    }
  });

  test("each layer's step by itself lowers the loss", () => {
    for (const layer of [0, 1, 2]) {
      const network = make();
      const before = loss(network);
      for (let k = 0; k < 20; k++) {
        network.forward(batch);
        network.backward(batch, labels);
        network.descend(layer, batch, network.inputs[layer], 0.02);
      }
      expect(loss(network)).toBeLessThan(before - 0.01);
    }
  });
});

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
    const weights = random(words, (rows + 1) * n).map((value) => 0.3 * value);
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

test("backward transfer is the mean loss of earlier tasks since they were learned", () => {
  const { mean, backward } = summary([[80], [78, 84], [75, 82, 86]]);
  expect(mean).toBeCloseTo(81, 12);
  expect(backward).toBeCloseTo((-5 - 2) / 2, 12);
});

const home = mkdtempSync(join(tmpdir(), "galvani-hlop-"));
afterAll(() => rmSync(home, { recursive: true }));

/** A folder with made-up images in ten classes: a pattern each, and noise. */
function folderOf(name: string, side: number, train: number, tested: number): string {
  const folder = join(home, name);
  if (existsSync(folder)) return folder;
  const words = new Words(11, 0);
  const patterns = Array.from({ length: CLASSES }, () => Array.from({ length: side * side }, () => (words.below(4) === 0 ? 120 : 0)));
  const idx = (shape: readonly number[], data: Uint8Array) => {
    const head = new DataView(new ArrayBuffer(4 + 4 * shape.length));
    [0x800 + shape.length, ...shape].forEach((word, k) => {
      head.setUint32(4 * k, word);
    });
    return Buffer.concat([new Uint8Array(head.buffer), data]);
  };
  mkdirSync(folder);
  for (const [prefix, count] of [
    ["train", train],
    ["t10k", tested],
  ] as const) {
    const labels = Uint8Array.from({ length: count }, () => words.below(CLASSES));
    const pixels = new Uint8Array(count * side * side);
    for (let i = 0; i < pixels.length; i++)
      pixels[i] = Math.max(0, patterns[labels[Math.floor(i / side ** 2)]][i % side ** 2] + words.below(130) - 30);
    writeFileSync(join(folder, `${prefix}-images-idx3-ubyte`), idx([count, side, side], pixels));
    writeFileSync(join(folder, `${prefix}-labels-idx1-ubyte`), idx([count], labels));
  }
  return folder;
}

describe("the study", () => {
  test("end to end on made-up images: the same again for the same seed", async () => {
    const data = folderOf("made-up", 16, 1000, 200);
    const shares: number[] = [];
    const bench = new Workbench({ onProgress: (share) => shares.push(share) });
    const result = await hlop.run({ data, seed: 3, scale: 0.7 }, bench);
    const again = await hlop.run({ data, seed: 3, scale: 0.7 }, new Workbench());
    expect(again.findings).toEqual(result.findings);
    const value = (name: string) => result.findings.find((finding) => finding.name.startsWith(name))?.measured;
    for (const which of ["with lateral", "without"]) {
      expect(Number.parseFloat(String(value(`accuracy on task 1 after it, ${which}`)))).toBeGreaterThan(50);
      expect(value(`mean accuracy at the end, ${which}`)).toBeGreaterThan(50);
    }
    expect(Math.abs(value("backward transfer with lateral") as number)).toBeLessThan(5);
    // Rows in the same number as pixels nearly, after three tasks: what they capture cannot exceed everything.
    const energies = result.findings.filter(({ name }) => name.startsWith("energy captured"));
    expect(energies.length).toBe(9);
    for (const { measured } of energies) expect(Number.parseFloat(String(measured))).toBeLessThanOrEqual(100);
    expect(value("accuracy on task 1 after it, with")).toBe(value("accuracy on task 1 after it, without"));
    expect(result.figures.map(({ title }) => title)).toEqual([
      "Accuracy of each task over training",
      "Captured energy over the number of rows",
    ]);
    for (const { svg } of result.figures) expect(svg).not.toMatch(/NaN|undefined/);
    expect(result.notes[0]).toMatch(/700 training images each.*200 test images/);
    expect(shares.every((share, i) => share >= 0 && share <= 1 && share >= (shares[i - 1] ?? 0))).toBe(true);
  }, 240_000);

  test("is ended by the bench's signal", async () => {
    const controller = new AbortController();
    const bench = new Workbench({ signal: controller.signal, onProgress: () => controller.abort(new Error("enough")) });
    await expect(hlop.run({ data: folderOf("made-up", 16, 1000, 200), seed: 3 }, bench)).rejects.toThrow("enough");
  });

  test.each([
    ["no folder", () => ({ seed: 1 }), /^data: undefined: name a folder/],
    ["small images", () => ({ seed: 1, data: folderOf("small", 14, 64, 10) }), /has images of 196 pixels; take some with 220 or more/],
    ["no batch", () => ({ seed: 1, data: folderOf("made-up", 16, 1000, 200), scale: 0.05 }), /^scale: 0.05: leaves 50 images/],
    ["scale", () => ({ seed: 1, data: folderOf("made-up", 16, 1000, 200), scale: 2 }), /^scale: 2: must be/],
    ["variant", () => ({ seed: 1, data: folderOf("made-up", 16, 1000, 200), variant: "spiking" }), /^variant: "spiking": hlop takes none/],
  ])("%s: one clear error", async (_, options, message) => {
    const failed = hlop.run(options(), new Workbench());
    await expect(failed).rejects.toThrow(InputError);
    await expect(failed).rejects.toThrow(message);
  });
});

const DATA = "../shared/data/fashion-mnist";
const present = existsSync(DATA);
if (!present) console.warn(`hlop: skipped, no folder ${DATA}`);

test.skipIf(!present)(
  "Fashion-MNIST, a sixth of it: without lateral neurons tasks are forgotten, with them not",
  async () => {
    const tasks = await loadTasks(DATA, 3, 1, 220);
    const options = {
      seed: 1,
      images: 10_000,
      tested: 1000,
      glanced: 64,
      points: 1,
      signal: new AbortController().signal,
      progress: () => {},
    };
    const [without, held] = [false, true].map((lateral) => new ContinualRun(tasks, options, lateral));
    await without.run();
    await held.run();
    expect(Math.abs(summary(held.accuracy).backward)).toBeLessThanOrEqual(1);
    expect(summary(without.accuracy).backward).toBeLessThanOrEqual(summary(held.accuracy).backward - 1.5);
  },
  240_000,
);
