/** Piecewise-linear recurrent networks on learn's recording: forwards and back through all steps, a dispatch each way. */
import { columnSums } from "../learn/kernels/column_sums.ts";
import { gradientProduct } from "../learn/kernels/matmul.ts";
import type { StateDict } from "../learn/state-dict.ts";
import { GRADIENTS, PARAMETERS, Recording, type Tensor } from "../learn/tensor.ts";
import type { Buffers, Stage } from "../plan/program.ts";
import { alRnnBackward } from "./kernels/al_rnn_backward.ts";
import { alRnnForward } from "./kernels/al_rnn_forward.ts";
import { columnDots } from "./kernels/column_dots.ts";
import { initialState } from "./kernels/initial_state.ts";
import { initialStateBackward } from "./kernels/initial_state_backward.ts";
import { shallowPlrnnBackward } from "./kernels/shallow_plrnn_backward.ts";
import { shallowPlrnnForward } from "./kernels/shallow_plrnn_forward.ts";
import { type AlRnnSpec, type PlrnnSpec, plrnnShapes, type ShallowPlrnnSpec } from "./plrnn-spec.ts";

/** Where each weight begins in the flat parameters. */
export type Places = Readonly<Record<string, number>>;

/** What a network is drawn to, and how often. */
interface Forced {
  /** Steps between; 0: never. */
  readonly every: number;
}

/** Names of the buffers a cell runs on. */
const BUFFERS = { parameters: PARAMETERS, signals: "signals", strength: "strength", state: "state" };
const KEPT = { inputs: "inputs", activations: "activations" };

/** Steps forward as a stage: states after each in the buffer `states`, the last one's in `state`. */
export function plrnnForward(
  spec: PlrnnSpec,
  at: Places,
  { steps, batch, every, keep }: { readonly steps: number; readonly batch: number; readonly every: number; readonly keep: number },
): Stage {
  const { units, observed } = spec;
  const shape = { steps, batch, units, observed, every, keep, a_at: at.A };
  const buffers = { ...BUFFERS, ...KEPT, states: "states" };
  if (spec.cell === "al_rnn") return alRnnForward("al-rnn", { ...shape, linear: units - spec.rectified, w_at: at.W, h_at: at.h }, buffers);
  const { hidden, clipped = true } = spec;
  const places = { w1_at: at.W1, w2_at: at.W2, h1_at: at.h1, h2_at: at.h2 };
  return shallowPlrnnForward("shallow plrnn", { ...shape, hidden, clipped: clipped ? 1 : 0, ...places }, buffers);
}

/** The buffers of `plrnnForward`, but for the parameters, the signals and their strength. @param kept rows of what is kept: `steps`, or 1 */
export function plrnnBuffers(spec: PlrnnSpec, steps: number, batch: number, kept: number): Buffers {
  const f32 = (length: number) => ({ type: "f32" as const, length });
  const { units } = spec;
  return {
    state: f32(batch * units),
    states: f32(steps * batch * units),
    inputs: f32(kept * batch * units),
    activations: f32(kept * batch * (spec.cell === "al_rnn" ? units : spec.hidden)),
  };
}

/** A network that has been recorded. */
interface RecordedPlrnn {
  readonly recording: Recording;
  /** States after each step, before they are drawn: (steps x batch x units). */
  readonly states: Tensor;
  readonly at: Places;
}

/**
 * Records a network through `steps` steps. It reads the buffers `signals` ((steps + 1) x batch x observed), whose first row makes the first states
 * and whose row t + 1 is what step t is drawn to, and `strength` (1).
 */
