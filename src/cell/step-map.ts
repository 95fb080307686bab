import { columnSums } from "../learn/kernels/column_sums.ts";
import { matmul, slicedProduct } from "../learn/kernels/matmul.ts";
import { GRADIENTS, PARAMETERS, type Parameter, type Recording } from "../learn/tensor.ts";
import type { Stage } from "../plan/program.ts";

/** What a map takes: blocks of (batch x columns), one a step. */
export interface StepSource {
  readonly name: string;
  /** Which block belongs to step 0: 1 where block 0 is what was before it and the map takes what the step has made. */
  readonly lead: number;
}

/** A matrix that is learnt, between a sequence's sources and sums (steps x batch x rows), for all steps at once or step by step, and its adjoint. */
export class StepMap {
  /**
   * @param weight rows x columns
   * @param bias rows
   * @param steps that it goes through; default: all of the recording
   */
  constructor(
    private readonly label: string,
    private readonly recording: Recording,
    private readonly weight: Parameter,
    private readonly bias: Parameter | undefined,
    private readonly source: StepSource,
    private readonly sums: string,
    private readonly steps = recording.size.steps,
  ) {}

  /** sums = source W^T + b, of all steps. */
  whole(): Stage {
    return this.product(this.label, this.steps * this.recording.size.batch, this.source.lead, 0, false);
  }

  /** The same of step `t` alone. @param onto whether it is added to what is there */
  step(t: number, onto: boolean): Stage {
    return this.product(`${this.label}, step ${t}`, this.recording.size.batch, this.source.lead + t, t, onto);
  }

  /** grad (batch x columns) = the gradient of step t's sums times W. @param onto whether it is added to what is there */
  back(t: number, grad: string, onto: boolean): Stage {
    const [rows, columns] = this.weight.shape;
    const { batch } = this.recording.size;
    const places = { left_at: t * batch * rows, right_at: this.weight.at };
    return matmul(
      `${this.label}, step ${t}, backward`,
      { ...places, rows: batch, columns, depth: rows, turned: 0, accumulate: onto ? 1 : 0 },
      { left: this.sums, right: PARAMETERS, out: grad },
    );
  }

  /** Adds the gradients of weight and bias, from those of all sums. */
  learn(): Stage[] {
    const { label, weight, bias, recording, source, sums, steps } = this;
    const { batch } = recording.size;
    const [rows, columns] = weight.shape;
    const places = { right_at: source.lead * batch * columns, out_at: weight.at };
    const stages = slicedProduct(
      `${label}, weights`,
      { ...places, rows, columns, depth: steps * batch, turned: 1, accumulate: 1 },
      { left: sums, right: source.name, out: GRADIENTS },
      recording.slices,
    );
    if (!bias) return stages;
    return [
      ...stages,
      columnSums(`${label}, bias`, { rows: steps * batch, columns: rows, out_at: bias.at }, { matrix: sums, out: GRADIENTS }),
    ];
  }

  private product(label: string, samples: number, from: number, to: number, onto: boolean): Stage {
    const [rows, columns] = this.weight.shape;
    const { batch } = this.recording.size;
    const places = { left_at: from * batch * columns, right_at: this.weight.at, out_at: to * batch * rows };
    const biased = this.bias && { bias_at: this.bias.at, biased: 1 };
    return matmul(
      label,
      { ...places, ...biased, rows: samples, columns: rows, depth: columns, turned: 2, accumulate: onto ? 1 : 0 },
      { left: this.source.name, right: PARAMETERS, bias: PARAMETERS, out: this.sums },
    );
  }
}
