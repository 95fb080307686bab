/** Recurrent cells through time, four sequences at once, one a lane: code that is written for given sizes, the states of all units in registers. */
import { Code } from "../assembler/code.ts";
import { CompiledLoop, memoryOf } from "../assembler/memory.ts";
import { FunctionWriter, moduleOf } from "../assembler/module.ts";
import { I32, Op, Simd, V128 } from "../assembler/opcodes.ts";

/** Numbers that lie in the memory as (steps x sequences x wide): a number of four sequences is loaded and stored as one vector. */
export class SequenceWriter {
  readonly code = new Code();
  private readonly writer: FunctionWriter;

  /** @param pointers arrays that the function is given the first bytes of */
  constructor(pointers: number) {
    this.writer = new FunctionWriter(Array<number>(pointers).fill(I32));
  }

  module(shared: boolean): Uint8Array<ArrayBuffer> {
    return moduleOf(this.writer, this.code, shared);
  }

  /** Locals of four lanes. */
  vectors(count: number): number[] {
    return this.writer.locals(count, V128);
  }

  /** A local that is a pointer or a count. */
  whole(): number {
    return this.writer.local(I32);
  }

  /** Sets `to` to the numbers of four sequences, `wide` elements apart, from element `at` behind a pointer. */
  load(to: number, pointer: number, at: number, wide: number): void {
    const { code } = this;
    for (let lane = 0; lane < 4; lane++) {
      const offset = 4 * (at + lane * wide);
      if (lane === 0) code.get(pointer).memory(Simd.load_first, offset).set(to);
      else code.get(pointer, to).laneMemory(Simd.load_lane, lane, offset).set(to);
    }
  }

  store(from: number, pointer: number, at: number, wide: number): void {
    for (let lane = 0; lane < 4; lane++) this.code.get(pointer, from).laneMemory(Simd.store_lane, lane, 4 * (at + lane * wide));
  }

  /** Leaves element `at` behind a pointer on the stack, in all lanes. */
  all(pointer: number, at: number): this {
    this.code.get(pointer).memory(Simd.load_splat, 4 * at);
    return this;
  }

  /** sum += element `at` behind a pointer, times `by`. */
  addProduct(sum: number, pointer: number, at: number, by: number): void {
    this.code.get(sum);
    this.all(pointer, at).code.get(by).simd(Simd.f32_mul).simd(Simd.f32_add).set(sum);
  }

  /** Moves a pointer by elements, forwards or back. */
  move(pointer: number, elements: number): void {
    if (elements !== 0) this.code.add(pointer, 4 * elements);
  }

  /** to = pointer, and elements on. */
  point(to: number, pointer: number, elements: number): void {
    this.code.get(pointer).set(to);
    this.move(to, elements);
  }

  zero(vector: number): void {
    this.code.all(0).set(vector);
  }

  /** `body` so many times, once at least; `counter` counts down to 1. */
  times(counter: number, count: number, body: () => void): void {
    this.code.i32(count).set(counter).repeatOnce(counter, body);
  }

  /** `body` where `counter` is 0. */
  whenZero(counter: number, body: () => void): void {
    this.code.get(counter).op(Op.i32_eqz).if(body);
  }
}

type Floats = Float32Array | Float64Array;
type Run = (...pointers: readonly number[]) => void;

/** Code by the sizes it is written for. */
export class SequenceLoops<Shape extends object> {
  private readonly known = new Map<string, CompiledLoop<Run>>();

  constructor(private readonly write: (shape: Shape) => SequenceWriter) {}

  /**
   * Runs the code for `shape` on arrays of one memory.
   * @returns false where nothing was done: arrays that lie in no one memory that `workWithin` knows
   */
  run(shape: Shape, arrays: readonly Floats[]): boolean {
    const [first, ...others] = arrays;
    const memory = memoryOf(first, ...others);
    if (!memory) return false;
    const key = JSON.stringify(shape);
    const loop = this.known.get(key) ?? new CompiledLoop<Run>((shared) => this.write(shape).module(shared));
    this.known.set(key, loop);
    loop.within(memory)(...arrays.map(({ byteOffset }) => byteOffset));
    return true;
  }
}
