/** Writers of piecewise-linear recurrent networks through time: src/twins/cell/{al_rnn,shallow_plrnn}_{forward,backward}.ts run what they write. */
import { floatBits } from "../assembler/code.ts";
import { Op, Simd } from "../assembler/opcodes.ts";
import { SequenceWriter } from "./sequence-lanes.ts";

/** Units up to which code is written: it has an instruction a weight of an almost-linear RNN, and one a unit and hidden unit of a shallow PLRNN. */
export const MOST_UNITS = 40;
export const MOST_SHALLOW = 16;

/** Sizes that all have. */
interface Sizes {
  readonly steps: number;
  /** A multiple of four. */
  readonly batch: number;
  readonly units: number;
  readonly observed: number;
  readonly every: number;
}

/** A pointer, and the elements of a sequence's row behind it. */
type Rows = readonly [pointer: number, wide: number];

/** The loop over groups of four sequences, pointers moved on by a group's rows after each. */
function eachGroup(w: SequenceWriter, batch: number, pointers: readonly Rows[], body: () => void): void {
  w.times(w.whole(), batch / 4, () => {
    body();
    for (const [pointer, wide] of pointers) w.move(pointer, 4 * wide);
  });
}

/** Four lanes of the strength of the forcing, and of 1 minus that. */
function shares(w: SequenceWriter, strength: number): { readonly share: number; readonly rest: number } {
  const [share, rest] = w.vectors(2);
  w.all(strength, 0).code.set(share);
  w.code.all(floatBits(1)).get(share).simd(Simd.f32_sub).set(rest);
  return { share, rest };
}

/** Forwards, the end of a step: what it gave is stored, its observed units are drawn where it is time, and it goes into the next. */
function finish(
  w: SequenceWriter,
  { units, observed, every }: Sizes,
  at: {
    readonly next: readonly number[];
    readonly z: readonly number[];
    readonly out: number;
    readonly signal: number;
    readonly left: number;
  },
  { share, rest }: { readonly share: number; readonly rest: number },
): void {
  const { next, z, out, signal, left } = at;
  const { code } = w;
  for (let i = 0; i < units; i++) {
    w.store(next[i], out, i, units);
    code.get(next[i]).set(z[i]);
  }
  if (every === 0) return;
  const [seen] = w.vectors(1);
  code.get(left).i32(1).op(Op.i32_sub).set(left);
  w.whenZero(left, () => {
    for (let n = 0; n < observed; n++) {
      w.load(seen, signal, n, observed);
      code.get(rest, next[n]).simd(Simd.f32_mul).get(share, seen).simd(Simd.f32_mul).simd(Simd.f32_add).set(z[n]);
    }
    code.i32(every).set(left);
  });
}

interface AlRnnSizes extends Sizes {
  readonly linear: number;
  readonly keep: number;
  readonly a_at: number;
  readonly w_at: number;
  readonly h_at: number;
}

/** Arrays: parameters, signals, strength, state, states, inputs, activations. */
export function alRnnForwardCode(sizes: AlRnnSizes): SequenceWriter {
  const { steps, batch, units, linear, observed, every, keep, a_at, w_at, h_at } = sizes;
  const [PARAMETERS, SIGNALS, STRENGTH, STATE, STATES, INPUTS, ACTIVATIONS] = Array(7).keys();
  const w = new SequenceWriter(7);
  const { code } = w;
  const [z, f, next] = [w.vectors(units), w.vectors(units), w.vectors(units)];
  const [zero] = w.vectors(1);
  const [out, kept, active, signal, left, step] = Array.from({ length: 6 }, () => w.whole());
  const drawing = shares(w, STRENGTH);
  const wide: readonly Rows[] = [STATE, STATES, INPUTS, ACTIVATIONS].map((pointer) => [pointer, units]);
  eachGroup(w, batch, [...wide, [SIGNALS, observed]], () => {
    for (let j = 0; j < units; j++) w.load(z[j], STATE, j, units);
    w.point(out, STATES, 0);
    w.point(kept, INPUTS, 0);
    w.point(active, ACTIVATIONS, 0);
    w.point(signal, SIGNALS, batch * observed);
    code.i32(every).set(left);
    w.times(step, steps, () => {
      for (let j = 0; j < units; j++) {
        code.get(z[j]);
        if (j >= linear) code.get(zero).simd(Simd.f32_pmax);
        code.set(f[j]);
        w.store(z[j], kept, j, units);
        w.store(f[j], active, j, units);
      }
      for (let i = 0; i < units; i++) {
        w.all(PARAMETERS, h_at + i).code.set(next[i]);
        for (let j = 0; j < units; j++) w.addProduct(next[i], PARAMETERS, w_at + i * units + j, f[j]);
        w.addProduct(next[i], PARAMETERS, a_at + i, z[i]);
      }
      finish(w, sizes, { next, z, out, signal, left }, drawing);
      w.move(out, batch * units);
      w.move(kept, keep * batch * units);
      w.move(active, keep * batch * units);
      w.move(signal, batch * observed);
    });
    for (let j = 0; j < units; j++) w.store(z[j], STATE, j, units);
  });
  return w;
}

