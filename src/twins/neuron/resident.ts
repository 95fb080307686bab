import { WHOLE } from "../lib/share.ts";
import { Run, windowOf } from "../lib/window.ts";
import type { Woven } from "./population.ts";
import { Instance, instancesAt } from "./tables.ts";
import { type UpdateTwin, updateTwin } from "./update.ts";

/** Arguments of the resident kernel in the order of its bindings. */
type ResidentTwin = (
  run: Uint32Array,
  window: Uint32Array,
  tables: Uint32Array,
  state: Float32Array,
  cursors: Uint32Array,
  ring: Int32Array,
  control: Uint32Array,
  queue: Uint32Array,
  traces: Float32Array,
  synapses: Uint32Array,
) => void;

/** What the twin keeps between windows: a run of stretches as windows of the update twin, with control and queue of their own. */
interface Stretches {
  readonly tables: Uint32Array;
  readonly params: Float32Array;
  readonly run: Uint32Array;
  readonly control: Uint32Array;
  readonly queue: Uint32Array;
  /** First neuron and size of each neuron's instance. */
  readonly base: Uint32Array;
  readonly size: Uint32Array;
}

/** The window that stretches use in their `control`: behind the first, whose step says where the submit began. */
const WINDOW = Uint32Array.of(1);

/** Twin of shaders/neuron/resident.wgsl with `variants` woven in: the update twin, stretch by stretch, each followed by its deliveries. */
export function residentTwin(variants: readonly Woven[]): ResidentTwin {
  const update: UpdateTwin = updateTwin(variants, WHOLE);
  let own: Stretches | undefined;
  return (run, window, tables, state, cursors, ring, control, queue, traces, synapses) => {
    if (own?.tables !== tables) own = stretches(run, control, tables);
    const { steps_at, tails_at, neuron_bits } = Run;
    const { first, steps } = windowOf(run, window, control);
    const stride = tables[instancesAt(run) + Instance.stride];
    own.run[Run.end_step] = run[Run.end_step];
    own.control[run[steps_at]] = control[run[steps_at]];
    for (let done = 0; done < steps; done += stride) {
      own.run[Run.window_steps] = Math.min(stride, steps - done);
      own.control[0] = 0;
      own.control[run[steps_at] + 1] = first + done;
      own.control.set(control.subarray(1, run[tails_at]), 1);
      update(own.run, WINDOW, tables, own.params, state, cursors, ring, own.control, own.queue, traces);
      control.set(own.control.subarray(1, run[tails_at]), 1);
      const sent = own.queue.subarray(0, own.control[0]);
      deliver(own, sent, first + done, ring, synapses);
      for (const entry of sent) queue[control[0]++] = entry + (done << run[neuron_bits]);
    }
  };
}

function stretches(run: Uint32Array, control: Uint32Array, tables: Uint32Array): Stretches {
  const neurons = run[Run.neurons];
  const list = instancesAt(run);
  const own = run.slice();
  own[Run.queue_capacity] = neurons * tables[list + Instance.stride];
  const base = new Uint32Array(neurons);
  const size = new Uint32Array(neurons);
  for (let at = list, k = 0; k < tables[list - 1]; k++, at += Instance.words) {
    const [first, count] = [tables[at + Instance.first], tables[at + Instance.size]];
    base.fill(first, first, first + count);
    size.fill(count, first, first + count);
  }
  return {
    tables,
    params: new Float32Array(tables.buffer, tables.byteOffset, tables.length),
    run: own,
    control: new Uint32Array(control.length),
    queue: new Uint32Array(own[Run.queue_capacity]),
    base,
    size,
  };
}

/** Adds the rows of the neurons that spiked in a stretch that began at step `first`. */
function deliver({ run, base, size }: Stretches, sent: Uint32Array, first: number, ring: Int32Array, synapses: Uint32Array): void {
  const [slots, cells, neurons, bits] = [run[Run.ring_slots], run[Run.cells], run[Run.neurons], run[Run.neuron_bits]];
  for (const entry of sent) {
    const neuron = entry & (2 ** bits - 1);
    const slot = (first + (entry >>> bits)) % slots;
    for (let k = synapses[2 * neuron]; k < synapses[2 * neuron + 1]; k += 2) {
      const due = (slot + (synapses[k] >>> 16)) % slots;
      const cell = synapses[k] & 0xffff;
      const receptor = Math.floor(cell / size[neuron]);
      ring[due * cells + receptor * neurons + base[neuron] + (cell % size[neuron])] += synapses[k + 1] | 0;
    }
  }
}
