import { Code, floatBits } from "../assembler/code.ts";
import { type FunctionWriter, type MathImport, moduleOf } from "../assembler/module.ts";
import { F32, Op, Simd, V128 } from "../assembler/opcodes.ts";

/**
 * A scalar of the WGSL text as the compiled code has it: a local of four lanes, one a neuron; where several groups of four go side by
 * side, as many locals one after another (a fixed part has but one). A bool is all bits of its lane.
 */
export interface Part {
  readonly local: number;
  /** The same in all lanes. */
  readonly uniform: boolean;
  /** Known before the loops begin: an expression of such parts is computed there, once a call. Uniform as well. */
  readonly fixed: boolean;
  /** The local is a variable's own and changes when that is assigned to: whoever keeps the part must copy it. */
  readonly live?: boolean;
}

/** What a local holds that changes from lane to lane. */
export const varying = (local: number): Part => ({ local, uniform: false, fixed: false });

/** The lanes that take part; undefined where all do. */
export type Mask = Part | undefined;

const lanesOf = [0, 1, 2, 3] as const;

/** Words of two vectors by turns, for `shuffle`: of their first halves, of their second halves. */
export const LOW: readonly number[] = [0, 4, 1, 5];
export const HIGH: readonly number[] = [2, 6, 3, 7];

/** Writes operations on four lanes, each result in a local of its own: V8's compiler makes registers of them. */
export class Lanes {
  /** What runs before the loops. */
  readonly start = new Code();
  /** Where instructions go now. */
  code = new Code();
  private readonly imports: MathImport[] = [];
  private readonly known = new Map<string, Part>();

  /** @param width groups of four lanes side by side: their instructions alternate, so that none waits for its own last result */
  constructor(
    readonly writer: FunctionWriter,
    readonly width = 1,
  ) {}

  /** The first of `width` locals. */
  local(): number {
    const first = this.writer.local(V128);
    for (let group = 1; group < this.width; group++) this.writer.local(V128);
    return first;
  }

  /** The local that has a group of a part. */
  of({ local, fixed }: Part, group: number): number {
    return fixed ? local : local + group;
  }

  constant(bits: number): Part {
    return this.early(`constant ${bits >>> 0}`, (code) => code.all(bits));
  }

  float(value: number): Part {
    return this.constant(floatBits(value));
  }

  /** 0, 1, 2, 3: each lane its number. */
  get numbers(): Part {
    return this.early("numbers", (code) => code.vector(lanesOf));
  }

  /** One instruction on parts. */
  op(opcode: number, ...args: readonly Part[]): Part {
    const write = (code: Code, group: number) => code.get(...args.map((arg) => this.of(arg, group))).simd(opcode);
    if (args.every(({ fixed }) => fixed)) return this.early(`${opcode} ${args.map(({ local }) => local)}`, write);
    return this.result(
      write,
      args.every(({ uniform }) => uniform),
    );
  }

  /** `yes` in the lanes of `mask`, else `no`. */
  select(yes: Part, no: Part, mask: Part): Part {
    return this.op(Simd.bitselect, yes, no, mask);
  }

  /** Lanes of `mask` in which `condition` holds, or does not. */
  narrow(mask: Mask, condition: Part, holds = true): Part {
    if (!mask) return holds ? condition : this.op(Simd.not, condition);
    return this.op(holds ? Simd.and : Simd.and_not, mask, condition);
  }

  /** Shifts all lanes by the first lane of `by`. */
  shift(opcode: number, value: Part, by: Part): Part {
    return this.result((code, group) => code.get(this.of(value, group), by.local).lane(Simd.i32_extract, 0).simd(opcode), value.uniform);
  }

  /** Shifts all lanes by so many bits. */
  shiftBy(opcode: number, value: Part, bits: number): Part {
    const write = (code: Code, group: number) => code.get(this.of(value, group)).i32(bits).simd(opcode);
    return value.fixed ? this.early(`${opcode} ${value.local} by ${bits}`, write) : this.result(write, value.uniform);
  }

  /** All lanes times a number. */
  times(value: Part, factor: number): Part {
    const bits = Math.log2(factor);
    return Number.isInteger(bits) ? this.shiftBy(Simd.i32_shl, value, bits) : this.op(Simd.i32_mul, value, this.constant(factor));
  }

  /** A parameter of the function in all lanes, an i32 or an f32. */
  parameter(k: number): Part {
    const splat = this.writer.parameters[k] === F32 ? Simd.f32_splat : Simd.i32_splat;
    return this.early(`parameter ${k}`, (code) => code.get(k).simd(splat));
  }

  /** A local of its own that starts as `value`. */
  variable(value: Part): Part {
    const part = this.fresh();
    this.set(part.local, value);
    return part;
  }

  /** A local of its own, zero at the start of a call. */
  fresh(): Part {
    return varying(this.local());
  }

  /** The words at the byte addresses in the lanes of `address`, plus `offset`. */
  gather(address: Part, offset = 0): Part {
    return this.result((code, group) => {
      const part = this.writer.local(V128);
      for (const lane of lanesOf) {
        code.get(this.of(address, group)).lane(Simd.i32_extract, lane);
        if (lane === 0) code.memory(Simd.load_first, offset).set(part);
        else code.get(part).laneMemory(Simd.load_lane, lane, offset).set(part);
      }
      code.get(part);
    }, address.uniform);
  }

