import { sha256 } from "@noble/hashes/sha2.js";
import { bytesToHex } from "@noble/hashes/utils.js";
import type { ResolvedNetwork } from "../network/resolved.ts";
import { type Batch, reachOf, windowsOf } from "../plan/batch.ts";
import type { Plan } from "../plan/plan.ts";
import { Run } from "../twins/lib/window.ts";
import { Growing } from "./growing.ts";
import type { FrameLayout, Part, TraceLayout } from "./layout.ts";

/** Spikes in the order of step, then neuron (global index). Step k ends at (k + 1) dt, the time shown to people. */
export interface Spikes {
  readonly step: Uint32Array;
  readonly neuron: Uint32Array;
  /** Name, first global index and size of each population. */
  readonly populations: readonly { readonly name: string; readonly first: number; readonly size: number }[];
  /** ms */
  readonly dt: number;
  /** First step covered, and one past the last. */
  readonly from: number;
  readonly to: number;
}

/** A recorded state variable: `values[sample * neurons.length + column]`, in the person's units. */
export interface Trace {
  readonly population: string;
  readonly variable: string;
  /** Index in the population of each column. */
  readonly neurons: Uint32Array;
  /** ms of each sample. */
  readonly times: Float64Array;
  readonly values: Float64Array;
}

/** A recorded population rate, Hz, in bins of `bin` ms from `from` ms on; the last bin may still be filling. */
export interface RateTrace {
  readonly population: string;
  readonly bin: number;
  readonly from: number;
  readonly rates: Float64Array;
}

/** Recorded values of a field's variable: `values[frame * points + point]`, points as the grid's, the slowest axis first. */
export interface FieldFrames {
  readonly field: string;
  readonly variable: string;
  /** Points along each axis. */
  readonly sizes: readonly number[];
  /** ms of each frame: ends of steps of the field. */
  readonly times: Float64Array;
  readonly values: Float32Array;
}

/** What is added to a recorded state variable of a population's neuron to give the person's value. */
export type TraceOffset = (population: number, variable: string, neuron: number) => number;

/** Words of spikes between two calls of the hash. */
const PAIR_WORDS = 2 ** 14;

/** Takes what submits leave behind of one network, streams it into the records, and keeps counts and digest of all spikes since `restart`. */
export class Recorder {
  /** First step of what is held. */
  from = 0;
  /** Spikes of each population. */
  readonly counts: Float64Array;
  private readonly step = new Growing(new Uint32Array(1024));
  private readonly neuron = new Growing(new Uint32Array(1024));
  private readonly traceValues: Growing<Float32Array>[];
  private readonly frameValues: Growing<Float32Array>[];
  private readonly rateBins: Map<number, Growing<Uint32Array>>;
  private readonly populationOf: Uint32Array;
  /** 1 for neurons whose spikes are recorded. */
  private readonly recorded: Uint8Array;
  private hash = sha256.create();
  /** (step, neuron) pairs the hash has not seen yet: one call for many windows. */
  private readonly pairs = new Uint32Array(PAIR_WORDS);
  private unseen = 0;

  private readonly network: ResolvedNetwork;
  private readonly traceLayouts: readonly TraceLayout[];
  private readonly frameLayouts: readonly FrameLayout[];

  constructor(
    { network, traces, frames }: Part,
    private readonly plan: Plan,
  ) {
    this.network = network;
    this.traceLayouts = traces;
    this.frameLayouts = frames;
    this.counts = new Float64Array(network.populations.length);
    this.populationOf = new Uint32Array(network.neurons);
    network.populations.forEach(({ first, size }, p) => {
      this.populationOf.fill(p, first, first + size);
    });
    this.recorded = recordedNeurons(network);
    this.traceValues = traces.map(() => new Growing(new Float32Array(1024)));
    this.frameValues = frames.map(() => new Growing(new Float32Array(1024)));
    this.rateBins = new Map(
      network.records.flatMap((record, k) => (record.kind === "rate" ? [[k, new Growing(new Uint32Array(64))] as const] : [])),
    );
  }

  /** Forgets everything; what follows begins at `step`. */
  restart(step: number): void {
    this.from = step;
    this.counts.fill(0);
    this.step.clear();
    this.neuron.clear();
    for (const values of [...this.traceValues, ...this.frameValues]) values.clear();
    for (const bins of this.rateBins.values()) bins.clear();
    this.hash = sha256.create();
    this.unseen = 0;
  }

  /** Takes a submit; spikes from step `until` on are left out. Returns the step it reached. */
  take(batch: Batch, until = Infinity): number {
    for (const { first, spikes } of windowsOf(batch, this.plan)) this.window(inOrder(spikes), first, until);
    const { from, to } = reachOf(batch, this.plan);
    this.samples(batch.traces, from, to);
    return to;
  }

  /** Takes a window's spikes, in order, from step `first` on; spikes from step `until` on are left out. */
  window(entries: Uint32Array, first: number, until: number): void {
    const mask = 2 ** this.plan.run[Run.neuron_bits] - 1;
    const { pairs } = this;
    for (const entry of entries) {
      const step = first + Math.floor(entry / (mask + 1));
      if (step >= until) break;
      const neuron = (entry & mask) >>> 0;
      if (this.unseen === PAIR_WORDS) this.show();
      pairs[this.unseen++] = step;
      pairs[this.unseen++] = neuron;
      this.counts[this.populationOf[neuron]]++;
      if (this.recorded[neuron]) {
        this.step.push(step);
        this.neuron.push(neuron);
      }
      for (const [k, bins] of this.rateBins) this.countInBin(k, bins, neuron, step);
    }
  }

