import { Code, floatBits } from "../assembler/code.ts";
import { CompiledLoop, memoryOf } from "../assembler/memory.ts";
import { FunctionWriter, moduleOf } from "../assembler/module.ts";
import { F32, I32, Simd, V128 } from "../assembler/opcodes.ts";

/** Sum of pulls (src/twins/memory/glauber.ts) of the first 32 `words` patterns. Addresses in bytes: a unit's two planes, overlaps, entries of each pattern. */
type Field = (words: number, masks: number, ups: number, overlaps: number, actives: number, own: number) => number;
/** Adds `change` times the unit's entries to the overlaps of those patterns. */
type Turn = (words: number, masks: number, ups: number, overlaps: number, change: number) => void;

/** The loops over patterns of one unit's update, 4 patterns at once. */
interface PatternLoops {
  readonly field: Field;
  readonly turn: Turn;
}

const SIGN = 0x80000000;
const QUADS = 8;

/** What the loops over words have in common. */
interface Words {
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
  const [mask, up] = writer.locals(2, V128);
  const bits = (quad: number) => [0, 1, 2, 3].map((lane) => 1 << (4 * quad + lane));
  const isSet = (word: number, quad: number) => code.get(word).vector(bits(quad)).simd(Simd.and).vector(bits(quad)).simd(Simd.i32_eq);
  const present = (quad: number) => isSet(mask, quad);
  const signed = (quad: number) => {
    code.all(SIGN);
    return isSet(up, quad).simd(Simd.and_not).simd(Simd.xor);
  };
  begin(code);
  code.repeat(WORDS, () => {
    code.get(MASKS).memory(Simd.load_splat).set(mask).get(UPS).memory(Simd.load_splat).set(up);
    body({ code, present, signed });
    code.add(MASKS, 4).add(UPS, 4);
    for (const address of moving) code.add(address, 16 * QUADS);
  });
  return code;
}

function fieldCode(order: number, shared: boolean): Uint8Array<ArrayBuffer> {
  const [OVERLAPS, ACTIVES, OWN] = [3, 4, 5];
  const writer = new FunctionWriter([I32, I32, I32, I32, I32, F32], [F32]);
  const [own, rest, sum, halves] = writer.locals(4, V128);
  const all = (code: Code, value: number) => code.all(floatBits(value));
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
  return moduleOf(writer, code, shared);
}

function turnCode(shared: boolean): Uint8Array<ArrayBuffer> {
  const [OVERLAPS, CHANGE] = [3, 4];
  const writer = new FunctionWriter([I32, I32, I32, I32, F32]);
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
  return moduleOf(writer, code, shared);
}

/** By the order, 2, 3 or 4. */
const fields = new Map([2, 3, 4].map((order) => [order, new CompiledLoop<Field>((shared) => fieldCode(order, shared))]));
const turn = new CompiledLoop<Turn>(turnCode);

/**
 * The loops for arrays that all lie in one memory that `workWithin` knows; undefined where they do not.
 * @param order 2, 3, 4 @throws WebAssembly.CompileError where code cannot be compiled
 */
export function patternLoops(order: number, ...arrays: readonly [ArrayBufferView, ...ArrayBufferView[]]): PatternLoops | undefined {
  const memory = memoryOf(...arrays);
  const field = fields.get(order);
  return memory && field && { field: field.within(memory), turn: turn.within(memory) };
}