  /** Four words from each of four addresses on, plus `offset`: the first of each in the first part, and so on. */
  transposed(addresses: readonly number[], offset: number): readonly Part[] {
    const rows = addresses.map((address) => this.result((code) => code.get(address).memory(Simd.load, offset)));
    return this.transpose(rows);
  }

  /** Lane k of the first of four parts, of the second ...: in the lanes of part k. */
  transpose([a, b, c, d]: readonly Part[]): readonly Part[] {
    const halves = [LOW, HIGH].map((words) => [this.shuffle(a, b, words), this.shuffle(c, d, words)] as const);
    return halves.flatMap(([first, second]) => [this.shuffle(first, second, [0, 1, 4, 5]), this.shuffle(first, second, [2, 3, 6, 7])]);
  }

  /** The words at four addresses, each in a local of its own, plus `offset`. */
  gatherAt(addresses: readonly number[], offset: number): Part {
    const local = this.local();
    addresses.forEach((address, lane) => {
      if (lane === 0) this.code.get(address).memory(Simd.load_first, offset).set(local);
      else this.code.get(address, local).laneMemory(Simd.load_lane, lane, offset).set(local);
    });
    return varying(local);
  }

  /** The way back. */
  scatterAt(addresses: readonly number[], part: Part, offset: number): void {
    addresses.forEach((address, lane) => this.code.get(address, part.local).laneMemory(Simd.store_lane, lane, offset));
  }

  /** High words of the products of unsigned lanes. */
  mulhi(a: Part, b: Part): Part {
    const high = [4, 5, 6, 7, 12, 13, 14, 15];
    return this.result((code, group) => {
      const both = [this.of(a, group), this.of(b, group)];
      code.get(...both).simd(Simd.i64_extmul_low_u);
      code.get(...both).simd(Simd.i64_extmul_high_u);
      return code.shuffle([...high, ...high.map((byte) => byte + 16)]);
    }, a.uniform && b.uniform);
  }

  /** Four words out of the eight of two parts. */
  shuffle(a: Part, b: Part, words: readonly number[]): Part {
    const bytes = words.flatMap((word) => [0, 1, 2, 3].map((byte) => 4 * word + byte));
    return this.result((code, group) => code.get(this.of(a, group), this.of(b, group)).shuffle(bytes));
  }

  /** A function of the host's Math, lane by lane where `mask` is set, rounded to float32: as the twins compute it. */
  math(name: string, args: readonly Part[], mask: Mask): Part {
    const index = this.import(name, args.length);
    const one = (code: Code, lane: number, group: number) => {
      for (const arg of args) code.get(this.of(arg, group)).lane(Simd.f32_extract, lane).op(Op.f64_promote);
      return code.call(index).op(Op.f32_demote);
    };
    const write = (code: Code, group: number) => one(code, 0, group).simd(Simd.f32_splat);
    if (args.every(({ fixed }) => fixed)) return this.early(`${name} ${args.map(({ local }) => local)}`, write);
    if (args.every(({ uniform }) => uniform)) return this.result(write, true);
    const first = this.local();
    for (let group = 0; group < this.width; group++) {
      for (const lane of lanesOf) {
        const set = () => {
          one(this.code.get(first + group), lane, group);
          this.code.lane(Simd.f32_replace, lane).set(first + group);
        };
        if (mask) this.code.get(this.of(mask, group)).lane(Simd.i32_extract, lane).if(set);
        else set();
      }
    }
    return varying(first);
  }

  /** The part in a local that nobody assigns to. */
  keep(part: Part): Part {
    return part.live ? { ...this.result((code, group) => code.get(this.of(part, group)), part.uniform) } : part;
  }

  /** Sets a local. */
  set(local: number, part: Part): void {
    for (let group = 0; group < this.width; group++) this.code.get(this.of(part, group)).set(local + group);
  }

  /** Leaves on the stack whether any lane is set. */
  any(mask: Part): Code {
    this.code.get(mask.local);
    for (let group = 1; group < this.width && !mask.uniform; group++) this.code.get(mask.local + group).simd(Simd.or);
    return this.code.simd(Simd.any_true);
  }

  /** What `write` writes, apart. */
  apart(write: () => void): Code {
    const outer = this.code;
    this.code = new Code();
    write();
    const inner = this.code;
    this.code = outer;
    return inner;
  }

  /** A part computed before the loops, once for all who ask for the same. */
  early(key: string, write: (code: Code, group: number) => void): Part {
    const known = this.known.get(key);
    if (known) return known;
    const local = this.writer.local(V128);
    write(this.start, 0);
    this.start.set(local);
    const part = { local, uniform: true, fixed: true };
    this.known.set(key, part);
    return part;
  }

  /** What `write` leaves on the stack for each group, in a local of its own. */
  result(write: (code: Code, group: number) => void, uniform = false): Part {
    const local = this.local();
    for (let group = 0; group < this.width; group++) {
      write(this.code, group);
      this.code.set(local + group);
    }
    return { local, uniform, fixed: false };
  }

  /** The module: what runs before the loops, then `code`, then what leaves its result on the stack. */
  module(shared: boolean, result = new Code()): Uint8Array<ArrayBuffer> {
    return moduleOf(this.writer, new Code().append(this.start).append(this.code).append(result), shared, this.imports);
  }

  private import(name: string, arity: number): number {
    const index = this.imports.findIndex((taken) => taken.name === name);
    return index >= 0 ? index : this.imports.push({ name, arity }) - 1;
  }
}
