import { subspace_learn } from "../../src/twins/plasticity/subspace_learn.ts";
import { type SubspaceSize, subspace_project } from "../../src/twins/plasticity/subspace_project.ts";
import { subspace_reconstruct } from "../../src/twins/plasticity/subspace_reconstruct.ts";
import type { Words } from "../shared/draw.ts";
import { LATERAL_ITERATIONS, LATERAL_LIMIT, LATERAL_MOMENTUM } from "./parameters.ts";

/**
 * The lateral neurons of one layer's input: rows that learn, by a Hebbian and an anti-Hebbian term, to span what the inputs of a task
 * vary in. Rows of earlier tasks are frozen, and what they explain is taken out of the presynaptic side of weight updates.
 */
export class LateralNeurons {
  /** Room for all rows x columns; those of earlier tasks first. */
  readonly weights: Float32Array;
  /** Rows of earlier tasks. */
  frozen = 0;
  /** Rows that learn. */
  learning = 0;
  private changes = new Float32Array(0);
  private readonly outputs: Float32Array;
  private readonly errors: Float32Array;

  constructor(
    readonly columns: number,
    readonly room: number,
    batch: number,
    private readonly words: Words,
  ) {
    this.weights = new Float32Array(room * columns);
    this.outputs = new Float32Array(batch * room);
    this.errors = new Float32Array(batch * columns);
  }

  /** Freezes what is there and adds rows, random and orthonormal to all others. */
  add(rows: number): void {
    this.frozen += this.learning;
    this.learning = rows;
    this.changes = new Float32Array(rows * this.columns);
    for (let row = this.frozen; row < this.frozen + rows; row++) this.draw(row);
  }

  /** Takes what the frozen rows explain out of `inputs` (batch x columns). */
  project(batch: number, inputs: Float32Array, projected: Float32Array): void {
    const size = { batch, first: 0, rows: this.frozen, columns: this.columns };
    subspace_project(size, inputs, this.weights, this.outputs);
    subspace_reconstruct(size, inputs, this.weights, this.outputs, projected);
  }

  /**
   * The last rows learn from a batch.
   * @param projected what `project` gave for these inputs
   */
  learn(batch: number, inputs: Float32Array, projected: Float32Array, rate: number): void {
    const { weights, outputs, errors, changes } = this;
    const size: SubspaceSize = { batch, first: this.frozen, rows: this.learning, columns: this.columns };
    const rates = { rate, momentum: LATERAL_MOMENTUM, limit: LATERAL_LIMIT };
    for (let k = 0; k < LATERAL_ITERATIONS; k++) {
      subspace_project(size, inputs, weights, outputs);
      subspace_reconstruct(size, projected, weights, outputs, errors);
      subspace_learn(size, rates, outputs, errors, changes, weights);
    }
  }

  /** Gram and Schmidt, twice over for the sake of rounding. */
  private draw(row: number): void {
    const { columns, weights, words } = this;
    const own = Float64Array.from({ length: columns }, () => words.word() / 2 ** 31 - 1);
    for (let pass = 0; pass < 2; pass++) {
      for (let other = 0; other < row; other++) {
        let dot = 0;
        for (let c = 0; c < columns; c++) dot += own[c]! * weights[other * columns + c]!;
        for (let c = 0; c < columns; c++) own[c]! -= dot * weights[other * columns + c]!;
      }
      const norm = Math.sqrt(own.reduce((sum, value) => sum + value * value, 0));
      for (let c = 0; c < columns; c++) own[c]! /= norm;
    }
    weights.set(own, row * columns);
  }
}
