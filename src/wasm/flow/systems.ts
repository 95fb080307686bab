import type { Code } from "../assembler/code.ts";
import { CompiledLoop } from "../assembler/memory.ts";
import { FunctionWriter } from "../assembler/module.ts";
import { F32, I32, Op, Simd } from "../assembler/opcodes.ts";
import { normalLane } from "../random/normal.ts";
import { given, type Intrinsic } from "../wgsl/expressions.ts";
import { Lanes, type Mask, type Part } from "../wgsl/lanes.ts";
import { Lowering } from "../wgsl/lower.ts";
import { parse } from "../wgsl/parse.ts";
import type { Program } from "../wgsl/syntax.ts";
import { declared, scalar, type Type } from "../wgsl/types.ts";
import { Unsupported } from "../wgsl/unsupported.ts";

/** The compiled kernel: how many systems, the fields of `shape`, then where each array begins, in bytes. */
export type Run = (systems: number, ...rest: readonly number[]) => void;

/** A kernel whose threads are systems that know nothing of one another, compiled. */
export interface CompiledSystems {
  readonly loop: CompiledLoop<Run>;
  /** Fields of `struct Shape`, and names of the arrays, in the order of the arguments. */
  readonly fields: readonly string[];
  readonly arrays: readonly string[];
}

/** Rows are so long that whole groups fit: their length is a multiple of this. */
export const SYSTEMS_TOGETHER = 16;

const BINDING = /^\s*@group\(\d+\)\s*@binding\(\d+\)\s*var<[^>]*>\s*(\w+)/;

/**
 * Compiles a WGSL kernel that calls `each(shape, i)` for every system: 4 `width` of them at once. What it declares as `NAME_at(row, i)`,
 * `put_NAME(row, i, value)`, `NAME_row(row)` and `NAME_word(k)` become loads and stores of the array NAME (shaders/lib/flow.wgsl).
 * @throws Unsupported with the line of `text`
 */
export function compileSystems(text: string, width: number): CompiledSystems {
  const lines = text.split("\n");
  const arrays = lines.flatMap((line) => BINDING.exec(line)?.[1] ?? []).filter((name) => name !== "shape");
  const entry = lines.findIndex((line) => line.startsWith("@compute"));
  // Lines stay where they are, for messages.
  const program = parse(lines.map((line, k) => (k >= entry || BINDING.test(line) ? "" : line)).join("\n"));
  const shape = declared(program, { name: "Shape", args: [], line: 0 });
  if (shape.kind !== "struct") throw new Unsupported("struct Shape is missing", 0);
  const writer = new SystemsWriter(program, shape, arrays, width);
  return { loop: new CompiledLoop((shared) => writer.module(shared)), fields: shape.fields.map(({ name }) => name), arrays };
}

class SystemsWriter {
  private readonly function: FunctionWriter;
  private readonly lanes: Lanes;
  private readonly lowering: Lowering;
  /** First system of the group, and its byte in a row. */
  private readonly i: number;
  private readonly offset: number;

  constructor(
    program: Program,
    private readonly shape: Extract<Type, { kind: "struct" }>,
    private readonly arrays: readonly string[],
    width: number,
  ) {
    const types = shape.fields.map(({ type }) => (type.kind === "scalar" && type.of === "f32" ? F32 : I32));
    this.function = new FunctionWriter([I32, ...types, ...arrays.map(() => I32)]);
    this.lanes = new Lanes(this.function, width);
    this.i = this.function.local(I32);
    this.offset = this.function.local(I32);
    this.lowering = new Lowering(program, this.lanes, this.intrinsics(program));
    this.groups();
  }

  module(shared: boolean): Uint8Array<ArrayBuffer> {
    return this.lanes.module(shared);
  }

  /** for (i = 0; i < systems; i += 4 width) each(shape, i); */
  private groups(): void {
    const { lanes, i, shape } = this;
    const { code, numbers } = lanes;
    const done = () => code.get(i, 0).op(Op.i32_ge_u);
    code.until(done, () => {
      code.get(i).i32(2).op(Op.i32_shl).set(this.offset);
      const index = lanes.result((c, group) => {
        c.get(i)
          .i32(4 * group)
          .op(Op.i32_add)
          .simd(Simd.i32_splat)
          .get(numbers.local)
          .simd(Simd.i32_add);
      });
      const fields = shape.fields.map((_, k) => lanes.parameter(1 + k));
      this.lowering.expand("each", given(shape, ...fields), given(scalar("u32"), index));
      code.add(i, 4 * lanes.width);
    });
  }

