import { Code } from "../assembler/code.ts";
import { FunctionWriter } from "../assembler/module.ts";
import { F32, I32, Op, Simd } from "../assembler/opcodes.ts";
import { type Compiled, compiled } from "../wgsl/compiled.ts";
import { type Argument, given } from "../wgsl/expressions.ts";
import { Lanes, type Part, varying } from "../wgsl/lanes.ts";
import { Lowering } from "../wgsl/lower.ts";
import { parse } from "../wgsl/parse.ts";
import type { Program } from "../wgsl/syntax.ts";
import { declared, FLOAT, type Type } from "../wgsl/types.ts";
import { Unsupported } from "../wgsl/unsupported.ts";
import type { Place } from "../wgsl/values.ts";

/** A neuron model to compile: its text, and what of it a population fixes. */
interface ModelSource {
  /** struct Params, struct State (all f32), advance, receive, crossed, reset: as in shaders/neuron. */
  readonly text: string;
  /** Which fields of `struct Params` have one value a neuron. */
  readonly arrays: readonly boolean[];
  readonly receptors: number;
  /** Whether there are currents that change in time; without them `drive` is 0. */
  readonly driven: boolean;
  /** Whether the memory it runs on is shared between threads. */
  readonly shared: boolean;
}

/**
 * The compiled loop: carries neurons [from, to) of a population through `steps` steps with their state in registers, as run_VARIANT
 * of shaders/neuron/step_model.wgsl does. Addresses and sizes are in bytes; those of a population are of its neuron 0. It reads and
 * writes whole groups of four neurons from `from` on; those from `to` on neither spike nor count as faults.
 * @returns the number of entries written at `spikes`, step << bits | first + neuron; its complement (~n) if the first field of some
 * state has left the finite range (2^20 and more, or NaN)
 */
export type Run = (
  params: number,
  state: number,
  count: number,
  from: number,
  to: number,
  /** The due slot of receptor 0, the ring's last slot (its first cell), all bytes of the ring, those of a slot and of a receptor. */
  ring: number,
  lastSlot: number,
  ringBytes: number,
  slotBytes: number,
  receptorBytes: number,
  /** float32 for each step and neuron, and bytes from one step to the next, where there are such inputs. */
  drive: number,
  driveBytes: number,
  steps: number,
  quantum: number,
  first: number,
  bits: number,
  spikes: number,
) => number;

/** Indices of `Run`'s parameters. */
const [
  PARAMS,
  STATE,
  COUNT,
  FROM,
  TO,
  RING,
  LAST_SLOT,
  RING_BYTES,
  SLOT_BYTES,
  RECEPTOR_BYTES,
  DRIVE,
  DRIVE_BYTES,
  STEPS,
  QUANTUM,
  FIRST,
  BITS,
  SPIKES,
] = Array(17).keys();

/** From here on a float32's exponent says 2^20, infinity or NaN. */
const RUNAWAY = 0x49800000;
const EXPONENT = 0x7f800000;

/** Compiles a model's text to a module whose "run" is a `Run`, or says why not. */
export function compileModel(source: ModelSource): Compiled {
  return compiled(() => new ModelWriter(parse(source.text), source).module());
}

class ModelWriter {
  private readonly function = new FunctionWriter(
    Array.from({ length: 17 }, (_, k) => (k === QUANTUM ? F32 : I32)),
    [I32],
  );
  private readonly lanes = new Lanes(this.function);
  private readonly lowering: Lowering;
  private readonly params: Type;
  private readonly state: Type;
  /** First neuron of the group, its byte offset, ring cell and drive of the step, 1 << step in window, spikes so far. */
  private readonly i = this.function.local(I32);
  private readonly offset = this.function.local(I32);
  private readonly cell = this.function.local(I32);
  private readonly current = this.function.local(I32);
  private readonly left = this.function.local(I32);
  private readonly bit = this.function.local(I32);
  private readonly spikes = this.function.local(I32);
  private readonly fired = this.lanes.fresh();
  private readonly wild = this.lanes.fresh();

