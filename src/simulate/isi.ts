/**
 * Irregularity of one population's spikes while they stream by, none kept: the mean over neurons with at least 3 spikes of std / mean of
 * their inter-spike intervals (std over n, not n - 1), as `cvIsi` of src/view/statistics.ts gives from recorded spikes.
 */
export class Irregularity {
  private readonly count: Float64Array;
  private readonly first: Float64Array;
  private readonly last: Float64Array;
  private readonly squares: Float64Array;

  constructor(neurons: number) {
    this.count = new Float64Array(neurons);
    this.first = new Float64Array(neurons);
    this.last = new Float64Array(neurons);
    this.squares = new Float64Array(neurons);
  }

  restart(): void {
    this.count.fill(0);
    this.squares.fill(0);
  }

  /** A spike of `neuron`; steps rise. */
  add(neuron: number, step: number): void {
    if (this.count[neuron]++ === 0) this.first[neuron] = step;
    else this.squares[neuron] += (step - this.last[neuron]) ** 2;
    this.last[neuron] = step;
  }

  /** Of the neurons [from, to); NaN where none has 3 spikes. */
  cv(from: number, to: number): number {
    let sum = 0;
    let neurons = 0;
    for (let n = from; n < to; n++) {
      const intervals = this.count[n] - 1;
      if (intervals < 2) continue;
      const mean = (this.last[n] - this.first[n]) / intervals;
      // Sums of whole numbers are exact; a regular train must not come out below 0.
      sum += Math.sqrt(Math.max(0, this.squares[n] / intervals - mean * mean)) / mean;
      neurons++;
    }
    return neurons > 0 ? sum / neurons : Number.NaN;
  }
}
