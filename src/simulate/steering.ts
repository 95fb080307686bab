/**
 * Chooses how many windows a submit has so that one takes about the aimed time: a power of two, so that few lists of commands serve
 * a whole run. Only speed hangs on it, never results.
 */
export class Steering {
  windows = 1;
  private last: number | undefined;

  constructor(
    private readonly aimMs: number,
    private readonly most: number,
  ) {}

  /** Notes that a submit of `windows` windows has come back. */
  took(windows: number): void {
    const now = performance.now();
    if (this.last !== undefined && windows === this.windows) {
      const ratio = this.aimMs / Math.max(0.05, now - this.last);
      if (ratio >= 2 && 2 * windows <= this.most) this.windows = 2 * windows;
      else if (ratio < 0.7 && windows > 1) this.windows = windows / 2;
    }
    this.last = now;
  }

  /** A run has ended: the time until the next submit counts for nothing. */
  rest(): void {
    this.last = undefined;
  }
}