  /** Gives the hash what it has not seen. */
  private show(): void {
    this.hash.update(new Uint8Array(this.pairs.buffer, 0, 4 * this.unseen));
    this.unseen = 0;
  }

  /** Takes the traces of a submit from step `from` to step `to`. */
  samples(traces: Float32Array, from: number, to: number): void {
    const keep = ({ at, every, columns }: Pick<TraceLayout, "at" | "every" | "columns">, values: Growing<Float32Array>) => {
      const samples = Math.floor(to / every) - Math.floor(from / every);
      values.append(traces.subarray(at, at + samples * columns));
    };
    this.traceLayouts.forEach((trace, t) => {
      keep(trace, this.traceValues[t]);
    });
    this.frameLayouts.forEach((frames, k) => {
      keep(frames, this.frameValues[k]);
    });
  }

  /** Recorded spikes up to step `to`, without the first `skip`. */
  spikesUntil(to: number, skip = 0): Spikes {
    const { dt, populations } = this.network;
    const spans = populations.map(({ name, first, size }) => ({ name, first, size }));
    return { step: this.step.view.slice(skip), neuron: this.neuron.view.slice(skip), populations: spans, dt, from: this.from, to };
  }

  /** SHA-256 of all spikes since `restart`, recorded or not, as little-endian u32 pairs (step, neuron). */
  get digest(): string {
    this.show();
    return bytesToHex(this.hash.clone().digest());
  }

  /** Keeps recorded values what they are although what is added to them changes. */
  shiftTraces(before: TraceOffset, after: TraceOffset): void {
    const records = this.network.records.filter((record) => record.kind === "state");
    records.forEach(({ population, variable }, t) => {
      const { neurons, columns } = this.traceLayouts[t];
      const raw = this.traceValues[t].view;
      for (let k = 0; k < raw.length; k++) {
        const neuron = neurons ? neurons[k % columns] : k % columns;
        raw[k] += before(population, variable, neuron) - after(population, variable, neuron);
      }
    });
  }

  /** State records in the order of the description. */
  traces(offset: TraceOffset): Trace[] {
    const records = this.network.records.filter((record) => record.kind === "state");
    return records.map((record, t) => {
      const population = this.network.populations[record.population];
      const neurons = record.neurons ?? Uint32Array.from({ length: population.size }, (_, i) => i);
      const raw = this.traceValues[t].view;
      const offsets = Float64Array.from(neurons, (neuron) => offset(record.population, record.variable, neuron));
      const first = Math.floor(this.from / record.every) + 1;
      const times = Float64Array.from({ length: raw.length / neurons.length }, (_, s) => (first + s) * record.every * this.network.dt);
      const values = Float64Array.from(raw, (value, k) => value + offsets[k % neurons.length]);
      return { population: population.name, variable: record.variable, neurons, times, values };
    });
  }

  /** Records of fields in the order of the description. */
  frames(): FieldFrames[] {
    const { fields = [], dt } = this.network;
    return this.frameLayouts.map(({ field, variable, every, columns }, k) => {
      const { name, spec } = fields[field];
      const values = this.frameValues[k].view.slice();
      const first = Math.floor(this.from / every) + 1;
      const times = Float64Array.from({ length: values.length / columns }, (_, n) => (first + n) * every * dt);
      return { field: name, variable, sizes: spec.sizes, times, values };
    });
  }

  /** Rate records in the order of the description, up to `step`. */
  rates(step: number): RateTrace[] {
    return [...this.rateBins].map(([k, bins]) => {
      const record = this.network.records[k];
      if (record.kind !== "rate") throw new Error("a rate bin without its record");
      const { name, size } = this.network.populations[record.population];
      const count = Math.ceil((step - this.from) / record.binSteps);
      const rates = new Float64Array(count);
      bins.view.forEach((spikes, b) => {
        const covered = Math.min(record.binSteps, step - this.from - b * record.binSteps);
        rates[b] = (1000 * spikes) / (size * covered * this.network.dt);
      });
      return { population: name, bin: record.bin, from: this.from * this.network.dt, rates };
    });
  }

  private countInBin(k: number, bins: Growing<Uint32Array>, neuron: number, step: number): void {
    const record = this.network.records[k];
    if (record.kind !== "rate" || record.population !== this.populationOf[neuron]) return;
    const bin = Math.floor((step - this.from) / record.binSteps);
    while (bins.length <= bin) bins.push(0);
    bins.view[bin]++;
  }
}

/** A window's spikes, sorted in place. An entry is (step in window, neuron): numerical order is the order of the digest. */
export function inOrder(entries: Uint32Array): Uint32Array {
  for (let i = 1; i < entries.length; i++) if (entries[i] < entries[i - 1]) return entries.sort();
  return entries;
}

function recordedNeurons(network: ResolvedNetwork): Uint8Array {
  const recorded = new Uint8Array(network.neurons);
  for (const record of network.records) {
    if (record.kind !== "spikes") continue;
    const { first, size } = network.populations[record.population];
    if (record.neurons) for (const neuron of record.neurons) recorded[first + neuron] = 1;
    else recorded.fill(1, first, first + size);
  }
  return recorded;
}
