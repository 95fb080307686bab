import type { AdapterKind } from "./adapter.ts";
import type { Ceilings } from "./ceilings.ts";
import type { Spread } from "./measure.ts";

/** One line of the table. `name` and `size` together are the same from run to run: `--against` compares by them. */
export interface Row extends Spread {
  readonly name: string;
  /** Number of what the benchmark counts; absent where it has but one size. */
  readonly size?: number;
  readonly unit: string;
  /** Whether a larger value is the better one: rates are, times are not. Absent for values that are neither: rates of neurons. */
  readonly better?: "more" | "less";
  /** Part of what the adapter can do, measured in the same run; each at its fastest, so that a busy machine counts against neither. */
  readonly share?: { readonly of: string; readonly value: number };
  readonly note?: string;
}

/** What a benchmark runs on, and how often. */
export interface Context {
  readonly kind: AdapterKind;
  readonly repeats: number;
  readonly ceilings: Ceilings;
}

/** One benchmark: a file in kernels/, and a line in benches.ts. */
export interface Benchmark {
  readonly name: string;
  /** One line for `--list`. */
  readonly title: string;
  /** Absent where it has but one. */
  readonly sizes?: Sizes;
  /** The rows of one size; 0 where it has but one. */
  readonly measure: (context: Context, size: number) => Promise<readonly Row[]>;
}

export interface Sizes {
  /** What they count: "neurons", "synapses". */
  readonly of: string;
  /** Those measured without `--sizes`. */
  readonly usual: (kind: AdapterKind) => readonly number[];
  /** Those that `--large` adds. */
  readonly large?: readonly number[];
}