export function recordPlrnn(
  spec: PlrnnSpec,
  size: { readonly steps: number; readonly batch: number },
  weights: StateDict,
  { every }: Forced,
): RecordedPlrnn {
  const { steps, batch } = size;
  const { units, observed } = spec;
  const recording = new Recording({ steps, batch, truncate: steps });
  const at = Object.fromEntries(
    Object.entries(plrnnShapes(spec)).map(([name, shape]) => [name, recording.parameter(name, shape, weights[name].data).at]),
  );
  recording.buffer("signals", (steps + 1) * batch * observed);
  recording.buffer("strength", 1);
  recording.buffer("grad_state", batch * units);
  Object.assign(recording.buffers, plrnnBuffers(spec, steps, batch, steps));
  const states = recording.tensor("states", [units], steps, true);
  const first = { batch, units, observed, l_at: at.L ?? 0 };
  recording.add({
    forward: [initialState("first states", first, { parameters: PARAMETERS, signals: "signals", state: "state" })],
    backward:
      observed < units
        ? [initialStateBackward("first states, weights", first, { signals: "signals", grad_state: "grad_state", gradients: GRADIENTS })]
        : [],
  });
  const forward = plrnnForward(spec, at, { steps, batch, every, keep: 1 });
  const cell = { every, at, grad_states: states.grad as string, recording };
  recording.add({ forward: [forward], backward: spec.cell === "al_rnn" ? alRnnBack(spec, cell) : shallowBack(spec, cell) });
  return { recording, states, at };
}

interface Back {
  readonly every: number;
  readonly at: Places;
  readonly grad_states: string;
  readonly recording: Recording;
}

function alRnnBack(spec: AlRnnSpec, { every, at, grad_states, recording }: Back): readonly Stage[] {
  const { units, observed, rectified } = spec;
  const { steps, batch } = recording.size;
  const grad_outputs = recording.buffer("grad_outputs", steps * batch * units);
  const shape = { steps, batch, units, observed, every, linear: units - rectified, a_at: at.A, w_at: at.W };
  const buffers = { parameters: PARAMETERS, strength: "strength", inputs: "inputs", grad_states, grad_outputs, grad_state: "grad_state" };
  const rows = steps * batch;
  return [
    alRnnBackward("al-rnn, back", shape, buffers),
    ...gradientProduct(
      "al-rnn, W",
      { rows: units, columns: units, depth: rows, out_at: at.W },
      { left: grad_outputs, right: "activations", out: GRADIENTS },
      recording.slices,
    ),
    columnSums("al-rnn, h", { rows, columns: units, out_at: at.h }, { matrix: grad_outputs, out: GRADIENTS }),
    columnDots("al-rnn, A", { rows, columns: units, out_at: at.A }, { left: grad_outputs, right: "inputs", out: GRADIENTS }),
  ];
}

function shallowBack(spec: ShallowPlrnnSpec, { every, at, grad_states, recording }: Back): readonly Stage[] {
  const { units, observed, hidden, clipped = true } = spec;
  const { steps, batch } = recording.size;
  const rows = steps * batch;
  const grad_outputs = recording.buffer("grad_outputs", rows * units);
  const grad_folds = recording.buffer("grad_folds", rows * hidden);
  const grad_shifts = recording.buffer("grad_shifts", rows * hidden);
  const places = { a_at: at.A, w1_at: at.W1, w2_at: at.W2, h2_at: at.h2 };
  const shape = { steps, batch, units, hidden, observed, every, clipped: clipped ? 1 : 0, ...places };
  const kept = { parameters: PARAMETERS, strength: "strength", inputs: "inputs", grad_states };
  return [
    shallowPlrnnBackward("shallow plrnn, back", shape, { ...kept, grad_outputs, grad_folds, grad_shifts, grad_state: "grad_state" }),
    ...gradientProduct(
      "shallow plrnn, W1",
      { rows: units, columns: hidden, depth: rows, out_at: at.W1 },
      { left: grad_outputs, right: "activations", out: GRADIENTS },
      recording.slices,
    ),
    ...gradientProduct(
      "shallow plrnn, W2",
      { rows: hidden, columns: units, depth: rows, out_at: at.W2 },
      { left: grad_folds, right: "inputs", out: GRADIENTS },
      recording.slices,
    ),
    columnSums("shallow plrnn, h1", { rows, columns: units, out_at: at.h1 }, { matrix: grad_outputs, out: GRADIENTS }),
    columnSums("shallow plrnn, h2", { rows, columns: hidden, out_at: at.h2 }, { matrix: grad_shifts, out: GRADIENTS }),
    columnDots("shallow plrnn, A", { rows, columns: units, out_at: at.A }, { left: grad_outputs, right: "inputs", out: GRADIENTS }),
  ];
}
