import type { CompiledPopulation } from "../../wasm/neuron/population.ts";
import { CALL_NEURON_STEPS } from "../../wasm/thread-scratch.ts";
import { atomicMin } from "../lib/atomic.ts";
import type { Share } from "../lib/share.ts";
import { Run, windowOf } from "../lib/window.ts";
import type { NeuronTwin, PopulationStep } from "./model.ts";
import { type Buffers, type Prepared, prepare, type Woven } from "./population.ts";
import { ALL, Descriptor, ENTRY_WORDS } from "./tables.ts";

/** Arguments of the update kernel in the order of its bindings. */
export type UpdateTwin = (
  run: Uint32Array,
  window: Uint32Array,
  tables: Uint32Array,
  params: Float32Array,
  state: Float32Array,
  cursors: Uint32Array,
  ring: Int32Array,
  control: Uint32Array,
  queue: Uint32Array,
  traces: Float32Array,
) => void;

/** What the populations of a window have in common. */
interface Window {
  readonly first: number;
  readonly slots: number;
  readonly neuronBits: number;
  readonly tables: Uint32Array;
  readonly cursors: Uint32Array;
  readonly control: Uint32Array;
  readonly queue: Uint32Array;
}

/**
 * Twin of shaders/neuron/update.wgsl with `variants` woven in, for one thread's share of every population. Where the share says in
 * which WebAssembly memory the buffers lie, the models' own WGSL, compiled, advances the neurons; else their TypeScript twins do.
 */
export function updateTwin(variants: readonly Woven[], share: Share): UpdateTwin {
  let buffers: Buffers | undefined;
  let populations: Prepared[] = [];
  return (run, window, tables, params, state, cursors, ring, control, queue, traces) => {
    const { first, steps } = windowOf(run, window, control);
    if (buffers?.[0] !== tables || buffers[1] !== params || buffers[2] !== state || buffers[3] !== ring) {
      buffers = [tables, params, state, ring];
      populations = prepare(variants, share, run, buffers);
    }
    const w = { first, slots: run[Run.ring_slots], neuronBits: run[Run.neuron_bits], tables, cursors, control, queue };
    const baseStep = control[run[Run.steps_at]];
    for (const p of populations) {
      const { loop } = p;
      // Traces are taken between the steps.
      const together = "compiled" in loop && tables[p.at + Descriptor.traceCount] === 0 ? steps : 1;
      for (let k = 0; k < steps; k += together) {
        if ("compiled" in loop) advanceCompiled(p, loop.compiled, w, k, together);
        else advanceTwin(p, loop.twin, loop.step, w, k);
        trace(p, tables, first + k, baseStep, traces);
      }
      if (steps > 0 && runaway(p)) atomicMin(control, 1 + tables[p.at + Descriptor.population], first + steps - 1);
    }
  };
}

/** Steps `k` to `k + steps` of the window, so many neurons at a time that all they touch stays in the caches. */
function advanceCompiled(p: Prepared, loop: CompiledPopulation, w: Window, k: number, steps: number): void {
  const chunk = 4 * Math.floor(CALL_NEURON_STEPS / (4 * steps));
  loop.runaway = false;
  for (let lo = p.from; lo < p.to; lo += chunk) {
    const hi = Math.min(p.to, lo + chunk);
    for (let j = 0; j < steps && (p.inputs.count > 0 || p.inputs.driven); j++) {
      const step = w.first + k + j;
      const intake = { lo, hi, arrivals: p.slots[step % w.slots], base: p.from, drive: loop.drive, driveAt: j * (hi - lo) };
      p.inputs.gather(intake, w.cursors, step);
    }
    const spikes = loop.advance(lo, hi, (w.first + k) % w.slots, k, steps);
    if (spikes === 0) continue;
    const place = append(w, spikes);
    for (let s = 0; s < spikes; s++) w.queue[place + s] = loop.spikes[s];
  }
}

/** Step `k` of the window by the model's twin. */
function advanceTwin(p: Prepared, twin: NeuronTwin, state: PopulationStep, w: Window, k: number): void {
  const step = w.first + k;
  state.arrivals = p.slots[step % w.slots];
  const { arrivals, drive } = state;
  p.inputs.gather({ lo: p.from, hi: p.to, arrivals, base: p.from, drive, driveAt: 0 }, w.cursors, step);
  const fired = twin(state);
  for (const slot of arrivals) slot.fill(0);
  if (fired === 0) return;
  const place = append(w, fired);
  for (let s = 0; s < fired; s++) w.queue[place + s] = (k << w.neuronBits) | (p.first + state.fired[s]);
}

/** Room for so many entries in the queue: other threads append too. */
function append({ control }: Window, entries: number): number {
  return Atomics.add(control, 0, entries);
}

function trace(p: Prepared, tables: Uint32Array, step: number, baseStep: number, traces: Float32Array): void {
  for (let t = 0; t < tables[p.at + Descriptor.traceCount]; t++) {
    const at = tables[p.at + Descriptor.traces] + ENTRY_WORDS * t;
    const every = tables[at + 1];
    if ((step + 1) % every !== 0) continue;
    const values = p.state[tables[at]];
    const sample = Math.floor((step + 1) / every) - Math.floor(baseStep / every) - 1;
    const place = tables[at + 4] + sample * tables[at + 3];
    const map = tables[at + 2];
    for (let i = 0; i < values.length; i++) {
      const column = map === ALL ? p.from + i : tables[map + p.from + i];
      if (column !== ALL) traces[place + column] = values[i];
    }
  }
}

/** Whether the first state field of a neuron has left the finite range. */
function runaway({ loop, state }: Prepared): boolean {
  if ("compiled" in loop) return loop.compiled.runaway;
  const [watched] = state;
  for (let i = 0; i < watched.length; i++) if (!(Math.abs(watched[i]) < 2 ** 20)) return true;
  return false;
}
