import { memoryOf } from "../assembler/memory.ts";
import { FunctionWriter, moduleOf } from "../assembler/module.ts";
import { F32, I32, Op, Simd } from "../assembler/opcodes.ts";
import { Lanes, type Part } from "../wgsl/lanes.ts";
import { Lowering } from "../wgsl/lower.ts";
import { parse } from "../wgsl/parse.ts";
import type { Type } from "../wgsl/types.ts";
import { Unsupported } from "../wgsl/unsupported.ts";

/** The loop: bytes of each array, at least 16, then where they begin, the result's last, then the scalars. */
type Loop = (bytes: number, ...rest: readonly number[]) => void;

const f32: Type = { kind: "scalar", of: "f32" };

/** A function of float32 numbers in WGSL text, taken of the elements of arrays: four at once, each operation rounded as in WGSL. */
export class LaneMap {
  private readonly modules = new Map<boolean, WebAssembly.Module>();
  private readonly loops = new WeakMap<WebAssembly.Memory, Loop>();

  constructor(
    private readonly text: string,
    private readonly name: string,
  ) {}

  /**
   * out[i] = the function of element i of each of `inputs` and of `scalars`, which are its last parameters and the same for all i, for i below
   * `count`. `out` is none of the inputs, unless `count` is a multiple of four. Each call of one map gives as many inputs and scalars.
   * @returns false where nothing was done: fewer than four elements, or arrays that `mapWithin` knows no one memory of
   * @throws WebAssembly.CompileError where code cannot be compiled
   */
  run(
    count: number,
    inputs: readonly (Float32Array | Float64Array)[],
    out: Float32Array | Float64Array,
    scalars: readonly number[] = [],
  ): boolean {
    const memory = memoryOf(out.buffer);
    if (count < 4 || !memory || inputs.some(({ buffer }) => buffer !== out.buffer)) return false;
    this.loopOf(memory, inputs.length, scalars.length)(
      4 * count,
      ...inputs.map(({ byteOffset }) => byteOffset),
      out.byteOffset,
      ...scalars,
    );
    return true;
  }

  private loopOf(memory: WebAssembly.Memory, inputs: number, scalars: number): Loop {
    const found = this.loops.get(memory);
    if (found) return found;
    const shared = typeof SharedArrayBuffer !== "undefined" && memory.buffer instanceof SharedArrayBuffer;
    const module = this.modules.get(shared) ?? this.compile(inputs, scalars, shared);
    this.modules.set(shared, module);
    const loop = new WebAssembly.Instance(module, { env: { memory } }).exports.run as Loop;
    this.loops.set(memory, loop);
    return loop;
  }

  private compile(inputs: number, scalars: number, shared: boolean): WebAssembly.Module {
    const writer = new FunctionWriter("run", [...Array<number>(inputs + 2).fill(I32), ...Array<number>(scalars).fill(F32)], []);
    const [bytes, first, result] = [0, 1, inputs + 1];
    const lanes = new Lanes(writer);
    const program = parse(this.text);
    const called = program.functions.get(this.name);
    if (!called) throw new Unsupported(`fn ${this.name} is missing`, 0);
    const lowering = new Lowering(program, lanes);
    const [at, last] = [writer.local(I32), writer.local(I32)];
    lanes.start.get(bytes).i32(16).op(Op.i32_sub).set(last);
    const given = Array.from({ length: scalars }, (_, k) => {
      const part: Part = { local: lanes.local(), uniform: true, fixed: true };
      lanes.start
        .get(result + 1 + k)
        .simd(Simd.f32_splat)
        .set(part.local);
      return { kind: "value", value: { type: f32, parts: [part] } } as const;
    });
    const { code } = lanes;
    code.block(() =>
      code.loop(() => {
        code.get(at, bytes).op(Op.i32_ge_u).branchIf(1);
        // The last four elements are taken whole, some of them a second time.
        code.get(at, last, at, last).op(Op.i32_lt_u).op(Op.select).set(at);
        const args = Array.from({ length: inputs }, (_, k) => {
          const part: Part = { local: lanes.local(), uniform: false, fixed: false };
          code
            .get(at, first + k)
            .op(Op.i32_add)
            .memory(Simd.load)
            .set(part.local);
          return { kind: "value", value: { type: f32, parts: [part] } } as const;
        });
        const value = lowering.inline(called, [...args, ...given], 0);
        if (value?.type.kind !== "scalar" || value.type.of !== "f32") throw new Unsupported(`fn ${this.name} gives no f32`, 0);
        code.get(at, result).op(Op.i32_add).get(value.parts[0].local).memory(Simd.store);
        code.get(at).i32(16).op(Op.i32_add).set(at).branch(0);
      }),
    );
    return new WebAssembly.Module(moduleOf(writer, lanes.start.append(code), lanes.imports, shared));
  }
}