/** Backwards, the beginning of a step: the gradient of what it gave. `phase`: the step's number, from 1, by `every`. */
function begin(
  w: SequenceWriter,
  { units, observed, every }: Sizes,
  at: {
    readonly grads: readonly number[];
    readonly carry: readonly number[];
    readonly own: number;
    readonly out: number;
    readonly phase: number;
  },
  rest: number,
): void {
  const { grads, carry, own, out, phase } = at;
  const { code } = w;
  w.whenZero(phase, () => {
    for (let n = 0; n < observed; n++) code.get(rest, carry[n]).simd(Simd.f32_mul).set(carry[n]);
    code.i32(every).set(phase);
  });
  code.get(phase).i32(1).op(Op.i32_sub).set(phase);
  for (let i = 0; i < units; i++) {
    w.load(grads[i], own, i, units);
    code.get(grads[i], carry[i]).simd(Simd.f32_add).set(grads[i]);
    w.store(grads[i], out, i, units);
  }
}

/** Arrays: parameters, strength, inputs, grad_states, grad_outputs, grad_state. */
export function alRnnBackwardCode(sizes: Omit<AlRnnSizes, "keep" | "h_at">): SequenceWriter {
  const { steps, batch, units, linear, every, a_at, w_at } = sizes;
  const [PARAMETERS, STRENGTH, INPUTS, GRAD_STATES, GRAD_OUTPUTS, GRAD_STATE] = Array(6).keys();
  const w = new SequenceWriter(6);
  const { code } = w;
  const [grads, carry] = [w.vectors(units), w.vectors(units)];
  const [zero, input] = w.vectors(2);
  const [own, out, kept, phase, step] = Array.from({ length: 5 }, () => w.whole());
  const { rest } = shares(w, STRENGTH);
  const row = batch * units;
  const groups: readonly Rows[] = [INPUTS, GRAD_STATES, GRAD_OUTPUTS, GRAD_STATE].map((pointer) => [pointer, units]);
  eachGroup(w, batch, groups, () => {
    w.point(own, GRAD_STATES, (steps - 1) * row);
    w.point(out, GRAD_OUTPUTS, (steps - 1) * row);
    w.point(kept, INPUTS, (steps - 1) * row);
    for (const vector of carry) w.zero(vector);
    code.i32(steps % every).set(phase);
    w.times(step, steps, () => {
      begin(w, sizes, { grads, carry, own, out, phase }, rest);
      for (let j = 0; j < units; j++) {
        w.zero(carry[j]);
        for (let i = 0; i < units; i++) w.addProduct(carry[j], PARAMETERS, w_at + i * units + j, grads[i]);
        if (j >= linear) {
          w.load(input, kept, j, units);
          code.get(carry[j], input, zero).simd(Simd.f32_gt).simd(Simd.and).set(carry[j]);
        }
        w.addProduct(carry[j], PARAMETERS, a_at + j, grads[j]);
      }
      for (const pointer of [own, out, kept]) w.move(pointer, -row);
    });
    for (let j = 0; j < units; j++) w.store(carry[j], GRAD_STATE, j, units);
  });
  return w;
}

interface ShallowSizes extends Sizes {
  readonly hidden: number;
  readonly keep: number;
  readonly clipped: number;
  readonly a_at: number;
  readonly w1_at: number;
  readonly w2_at: number;
  readonly h1_at: number;
  readonly h2_at: number;
}

/** Arrays: parameters, signals, strength, state, states, inputs, activations. */
export function shallowForwardCode(sizes: ShallowSizes): SequenceWriter {
  const { steps, batch, units, hidden, observed, every, keep, clipped, a_at, w1_at, w2_at, h1_at, h2_at } = sizes;
  const [PARAMETERS, SIGNALS, STRENGTH, STATE, STATES, INPUTS, ACTIVATIONS] = Array(7).keys();
  const w = new SequenceWriter(7);
  const { code } = w;
  const [z, next] = [w.vectors(units), w.vectors(units)];
  const [zero, v, fold] = w.vectors(3);
  const [out, kept, active, signal, left, step, unit, into, rows, shift, folds] = Array.from({ length: 11 }, () => w.whole());
  const drawing = shares(w, STRENGTH);
  const wide: readonly Rows[] = [STATE, STATES, INPUTS].map((pointer) => [pointer, units]);
  eachGroup(w, batch, [...wide, [SIGNALS, observed], [ACTIVATIONS, hidden]], () => {
    for (let j = 0; j < units; j++) w.load(z[j], STATE, j, units);
    w.point(out, STATES, 0);
    w.point(kept, INPUTS, 0);
    w.point(active, ACTIVATIONS, 0);
    w.point(signal, SIGNALS, batch * observed);
    code.i32(every).set(left);
    w.times(step, steps, () => {
      for (let i = 0; i < units; i++) {
        w.store(z[i], kept, i, units);
        w.all(PARAMETERS, h1_at + i).code.set(next[i]);
      }
      w.point(into, PARAMETERS, w2_at);
      w.point(rows, PARAMETERS, w1_at);
      w.point(shift, PARAMETERS, h2_at);
      w.point(folds, active, 0);
      w.times(unit, hidden, () => {
        w.zero(v);
        for (let j = 0; j < units; j++) w.addProduct(v, into, j, z[j]);
        code.get(v);
        w.all(shift, 0).code.simd(Simd.f32_add).get(zero).simd(Simd.f32_pmax);
        if (clipped) code.get(v, zero).simd(Simd.f32_pmax).simd(Simd.f32_sub);
        code.set(fold);
        w.store(fold, folds, 0, hidden);
        for (let i = 0; i < units; i++) w.addProduct(next[i], rows, i * hidden, fold);
        w.move(into, units);
        for (const pointer of [rows, shift, folds]) w.move(pointer, 1);
      });
      for (let i = 0; i < units; i++) w.addProduct(next[i], PARAMETERS, a_at + i, z[i]);
      finish(w, sizes, { next, z, out, signal, left }, drawing);
      w.move(out, batch * units);
      w.move(kept, keep * batch * units);
      w.move(active, keep * batch * hidden);
      w.move(signal, batch * observed);
    });
    for (let j = 0; j < units; j++) w.store(z[j], STATE, j, units);
  });
  return w;
}

