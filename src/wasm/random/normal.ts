import { I32, Op, Simd, V128 } from "../assembler/opcodes.ts";
import type { Lanes, Part } from "../wgsl/lanes.ts";

/** Words of an octave of the table: src/twins/lib/normal.ts. */
const ROW = 65;

/**
 * `normal_q26` of shaders/lib/normal.wgsl, lane by lane: every lane looks up words of its own.
 * @param table index of the local that says at which byte the table begins
 */
export function normalLane(lanes: Lanes, words: Part, table: number): Part {
  const { writer } = lanes;
  const [word, octave, fraction, at, high, z] = writer.locals(6, I32);
  return lanes.result((code, group) => {
    const all = lanes.of(words, group);
    const made = writer.local(V128);
    for (const lane of [0, 1, 2, 3]) {
      code.get(all).lane(Simd.i32_extract, lane).set(word);
      code.get(word).i32(0x7fffffff).op(Op.i32_and).op(Op.i32_clz).set(octave);
      // A shift counts modulo 32 here; the bits above the fraction fall off.
      code.get(word).i32(0x7fffffff).op(Op.i32_and).get(octave).i32(1).op(Op.i32_add).op(Op.i32_shl).set(fraction);
      code.get(octave).i32(ROW).op(Op.i32_mul).get(fraction).i32(26).op(Op.i32_shr_u).op(Op.i32_add);
      code.i32(2).op(Op.i32_shl).get(table).op(Op.i32_add).set(at);
      code.get(at).load32().set(high);
      code.get(high).get(at).load32(4).op(Op.i32_sub).op(Op.i64_extend_u);
      code.get(fraction).i32(6).op(Op.i32_shl).op(Op.i64_extend_u).op(Op.i64_mul).i32(32).op(Op.i64_extend_u).op(Op.i64_shr_u);
      code.op(Op.i32_wrap).set(z);
      code.get(high, z).op(Op.i32_sub).set(z);
      // The sign: (z ^ s) - s with s = -1 or 0.
      code.get(word).i32(31).op(Op.i32_shr_s).set(octave);
      code.get(made, z, octave).op(Op.i32_xor).get(octave).op(Op.i32_sub).lane(Simd.i32_replace, lane).set(made);
    }
    code.get(made);
  }, words.uniform);
}
