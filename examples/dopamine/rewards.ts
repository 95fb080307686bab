import type { Words } from "../shared/draw.ts";
import * as p from "./parameters.ts";

/** Looks for the pair of spikes that earns a reward, and keeps when rewards come. */
export class Rewards {
  /** ms: all so far, those to come included; ascending. */
  readonly times: number[] = [];
  /** ms of the source's last spike. */
  private last = Number.NEGATIVE_INFINITY;

  constructor(
    private readonly source: number,
    private readonly target: number,
    private readonly words: Words,
  ) {}

  /** Takes the next spikes of source and target, in order. */
  earn(step: Uint32Array, neuron: Uint32Array): void {
    const { least, most } = p.wait;
    for (let k = 0; k < step.length; k++) {
      const time = (step[k]! + 1) * p.dt;
      if (neuron[k] === this.source) this.last = time;
      else if (neuron[k] === this.target && time > this.last && time - this.last < p.coincidence)
        this.times.push(time + least + 1 + this.words.below(most - least));
    }
    this.times.sort((a, b) => a - b);
  }

  /** Rewards later than `now`, ms, as an input of spikes takes them. Two in one step are one, as in the script. */
  after(now: number): { times: number[]; neurons: number[] } {
    const times = [...new Set(this.times.filter((time) => time > now))];
    return { times, neurons: times.map(() => 0) };
  }
}
