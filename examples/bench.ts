import type { AdapterChoice } from "../src/plan/target.ts";
import type { Simulation } from "../src/simulate/simulation.ts";
import type { Bench, Execution } from "./example.ts";

/** What whoever runs a study gives it, and hears from it. */
interface BenchOptions extends Execution {
  /** Never aborted where left out. */
  readonly signal?: AbortSignal;
  /** Nothing is shown where left out. */
  readonly onProgress?: (share: number, text: string) => void;
  readonly onNote?: (line: string) => void;
}

/** A bench that keeps what it is told: for the command line, for tests and for checks. */
export class Workbench implements Bench {
  readonly adapter: AdapterChoice | undefined;
  readonly threads: number | undefined;
  readonly signal: AbortSignal;
  readonly notes: string[] = [];
  /** What simulations ran on, each once. */
  readonly simulations: Pick<Simulation, "adapter" | "adapterKind">[] = [];

  constructor(private readonly options: BenchOptions = {}) {
    this.adapter = options.adapter;
    this.threads = options.threads;
    this.signal = options.signal ?? new AbortController().signal;
  }

  progress(share: number, text = ""): void {
    this.options.onProgress?.(share, text);
  }

  note(line: string): void {
    this.notes.push(line);
    this.options.onNote?.(line);
  }

  ran({ adapter, adapterKind }: Pick<Simulation, "adapter" | "adapterKind">): void {
    const told = this.simulations.some((one) => one.adapter === adapter && one.adapterKind === adapterKind);
    if (!told) this.simulations.push({ adapter, adapterKind });
  }
}
