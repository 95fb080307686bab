import { CompiledLoop, memoryOf } from "../assembler/memory.ts";
import { FunctionWriter } from "../assembler/module.ts";
import { F32, I32, Op, Simd } from "../assembler/opcodes.ts";
import { given } from "../wgsl/expressions.ts";
import { Lanes, type Part } from "../wgsl/lanes.ts";
import { Lowering } from "../wgsl/lower.ts";
import { parse } from "../wgsl/parse.ts";
import { FLOAT, sameType, type Type } from "../wgsl/types.ts";
import { Unsupported } from "../wgsl/unsupported.ts";

type Floats = Float32Array | Float64Array;

/** A matrix in an array: element (row, column) is at `at + row * step + column`. A step of 0 has one row for all. */
export interface Rows {
  readonly array: Floats;
  readonly at: number;
  readonly step: number;
}

/** What a map reads and writes. */
interface RowOperands {
  /** One a row: the first of each row of these. */
  readonly numbers?: readonly Rows[];
  readonly inputs: readonly Rows[];
  /** As many as the function's result has scalars; they may be inputs. */
  readonly outs: readonly Rows[];
  /** The same for all elements. */
  readonly scalars?: readonly number[];
}

/** How many there are of each kind of operand. */
type Counts = Readonly<Record<keyof RowOperands, number>>;

/** The scalars, the rows, the bytes of a row, then of each matrix the first byte and the bytes from row to row: numbers, inputs, outs. */
type Loop = (...words: readonly number[]) => void;

const LANES = 4;
const BYTES = 4 * LANES;

/**
 * A function of WGSL text taken of the elements of arrays, four at once, each operation rounded as in WGSL. Its arguments are the numbers of
 * the row, an element of each input, and the scalars, all f32; it gives an f32, or a struct of them: an element of each output.
 */
export class ElementMap {
  /** By how many operands they are for. */
  private readonly loops = new Map<number, CompiledLoop<Loop>>();

  constructor(
    private readonly text: string,
    private readonly name: string,
  ) {}

  /**
   * Matrices of so many rows and columns.
   * @returns the columns that are done, a multiple of four: what is left is the caller's. 0 for arrays that lie in no one memory that `workWithin` knows
   * @throws WebAssembly.CompileError where code cannot be compiled
   */
  run(rows: number, columns: number, { numbers = [], inputs, outs, scalars = [] }: RowOperands): number {
    const done = columns - (columns % LANES);
    const all = [...numbers, ...inputs, ...outs];
    const memory = memoryOf(outs[0].array, ...all.map(({ array }) => array));
    if (done === 0 || rows === 0 || !memory) return 0;
    const words = [...scalars, rows, 4 * done];
    for (const { array, at, step } of all) words.push(array.byteOffset + 4 * at, 4 * step);
    this.loopOf(scalars.length, numbers.length, inputs.length, outs.length).within(memory)(...words);
    return done;
  }

  /**
   * The first `count` elements of arrays. `out` is none of the inputs, unless `count` is a multiple of four: else the last four elements are
   * taken once more, some of them a second time.
   * @returns false where nothing was done: fewer than four elements, or arrays that lie in no one memory that `workWithin` knows
   * @throws WebAssembly.CompileError where code cannot be compiled
   */
  runFlat(count: number, inputs: readonly Floats[], out: Floats, scalars: readonly number[] = []): boolean {
    const memory = memoryOf(out, ...inputs);
    if (count < LANES || !memory) return false;
    const loop = this.loopOf(scalars.length, 0, inputs.length, 1).within(memory);
    const words = [...scalars, 1, 4 * (count - (count % LANES))];
    for (const { byteOffset } of inputs) words.push(byteOffset, 0);
    words.push(out.byteOffset, 0);
    loop(...words);
    if (count % LANES > 0) {
      words[scalars.length + 1] = BYTES;
      for (let k = scalars.length + 2; k < words.length; k += 2) words[k] += 4 * (count - LANES);
      loop(...words);
    }
    return true;
  }

  private loopOf(scalars: number, numbers: number, inputs: number, outs: number): CompiledLoop<Loop> {
    const key = ((scalars * 64 + numbers) * 64 + inputs) * 64 + outs;
    const known = this.loops.get(key);
    if (known) return known;
    const made = new CompiledLoop<Loop>((shared) => this.write({ scalars, numbers, inputs, outs }, shared));
    this.loops.set(key, made);
    return made;
  }

  private write({ scalars, numbers, inputs, outs }: Counts, shared: boolean): Uint8Array<ArrayBuffer> {
    const operands = numbers + inputs + outs;
    const writer = new FunctionWriter([...Array<number>(scalars).fill(F32), ...Array<number>(2 + 2 * operands).fill(I32)]);
    const [rows, bytes] = [scalars, scalars + 1];
    const address = (k: number) => scalars + 2 + 2 * k;
    const lanes = new Lanes(writer);
    const lowering = new Lowering(parse(this.text), lanes);
    const at = writer.local(I32);
    const { code } = lanes;
    const same = Array.from({ length: scalars }, (_, k) => lanes.parameter(k));
    const row = Array.from({ length: numbers }, () => lanes.fresh());
    const place = (k: number) => code.get(at, address(k)).op(Op.i32_add);
    const four = () => {
      const elements = Array.from({ length: inputs }, (_, k): Part => lanes.result(() => place(numbers + k).memory(Simd.load)));
      const value = lowering.expand(this.name, ...[...row, ...elements, ...same].map((part) => given(FLOAT, part)));
      if (!value || floatsOf(value.type) !== outs) throw new Unsupported(`fn ${this.name} does not give ${outs} f32`, 0);
      value.parts.forEach(({ local }, k) => {
        place(numbers + inputs + k)
          .get(local)
          .memory(Simd.store);
      });
    };
    code.repeat(rows, () => {
      row.forEach(({ local }, k) => {
        code.get(address(k)).memory(Simd.load_splat).set(local);
      });
      code.i32(0).set(at);
      const done = () => code.get(at, bytes).op(Op.i32_ge_u);
      code.until(done, () => {
        four();
        code.add(at, BYTES);
      });
      for (let k = 0; k < operands; k++) code.addLocal(address(k), address(k) + 1);
    });
    return lanes.module(shared);
  }
}

/** How many f32 a type has, undefined where it has anything else. */
function floatsOf(type: Type): number | undefined {
  const types = type.kind === "struct" ? type.fields.map((field) => field.type) : [type];
  return types.every((one) => sameType(one, FLOAT)) ? types.length : undefined;
}
