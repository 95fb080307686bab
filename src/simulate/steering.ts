/** Chooses how many windows a submit has so that one takes about the aimed time; only speed hangs on it, never results. */
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
      this.windows = Math.max(1, Math.min(this.most, Math.round(windows * Math.min(2, Math.max(0.5, ratio)))));
    }
    this.last = now;
  }

  /** A run has ended: the time until the next submit counts for nothing. */
  rest(): void {
    this.last = undefined;
  }
}
