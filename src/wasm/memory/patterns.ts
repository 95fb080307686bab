import { Code } from "../assembler/code.ts";
import { memoryOf } from "../assembler/memory.ts";
import { FunctionWriter, moduleOf } from "../assembler/module.ts";
import { F32, I32, Op, Simd, V128 } from "../assembler/opcodes.ts";

/** Sum of pulls (src/twins/memory/glauber.ts) of the first 32 `words` patterns. Addresses in bytes: a unit's two planes, overlaps, entries of each pattern. */
type Field = (words: number, masks: number, ups: number, overlaps: number, actives: number, own: number) => number;
/** Adds `change` times the unit's entries to the overlaps of those patterns. */
type Turn = (words: number, masks: number, ups: number, overlaps: number, change: number) => void;

/** The loops over patterns of one unit's update, 4 patterns at once. */
export interface PatternLoops {
  readonly field: Field;
  readonly turn: Turn;
}

const SIGN = 0x80000000;
const QUADS = 8;

/** What the loops over words have in common. */
interface Words {
  readonly writer: FunctionWriter;
  readonly code: Code;
  /** Pushes lanes that are all ones where a unit's entry in pattern 4 quad + lane of this word is not 0. */
  readonly present: (quad: number) => Code;
  /** Turns the sign of the vector on the stack where it is not +1. */
  readonly signed: (quad: number) => Code;
}

/** Writes a loop over words of both planes; `body` does the 32 patterns of one. @param moving addresses of what the patterns have, a float each */
function overWords(writer: FunctionWriter, moving: readonly number[], begin: (code: Code) => void, body: (words: Words) => void): Code {
  const [WORDS, MASKS, UPS] = [0, 1, 2];
  const code = new Code();
  const [mask, up] = [writer.local(V128), writer.local(V128)];
  const bits = (quad: number) => [0, 1, 2, 3].map((lane) => 1 << (4 * quad + lane));
  const isSet = (word: number, quad: number) => code.get(word).vector(bits(quad)).simd(Simd.and).vector(bits(quad)).simd(Simd.i32_eq);
  const present = (quad: number) => isSet(mask, quad);
  const signed = (quad: number) => {
    code.vector(Array(4).fill(SIGN));
    return isSet(up, quad).simd(Simd.and_not).simd(Simd.xor);
  };
  const step = (local: number, by: number) => code.get(local).i32(by).op(Op.i32_add).set(local);
  begin(code);
  code.block(() =>
    code.loop(() => {
      code.get(WORDS).op(Op.i32_eqz).branchIf(1);
      code.get(MASKS).memory(Simd.load_splat).set(mask).get(UPS).memory(Simd.load_splat).set(up);
      body({ writer, code, present, signed });
      step(MASKS, 4);
      step(UPS, 4);
      for (const address of moving) step(address, 16 * QUADS);
      code.get(WORDS).i32(1).op(Op.i32_sub).set(WORDS).branch(0);
    }),
  );
  return code;
}

function fieldCode(order: number, shared: boolean): WebAssembly.Module {
  const [OVERLAPS, ACTIVES, OWN] = [3, 4, 5];
  const writer = new FunctionWriter("run", [I32, I32, I32, I32, I32, F32], [F32]);
  const [own, rest, sum, halves] = Array.from({ length: 4 }, () => writer.local(V128));
  const all = (code: Code, value: number) => code.vector(Array(4).fill(new Int32Array(Float32Array.of(value).buffer)[0]));
  const code = overWords(
    writer,
    [OVERLAPS, ACTIVES],
    (start) => start.get(OWN).simd(Simd.f32_splat).set(own),
    ({ code, present, signed }) => {
      for (let quad = 0; quad < QUADS; quad++) {
        // The entry, +-1 or 0, times the unit's own state is what it has added to the overlap.
        code.get(OVERLAPS).memory(Simd.load, 16 * quad);
        present(quad).get(own);
        signed(quad).simd(Simd.and).simd(Simd.f32_sub).set(rest);
        code.get(sum, rest);
        if (order > 2) {
          code.get(rest).simd(Simd.f32_mul);
          code.get(ACTIVES).memory(Simd.load, 16 * quad);
          all(code, 1).simd(Simd.f32_sub);
          if (order === 4) all(all(code, 3).simd(Simd.f32_mul), 2).simd(Simd.f32_sub);
          code.simd(Simd.f32_sub);
          if (order === 4) code.get(rest).simd(Simd.f32_mul);
        }
        signed(quad);
        present(quad).simd(Simd.and).simd(Simd.f32_add).set(sum);
      }
    },
  );
  const lanes = (from: number) => Array.from({ length: 16 }, (_, byte) => (byte + from) % 16);
  code.get(sum, sum, sum).shuffle(lanes(8)).simd(Simd.f32_add).set(halves);
  code.get(halves, halves, halves).shuffle(lanes(4)).simd(Simd.f32_add).lane(Simd.f32_extract, 0);
  return new WebAssembly.Module(moduleOf(writer, code, [], shared));
}

function turnCode(shared: boolean): WebAssembly.Module {
  const [OVERLAPS, CHANGE] = [3, 4];
  const writer = new FunctionWriter("run", [I32, I32, I32, I32, F32], []);
  const change = writer.local(V128);
  const code = overWords(
    writer,
    [OVERLAPS],
    (start) => start.get(CHANGE).simd(Simd.f32_splat).set(change),
    ({ code, present, signed }) => {
      for (let quad = 0; quad < QUADS; quad++) {
        code.get(OVERLAPS, OVERLAPS).memory(Simd.load, 16 * quad);
        present(quad).get(change);
        signed(quad)
          .simd(Simd.and)
          .simd(Simd.f32_add)
          .memory(Simd.store, 16 * quad);
      }
    },
  );
  return new WebAssembly.Module(moduleOf(writer, code, [], shared));
}

const modules = new Map<string, readonly [WebAssembly.Module, WebAssembly.Module]>();
const loops = new WeakMap<WebAssembly.Memory, Map<number, PatternLoops>>();

/**
 * The loops over a memory that `mapWithin` knows and that holds all of these arrays; undefined where none does.
 * @param order 2, 3, 4 @throws WebAssembly.CompileError where code cannot be compiled
 */
export function patternLoops(order: number, { buffer }: ArrayBufferView, ...others: readonly ArrayBufferView[]): PatternLoops | undefined {
  const memory = memoryOf(buffer);
  if (!memory || others.some((other) => other.buffer !== buffer)) return undefined;
  const made = loops.get(memory) ?? new Map<number, PatternLoops>();
  loops.set(memory, made);
  let found = made.get(order);
  if (!found) {
    const shared = typeof SharedArrayBuffer !== "undefined" && buffer instanceof SharedArrayBuffer;
    const key = `${order} ${shared}`;
    const [field, turn] = modules.get(key) ?? [fieldCode(order, shared), turnCode(shared)];
    modules.set(key, [field, turn]);
    const run = (module: WebAssembly.Module) => new WebAssembly.Instance(module, { env: { memory } }).exports.run;
    found = { field: run(field) as Field, turn: run(turn) as Turn };
    made.set(order, found);
  }
  return found;
}