  constructor(
    program: Program,
    private readonly source: ModelSource,
  ) {
    this.lowering = new Lowering(program, this.lanes);
    this.params = declared(program, { name: "Params", args: [], line: 0 });
    this.state = declared(program, { name: "State", args: [], line: 0 });
  }

  module(): Uint8Array<ArrayBuffer> {
    const { lanes } = this;
    this.groups();
    // Runaway: the complement of the number.
    const result = new Code().get(this.spikes).get(this.spikes).i32(-1).op(Op.i32_xor);
    result.get(this.wild.local).simd(Simd.any_true).op(Op.i32_eqz).op(Op.select);
    return lanes.module(this.source.shared, result);
  }

  /** for (i = from; i < to; i += 4) */
  private groups(): void {
    const { lanes, i } = this;
    const states = this.addresses(STATE, Array<boolean>(this.fields(this.state)).fill(true));
    const params = this.addresses(PARAMS, this.source.arrays);
    lanes.start.get(FROM).set(i);
    const done = () => lanes.code.get(i, TO).op(Op.i32_ge_u);
    lanes.code.until(done, () => {
      lanes.code.get(i).i32(2).op(Op.i32_shl).set(this.offset);
      const p = given(this.params, ...params.map((address) => this.loaded(address)));
      const state = this.lowering.variable(this.state, { type: this.state, parts: states.map((address) => this.loaded(address)) });
      this.steps(p, state);
      this.finish(state, states);
      lanes.code.add(i, 4);
    });
  }

  /** The steps of the window for one group. */
  private steps(p: Argument, state: Place): void {
    const { lanes, cell, current, left } = this;
    const { code } = lanes;
    code.get(RING, this.offset).op(Op.i32_add).set(cell);
    code.get(DRIVE, this.offset).op(Op.i32_add).set(current);
    code.get(STEPS).set(left).i32(1).set(this.bit);
    lanes.set(this.fired.local, lanes.constant(0));
    code.repeatOnce(left, () => {
      this.step(p, state);
      code.get(this.bit).i32(1).op(Op.i32_shl).set(this.bit);
      code.get(DRIVE_BYTES, current).op(Op.i32_add).set(current);
      // The next slot, or the first after the last.
      code.get(SLOT_BYTES).get(SLOT_BYTES, RING_BYTES).op(Op.i32_sub).get(cell, LAST_SLOT).op(Op.i32_lt_u).op(Op.select);
      code.get(cell).op(Op.i32_add).set(cell);
    });
  }

  private step(p: Argument, state: Place): void {
    const { lanes, lowering } = this;
    const arrivals = this.take();
    const previous = this.copy(state);
    const s: Argument = { kind: "pointer", place: state };
    const drive = this.source.driven ? lanes.result((code) => code.get(this.current).memory(Simd.load)) : lanes.constant(0);
    lowering.expand("advance", p, s, given(FLOAT, drive));
    lowering.expand("receive", p, s, given({ kind: "array", of: FLOAT, length: arrivals.length }, ...arrivals));
    const crossed = lowering.expand("crossed", p, this.copy(state), previous);
    if (crossed?.type.kind !== "scalar" || crossed.type.of !== "bool") throw new Unsupported("fn crossed gives no bool", 0);
    const [mask] = crossed.parts;
    // Spikes are rare: always a branch.
    const spike = () => {
      lowering.expand("reset", p, s);
      lanes.code
        .get(this.bit)
        .simd(Simd.i32_splat)
        .get(mask.local)
        .simd(Simd.and)
        .get(this.fired.local)
        .simd(Simd.or)
        .set(this.fired.local);
    };
    lowering.masked(mask, spike, 0);
  }

