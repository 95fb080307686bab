import type { TraceSpec } from "../plasticity/rule.ts";

/** Twin of shaders/lib/traces.wgsl. */
const DECAY_STEPS = 1024;
/** Words of the tables of one time constant. */
const DECAY_WORDS = 3 * DECAY_STEPS;

/** exp(-k dt / tau) for k steps, k 2^10 and k 2^20 steps. @param tau in steps; 0: nothing is left after a step */
export function decayTables(tau: number): Float32Array {
  return Float32Array.from({ length: DECAY_WORDS }, (_, k) => {
    const steps = (k % DECAY_STEPS) * DECAY_STEPS ** Math.floor(k / DECAY_STEPS);
    return steps === 0 ? 1 : Math.exp(-steps / tau);
  });
}

const f = Math.fround;

/** exp(-steps dt / tau) of the tables at `at`. */
export function decay(rule: Float32Array, at: number, steps: number): number {
  let x = rule[at + (steps & (DECAY_STEPS - 1))];
  if (steps >= DECAY_STEPS) x = f(x * rule[at + DECAY_STEPS + ((steps >>> 10) & (DECAY_STEPS - 1))]);
  if (steps >= DECAY_STEPS * DECAY_STEPS) x = f(x * rule[at + 2 * DECAY_STEPS + Math.min(steps >>> 20, DECAY_STEPS - 1)]);
  return x;
}

/** Where the numbers of one side's traces are in `rule`: the decay tables of each, and for `square` traces their factor (else -1). */
export interface TracePlaces {
  readonly tables: readonly number[];
  readonly factors: readonly number[];
}

/** The traces of one side of a projection as a spike kept them: its step, then a value each. */
export class Traces {
  /** What `at` found. */
  readonly values: Float32Array;

  constructor(
    private readonly specs: readonly TraceSpec[],
    private readonly places: TracePlaces,
  ) {
    this.values = new Float32Array(specs.length);
  }

  /** Values `steps` after the spike kept at `mark`; 0 before any spike (mark below 0). */
  at(rule: Float32Array, marks: Float32Array, mark: number, steps: number): Float32Array {
    const { specs, values, places } = this;
    if (mark < 0) return values.fill(0);
    for (let t = 0; t < specs.length; t++) {
      const x = marks[mark + 1 + t];
      const shrunk = decay(rule, places.tables[t], steps);
      if (specs[t].kind !== "square") values[t] = f(x * shrunk);
      else {
        const before = decay(rule, places.tables[t - 1], steps);
        const y = marks[mark + t];
        values[t] = f(f(x * shrunk) + f(f(f(y * y) * rule[places.factors[t]]) * f(f(before * before) - shrunk)));
      }
    }
    return values;
  }

  /** Keeps a spike at `mark` whose traces before it are in `values`. */
  keep(marks: Float32Array, mark: number): void {
    const { specs, values } = this;
    for (let t = 0; t < specs.length; t++) {
      const { kind } = specs[t];
      marks[mark + 1 + t] = kind === "set" ? 1 : kind === "add" ? f(values[t] + 1) : values[t];
    }
  }
}

/** Mean square over tau of a trace that decays with `of`: what the closed form multiplies (e^(-2t/of) - e^(-t/tau)) with. */
export function squareFactor(tau: number, of: number): number {
  return 1 / (1 - (2 * tau) / of);
}
