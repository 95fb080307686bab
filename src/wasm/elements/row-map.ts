import { memoryOf } from "../assembler/memory.ts";
import { FunctionWriter, moduleOf } from "../assembler/module.ts";
import { I32, Op, Simd } from "../assembler/opcodes.ts";
import { Lanes, type Part } from "../wgsl/lanes.ts";
import { Lowering } from "../wgsl/lower.ts";
import { parse } from "../wgsl/parse.ts";
import { partsOf } from "../wgsl/types.ts";
import { Unsupported } from "../wgsl/unsupported.ts";

/** A matrix in an array: element (row, column) is at `at + row * step + column`. A step of 0 has one row for all. */
export interface Rows {
  readonly array: Float32Array | Float64Array;
  readonly at: number;
  readonly step: number;
}

/** What a map reads and writes. */
export interface RowOperands {
  /** One a row: the first of each row of these. */
  readonly numbers: readonly Rows[];
  readonly inputs: readonly Rows[];
  /** As many as the function's result has scalars; they may be inputs. */
  readonly outs: readonly Rows[];
}

type Loop = (...words: readonly number[]) => void;

const LANES = 4;

/**
 * A function of WGSL text taken of the elements of matrices, four columns at once: constants, then a number a row, then an element of each
 * input; it gives an f32, or a struct of them: an element of each output.
 */
export class RowMap {
  private readonly modules = new Map<boolean, WebAssembly.Module>();
  private readonly loops = new WeakMap<WebAssembly.Memory, Loop>();

  /** @param constants its first arguments, the same in every call */
  constructor(
    private readonly text: string,
    private readonly name: string,
    private readonly constants: readonly number[] = [],
  ) {}

  /**
   * @returns the columns that are done, a multiple of four: what is left is the caller's. 0 for arrays that `mapWithin` knows no one memory of
   * @throws WebAssembly.CompileError where code cannot be compiled
   */
  run(rows: number, columns: number, { numbers, inputs, outs }: RowOperands): number {
    const done = columns - (columns % LANES);
    const all = [...numbers, ...inputs, ...outs];
    const { buffer } = outs[0].array;
    const memory = memoryOf(buffer);
    if (done === 0 || rows === 0 || !memory || all.some(({ array }) => array.buffer !== buffer)) return 0;
    const words = [rows, 4 * done];
    for (const { array, at, step } of all) words.push(array.byteOffset + 4 * at, 4 * step);
    this.loopOf(memory, numbers.length, inputs.length, outs.length)(...words);
    return done;
  }

  private loopOf(memory: WebAssembly.Memory, numbers: number, inputs: number, outs: number): Loop {
    const found = this.loops.get(memory);
    if (found) return found;
    const shared = typeof SharedArrayBuffer !== "undefined" && memory.buffer instanceof SharedArrayBuffer;
    const made = this.modules.get(shared) ?? this.compile(numbers, inputs, outs, shared);
    this.modules.set(shared, made);
    const loop = new WebAssembly.Instance(made, { env: { memory }, math: mathImports }).exports.run as Loop;
    this.loops.set(memory, loop);
    return loop;
  }

  private compile(numbers: number, inputs: number, outs: number, shared: boolean): WebAssembly.Module {
    const operands = numbers + inputs + outs;
    const writer = new FunctionWriter("run", Array<number>(2 + 2 * operands).fill(I32), []);
    const [rows, bytes] = [0, 1];
    const address = (k: number) => 2 + 2 * k;
    const lanes = new Lanes(writer);
    const program = parse(this.text);
    const called = program.functions.get(this.name);
    if (!called) throw new Unsupported(`fn ${this.name} is missing`, 0);
    const lowering = new Lowering(program, lanes);
    const at = writer.local(I32);
    const { code } = lanes;
    const part = (): Part => ({ local: lanes.local(), uniform: false, fixed: false });
    const each = (): void => {
      const fixed = this.constants.map((value) => lanes.float(value));
      const elements = Array.from({ length: inputs }, (_, k) => {
        const one = part();
        code
          .get(at, address(numbers + k))
          .op(Op.i32_add)
          .memory(Simd.load)
          .set(one.local);
        return one;
      });
      const args = [...fixed, ...numbersOf, ...elements].map((one) => ({ kind: "value", value: { type: F32, parts: [one] } }) as const);
      const value = lowering.inline(called, args, 0);
      if (!value || partsOf(value.type) !== outs) throw new Unsupported(`fn ${this.name} does not give ${outs} numbers`, 0);
      value.parts.forEach(({ local }, k) => {
        code
          .get(at, address(numbers + inputs + k))
          .op(Op.i32_add)
          .get(local)
          .memory(Simd.store);
      });
    };
    const numbersOf = Array.from({ length: numbers }, part);
    code.block(() =>
      code.loop(() => {
        code.get(rows).op(Op.i32_eqz).branchIf(1);
        numbersOf.forEach(({ local }, k) => {
          code.get(address(k)).memory(Simd.load_splat).set(local);
        });
        code.i32(0).set(at);
        code.block(() =>
          code.loop(() => {
            code.get(at, bytes).op(Op.i32_ge_u).branchIf(1);
            each();
            code
              .get(at)
              .i32(4 * LANES)
              .op(Op.i32_add)
              .set(at)
              .branch(0);
          }),
        );
        for (let k = 0; k < operands; k++)
          code
            .get(address(k), address(k) + 1)
            .op(Op.i32_add)
            .set(address(k));
        code.get(rows).i32(1).op(Op.i32_sub).set(rows).branch(0);
      }),
    );
    return new WebAssembly.Module(moduleOf(writer, lanes.start.append(code), lanes.imports, shared));
  }
}

const F32 = { kind: "scalar", of: "f32" } as const;

/** The host's functions, as `Lanes.math` calls them. */
const mathImports = Math as unknown as WebAssembly.ModuleImports;