  /** What is due at each receptor, in the model's units, and an empty slot in its place. */
  private take(): Part[] {
    const { lanes, source } = this;
    const addresses = Array.from({ length: source.receptors }, (_, q) => {
      if (q === 0) return this.cell;
      const address = this.function.local(I32);
      lanes.code.get(RECEPTOR_BYTES).i32(q).op(Op.i32_mul).get(this.cell).op(Op.i32_add).set(address);
      return address;
    });
    const sums = addresses.map((address) => lanes.result((code) => code.get(address).memory(Simd.load)));
    // Most slots are empty: a store less.
    const some = sums.reduce((all, sum) => lanes.op(Simd.or, all, sum));
    lanes.any(some).if(() => {
      for (const address of addresses) lanes.code.get(address, lanes.constant(0).local).memory(Simd.store);
    });
    return sums.map((sum) => lanes.op(Simd.f32_mul, lanes.op(Simd.f32_from_i32, sum), lanes.parameter(QUANTUM)));
  }

  /** Stores the group's state, notes runaways, writes the spikes. */
  private finish(state: Place, addresses: readonly Address[]): void {
    const { lanes, i, fired, wild } = this;
    const { code } = lanes;
    state.cells.forEach(({ local }, f) => code.get(addresses[f].local, this.offset).op(Op.i32_add).get(local).memory(Simd.store));
    const order = lanes.numbers;
    const end = lanes.parameter(TO);
    const index = lanes.result((c) => c.get(i).simd(Simd.i32_splat).get(order.local).simd(Simd.i32_add));
    const real = lanes.op(Simd.i32_lt_s, index, end);
    const watched: Part = { ...fired, local: state.cells[0].local };
    const far = lanes.op(Simd.i32_ge_s, lanes.op(Simd.and, watched, lanes.constant(EXPONENT)), lanes.constant(RUNAWAY));
    lanes.set(wild.local, lanes.op(Simd.or, wild, lanes.op(Simd.and, far, real)));
    lanes.set(fired.local, lanes.op(Simd.and, fired, real));
    lanes.any(fired).if(() => {
      for (let lane = 0; lane < 4; lane++) this.emit(lane);
    });
  }

  /** A lane's spikes: bit k of `fired` is step k of the window. */
  private emit(lane: number): void {
    const { lanes, spikes, left } = this;
    const { code } = lanes;
    code.get(this.fired.local).lane(Simd.i32_extract, lane).set(left);
    const done = () => code.get(left).op(Op.i32_eqz);
    code.until(done, () => {
      code.get(SPIKES, spikes).i32(2).op(Op.i32_shl).op(Op.i32_add);
      code.get(left).op(Op.i32_ctz).get(BITS).op(Op.i32_shl);
      code.get(FIRST, this.i).op(Op.i32_add).i32(lane).op(Op.i32_add).op(Op.i32_or).store32();
      code.add(spikes, 1);
      code.get(left).get(left).i32(1).op(Op.i32_sub).op(Op.i32_and).set(left);
    });
  }

  /** Where each field lies: one value for all neurons (splat at once), or one each. See fieldPlaces in twins/neuron/tables.ts. */
  private addresses(base: number, arrays: readonly boolean[]): Address[] {
    const { lanes } = this;
    let scalars = 0;
    let before = 0;
    return arrays.map((array) => {
      const local = this.function.local(I32);
      lanes.start
        .get(COUNT)
        .i32(4 * before)
        .op(Op.i32_mul)
        .get(base)
        .op(Op.i32_add)
        .i32(4 * scalars)
        .op(Op.i32_add)
        .set(local);
      if (array) before++;
      else scalars++;
      if (array) return { array, ...varying(local) };
      return { array, ...lanes.early(`field at ${local}`, (code) => code.get(local).memory(Simd.load_splat)) };
    });
  }

  private loaded({ array, ...part }: Address): Part {
    return array ? this.lanes.result((code) => code.get(part.local, this.offset).op(Op.i32_add).memory(Simd.load)) : part;
  }

  private copy({ type, cells }: Place): Argument {
    return given(type, ...cells.map(({ local }) => this.lanes.result((code) => code.get(local))));
  }

  private fields(type: Type): number {
    return type.kind === "struct" ? type.fields.length : 0;
  }
}

/** A field: where its array begins, or its value for all. */
interface Address extends Part {
  readonly array: boolean;
}
