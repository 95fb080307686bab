/** What one check found; errors are over all its buffers. */
export interface Verdict {
  readonly kernel: string;
  readonly size: string;
  /** Largest difference, in the field's own unit. */
  readonly absolute: number;
  /** Largest difference over the largest value of its field. */
  readonly relative: number;
  /** Largest relative error allowed; 0 where every word must be equal. */
  readonly tolerance: number;
  readonly ok: boolean;
  /** The first integer that differs, spikes on the edge, or nothing. */
  readonly detail: string;
}

/** Gathers differences between a kernel's and its twin's buffers. */
export class Tally {
  absolute = 0;
  relative = 0;
  /** The first difference that no tolerance covers. */
  private wrong: string | undefined;
  private edges = 0;
  private spikes = 0;

  /** Every word must be equal. */
  words(name: string, got: ArrayLike<number>, expected: ArrayLike<number>): void {
    if (got.length !== expected.length) {
      this.miss(`${name} has ${got.length} words, not ${expected.length}`);
      return;
    }
    for (let i = 0; i < got.length; i++) {
      if (got[i] === expected[i]) continue;
      this.absolute = Math.max(this.absolute, Math.abs(got[i] - expected[i]));
      this.relative = Infinity;
      this.miss(`${name}[${i}] is ${got[i]}, not ${expected[i]}`);
      return;
    }
  }

  /**
   * Values of one field; `skip` names places left out.
   * @param terms errors are relative to it where all values are smaller: what the terms of a sum amount to, which may cancel
   */
  floats(got: Float32Array, expected: Float32Array, skip: (i: number) => boolean = () => false, terms = 0): void {
    let most = terms;
    let error = 0;
    for (let i = 0; i < expected.length; i++) {
      if (skip(i) || Object.is(got[i], expected[i])) {
        if (Number.isFinite(expected[i])) most = Math.max(most, Math.abs(expected[i]));
        continue;
      }
      const difference = Math.abs(got[i] - expected[i]);
      error = Math.max(error, Number.isNaN(difference) ? Infinity : difference);
      most = Math.max(most, Math.abs(expected[i]));
    }
    this.absolute = Math.max(this.absolute, error);
    if (error > 0) this.relative = Math.max(this.relative, error / most);
  }

  /** Spikes compared, and how many of them only one side had. */
  edge(spikes: number, edges: number): void {
    this.spikes += spikes;
    this.edges += edges;
  }

  miss(detail: string): void {
    this.wrong ??= detail;
  }

  /** Whether the verdict is known: something differs that no tolerance covers. */
  get missed(): boolean {
    return this.wrong !== undefined;
  }

  /** @param edgeShare share of the spikes that may be on one side only: a potential that rounding puts on either side of the threshold */
  verdict(kernel: string, size: string, tolerance: number, edgeShare: number): Verdict {
    const { absolute, relative } = this;
    const tooMany = this.edges > (edgeShare > 0 ? Math.max(1, edgeShare * this.spikes) : 0);
    const edges = this.edges > 0 ? `${this.edges} of ${this.spikes} spikes on one side only` : "";
    const ok = this.wrong === undefined && !tooMany && relative <= tolerance;
    return { kernel, size, absolute, relative, tolerance, ok, detail: this.wrong ?? edges };
  }
}