/** Arrays: parameters, strength, inputs, grad_states, grad_outputs, grad_folds, grad_shifts, grad_state. */
export function shallowBackwardCode(sizes: Omit<ShallowSizes, "keep" | "h1_at">): SequenceWriter {
  const { steps, batch, units, hidden, every, clipped, a_at, w1_at, w2_at, h2_at } = sizes;
  const [PARAMETERS, STRENGTH, INPUTS, GRAD_STATES, GRAD_OUTPUTS, GRAD_FOLDS, GRAD_SHIFTS, GRAD_STATE] = Array(8).keys();
  const w = new SequenceWriter(8);
  const { code } = w;
  const [z, grads, carry] = [w.vectors(units), w.vectors(units), w.vectors(units)];
  const [zero, v, grad, shifted] = w.vectors(4);
  const [own, out, kept, phase, step, unit, into, rows, shift, folds, shifts, fold, other] = Array.from({ length: 13 }, () => w.whole());
  const { rest } = shares(w, STRENGTH);
  const row = batch * units;
  const wide: readonly Rows[] = [INPUTS, GRAD_STATES, GRAD_OUTPUTS, GRAD_STATE].map((pointer) => [pointer, units]);
  eachGroup(w, batch, [...wide, [GRAD_FOLDS, hidden], [GRAD_SHIFTS, hidden]], () => {
    w.point(own, GRAD_STATES, (steps - 1) * row);
    w.point(out, GRAD_OUTPUTS, (steps - 1) * row);
    w.point(kept, INPUTS, (steps - 1) * row);
    w.point(folds, GRAD_FOLDS, (steps - 1) * batch * hidden);
    w.point(shifts, GRAD_SHIFTS, (steps - 1) * batch * hidden);
    for (const vector of carry) w.zero(vector);
    code.i32(steps % every).set(phase);
    w.times(step, steps, () => {
      begin(w, sizes, { grads, carry, own, out, phase }, rest);
      for (let j = 0; j < units; j++) {
        w.load(z[j], kept, j, units);
        w.zero(carry[j]);
      }
      w.point(into, PARAMETERS, w2_at);
      w.point(rows, PARAMETERS, w1_at);
      w.point(shift, PARAMETERS, h2_at);
      w.point(fold, folds, 0);
      w.point(other, shifts, 0);
      w.times(unit, hidden, () => {
        w.zero(v);
        for (let j = 0; j < units; j++) w.addProduct(v, into, j, z[j]);
        w.zero(grad);
        for (let i = 0; i < units; i++) w.addProduct(grad, rows, i * hidden, grads[i]);
        code.get(grad, v);
        w.all(shift, 0).code.simd(Simd.f32_add).get(zero).simd(Simd.f32_gt).simd(Simd.and).set(shifted);
        w.store(shifted, other, 0, hidden);
        code.get(shifted);
        if (clipped) code.get(grad, v, zero).simd(Simd.f32_gt).simd(Simd.and).simd(Simd.f32_sub);
        code.set(grad);
        w.store(grad, fold, 0, hidden);
        for (let j = 0; j < units; j++) w.addProduct(carry[j], into, j, grad);
        w.move(into, units);
        for (const pointer of [rows, shift, fold, other]) w.move(pointer, 1);
      });
      for (let j = 0; j < units; j++) w.addProduct(carry[j], PARAMETERS, a_at + j, grads[j]);
      for (const pointer of [own, out, kept]) w.move(pointer, -row);
      for (const pointer of [folds, shifts]) w.move(pointer, -batch * hidden);
    });
    for (let j = 0; j < units; j++) w.store(carry[j], GRAD_STATE, j, units);
  });
  return w;
}