  private intrinsics(program: Program): Readonly<Record<string, Intrinsic>> {
    const { lanes } = this;
    const all: Record<string, Intrinsic> = {
      together: ([x]) => ({ ...x, uniform: true }),
      mulhi: ([a, b]) => lanes.mulhi(a, b),
    };
    if (this.arrays.includes("tables")) all.normal_q26 = ([word]) => normalLane(lanes, word, this.base("tables"));
    for (const name of program.functions.keys()) {
      const [, how, to] = /^(put|scatter|raise)_(\w+)$/.exec(name) ?? [];
      const [, from, where] = /^(\w+)_(at|row|word)$/.exec(name) ?? [];
      if (this.arrays.includes(from)) all[name] = ([row]) => this.load(from, where, row);
      if (!this.arrays.includes(to)) continue;
      if (how === "put") all[name] = ([row, , value], mask) => this.put(to, row, value, mask);
      else if (how === "scatter") all[name] = ([row, , value], mask) => this.scatter(to, row, value, mask);
      else all[name] = ([k], mask) => this.raise(to, k, mask);
    }
    return all;
  }

  /** NAME_at, NAME_row, NAME_word */
  private load(array: string, where: string, row: Part): Part {
    const { lanes } = this;
    if (where === "at") {
      const address = this.address(array, row);
      return lanes.result((code, group) => code.get(address).memory(Simd.load, 16 * group));
    }
    const write = (code: Code) => this.word(code, array, row, where === "row").memory(Simd.load_splat);
    return row.fixed ? lanes.early(`${where} ${array} ${row.local}`, write) : lanes.result(write, true);
  }

  /** Stores in the lanes of the mask. */
  private put(array: string, row: Part, value: Part, mask: Mask): undefined {
    const { lanes } = this;
    const address = this.address(array, row);
    const loaded = mask && lanes.result((code, group) => code.get(address).memory(Simd.load, 16 * group));
    const whole = mask && loaded ? lanes.select(value, loaded, mask) : value;
    for (let group = 0; group < lanes.width; group++) {
      lanes.code.get(address, lanes.of(whole, group)).memory(Simd.store, 16 * group);
    }
  }

  /** Stores lane by lane, each in a row of its own. */
  private scatter(array: string, row: Part, value: Part, mask: Mask): undefined {
    const { lanes } = this;
    for (let group = 0; group < lanes.width; group++) {
      for (const lane of [0, 1, 2, 3]) {
        const store = () => {
          const { code } = lanes;
          code.get(lanes.of(row, group)).lane(Simd.i32_extract, lane).get(this.stride).op(Op.i32_mul);
          code
            .get(this.i)
            .op(Op.i32_add)
            .i32(4 * group + lane)
            .op(Op.i32_add)
            .i32(2)
            .op(Op.i32_shl)
            .get(this.base(array))
            .op(Op.i32_add);
          code.get(lanes.of(value, group)).laneMemory(Simd.store_lane, lane);
        };
        if (mask) lanes.code.get(lanes.of(mask, group)).lane(Simd.i32_extract, lane).if(store);
        else store();
      }
    }
  }

  /** 1 into word k behind the first row, if any lane says so. */
  private raise(array: string, k: Part, mask: Mask): undefined {
    const { lanes } = this;
    lanes.any(mask ?? lanes.constant(-1)).if(() => {
      lanes.code.get(this.stride).get(k.local).lane(Simd.i32_extract, 0).op(Op.i32_add).i32(2).op(Op.i32_shl);
      lanes.code.get(this.base(array)).op(Op.i32_add).i32(1).store32();
    });
  }

  /** A local with the byte of the group's first number in a row. */
  private address(array: string, row: Part): number {
    const local = this.function.local(I32);
    this.word(this.lanes.code, array, row, true).get(this.offset).op(Op.i32_add).set(local);
    return local;
  }

  /** Leaves the byte of word `k`, or of the beginning of row `k`, on the stack. */
  private word(code: Code, array: string, k: Part, rows: boolean): Code {
    code.get(k.local).lane(Simd.i32_extract, 0);
    if (rows) code.get(this.stride).op(Op.i32_mul);
    return code.i32(2).op(Op.i32_shl).get(this.base(array)).op(Op.i32_add);
  }

  /** Index of the argument that says where an array begins. */
  private base(array: string): number {
    return 1 + this.shape.fields.length + this.arrays.indexOf(array);
  }

  private get stride(): number {
    return 1 + this.shape.fields.findIndex(({ name }) => name === "stride");
  }
}
