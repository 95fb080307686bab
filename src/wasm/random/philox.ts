import text from "../../../shaders/lib/philox.wgsl";
import { FunctionWriter, moduleOf } from "../assembler/module.ts";
import { I32, Op, Simd } from "../assembler/opcodes.ts";
import { Lanes, type Part } from "../wgsl/lanes.ts";
import { Lowering } from "../wgsl/lower.ts";
import { parse } from "../wgsl/parse.ts";
import type { Type } from "../wgsl/types.ts";

/**
 * Writes the four words of Philox4x32-10 for each of 4 `groups` counters, one after another, at byte `out`: the counters
 * (item + j itemStep, block + j blockStep, stream, step) for j = 0, 1, ...
 */
type Fill = (
  key0: number,
  key1: number,
  item: number,
  itemStep: number,
  block: number,
  blockStep: number,
  stream: number,
  step: number,
  groups: number,
  out: number,
) => void;

/** Indices of `Fill`'s parameters, each by name. */
const [KEY0, KEY1, ITEM, ITEM_STEP, BLOCK, BLOCK_STEP, STREAM, STEP, GROUPS, OUT] = Array(10).keys();

/** Compiles shaders/lib/philox.wgsl: four counters at once. */
function compilePhilox(shared: boolean): WebAssembly.Module {
  const writer = new FunctionWriter("fill", Array<number>(10).fill(I32), []);
  const lanes = new Lanes(writer);
  const program = parse(text.text);
  const lowering = new Lowering(program, lanes, { mulhi: ([a, b]) => lanes.mulhi(a, b) });
  const splat = (parameter: number) => lanes.early(`parameter ${parameter}`, (code) => code.get(parameter).simd(Simd.i32_splat));
  const order = lanes.early("order", (code) => code.vector([0, 1, 2, 3]));
  // What changes from group to group: four times the step further.
  const counting = (from: number, by: number) => {
    const local = lanes.local();
    const begin = lanes.op(Simd.i32_add, splat(from), lanes.op(Simd.i32_mul, splat(by), order));
    lanes.start.get(begin.local).set(local);
    return { part: { local, uniform: false, fixed: false } as Part, by: lanes.op(Simd.i32_mul, splat(by), lanes.constant(4)) };
  };
  const item = counting(ITEM, ITEM_STEP);
  const block = counting(BLOCK, BLOCK_STEP);
  const u32 = (length: number): Type => ({ kind: "vector", of: "u32", length });
  const { code } = lanes;
  code.block(() =>
    code.loop(() => {
      code.get(GROUPS).op(Op.i32_eqz).branchIf(1);
      const key = { type: u32(2), parts: [splat(KEY0), splat(KEY1)] };
      const counter = { type: u32(4), parts: [item.part, block.part, splat(STREAM), splat(STEP)] };
      const philox = program.functions.get("philox4x32");
      const words =
        philox &&
        lowering.inline(
          philox,
          [key, counter].map((value) => ({ kind: "value", value })),
          0,
        );
      if (words) storeRows(lanes, words.parts);
      for (const { part, by } of [item, block]) lanes.set(part.local, lanes.op(Simd.i32_add, part, by));
      code.get(OUT).i32(64).op(Op.i32_add).set(OUT);
      code.get(GROUPS).i32(1).op(Op.i32_sub).set(GROUPS).branch(0);
    }),
  );
  const whole = lanes.start.append(code);
  return new WebAssembly.Module(moduleOf(writer, whole, lanes.imports, shared));
}

/** Stores four vectors, word w of counter j in lane j of vector w, counter by counter. */
function storeRows(lanes: Lanes, [x, y, z, w]: readonly Part[]): void {
  const bytes = (words: readonly number[]) => words.flatMap((word) => [0, 1, 2, 3].map((byte) => 4 * word + byte));
  const low = [lanes.shuffle(x, y, bytes([0, 4, 1, 5])), lanes.shuffle(z, w, bytes([0, 4, 1, 5]))] as const;
  const high = [lanes.shuffle(x, y, bytes([2, 6, 3, 7])), lanes.shuffle(z, w, bytes([2, 6, 3, 7]))] as const;
  [low, high].forEach(([a, b], k) => {
    for (const half of [0, 1]) {
      const row = lanes.shuffle(a, b, bytes(half === 0 ? [0, 1, 4, 5] : [2, 3, 6, 7]));
      lanes.code.get(OUT, row.local).memory(Simd.store, 16 * (2 * k + half));
    }
  });
}

const modules = new Map<boolean, WebAssembly.Module>();

/**
 * Random words of many counters in one call: the same as `philox4x32` of src/twins/lib/philox.ts gives one by one, at a fifth of the
 * time. Throws WebAssembly.CompileError where the platform does not let code be compiled.
 */
export class PhiloxWords {
  /** What was drawn last: the four words of the first counter, then those of the next ... */
  readonly words: Int32Array;
  private readonly fill: Fill;
  private readonly at: number;

  /** @param counters room for so many (rounded up to a multiple of 4), at byte `place.at` of a memory or in one of its own */
  constructor(
    readonly counters: number,
    place?: { readonly memory: WebAssembly.Memory; readonly at: number },
  ) {
    const room = 4 * Math.ceil(counters / 4);
    const memory = place?.memory ?? new WebAssembly.Memory({ initial: Math.ceil((16 * room) / 65536) });
    const shared = !(memory.buffer instanceof ArrayBuffer);
    const module = modules.get(shared) ?? compilePhilox(shared);
    modules.set(shared, module);
    this.at = place?.at ?? 0;
    this.fill = new WebAssembly.Instance(module, { env: { memory } }).exports.fill as Fill;
    this.words = new Int32Array(memory.buffer, this.at, 4 * room);
  }

  /** Draws counters (item, block, stream, step), (item + 1, block, stream, step), ...; what lies behind the last of them is overwritten up to a multiple of 4. */
  items(key0: number, key1: number, item: number, block: number, stream: number, step: number, count: number): void {
    this.fill(key0, key1, item, 1, block, 0, stream, step, (count + 3) >>> 2, this.at);
  }

  /** Draws counters (item, block, stream, step), (item, block + 1, stream, step), ... */
  blocks(key0: number, key1: number, item: number, block: number, stream: number, step: number, count: number): void {
    this.fill(key0, key1, item, 0, block, 1, stream, step, (count + 3) >>> 2, this.at);
  }
}
