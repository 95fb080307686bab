/** A writer of WebAssembly binaries (https://webassembly.github.io/spec/core/binary): what the compiled twins need of it. */

/** Value types. */
export const I32 = 0x7f;
export const F32 = 0x7d;
export const F64 = 0x7c;
export const V128 = 0x7b;

/** Opcodes of one byte. */
export const Op = {
  end: 0x0b,
  br: 0x0c,
  br_if: 0x0d,
  call: 0x10,
  select: 0x1b,
  i32_eqz: 0x45,
  i32_eq: 0x46,
  i32_lt_u: 0x49,
  i32_gt_u: 0x4b,
  i32_ge_u: 0x4f,
  i32_clz: 0x67,
  i32_ctz: 0x68,
  i32_add: 0x6a,
  i32_sub: 0x6b,
  i32_mul: 0x6c,
  i32_and: 0x71,
  i32_or: 0x72,
  i32_xor: 0x73,
  i32_shl: 0x74,
  i32_shr_s: 0x75,
  i32_shr_u: 0x76,
  i64_mul: 0x7e,
  i64_shr_u: 0x88,
  f32_mul: 0x94,
  i32_wrap: 0xa7,
  i64_extend_u: 0xad,
  f32_demote: 0xb6,
  f64_promote: 0xbb,
} as const;

/** Opcodes behind the prefix 0xfd: four lanes of 32 bits. */
export const Simd = {
  load: 0,
  load_splat: 9,
  store: 11,
  constant: 12,
  shuffle: 13,
  i32_splat: 17,
  f32_splat: 19,
  i32_extract: 27,
  i32_replace: 28,
  f32_extract: 31,
  f32_replace: 32,
  i32_eq: 55,
  i32_ne: 56,
  i32_lt_s: 57,
  i32_lt_u: 58,
  i32_gt_s: 59,
  i32_gt_u: 60,
  i32_le_s: 61,
  i32_le_u: 62,
  i32_ge_s: 63,
  i32_ge_u: 64,
  f32_eq: 65,
  f32_ne: 66,
  f32_lt: 67,
  f32_gt: 68,
  f32_le: 69,
  f32_ge: 70,
  not: 77,
  and: 78,
  and_not: 79,
  or: 80,
  xor: 81,
  bitselect: 82,
  any_true: 83,
  load_lane: 86,
  store_lane: 90,
  load_first: 92,
  i8_popcnt: 98,
  f32_ceil: 103,
  f32_floor: 104,
  f32_trunc: 105,
  f32_nearest: 106,
  i8_add: 110,
  i16_pairs_of_u8: 125,
  i32_pairs_of_u16: 127,
  i32_abs: 160,
  i32_neg: 161,
  i32_bitmask: 164,
  i32_shl: 171,
  i32_shr_s: 172,
  i32_shr_u: 173,
  i32_add: 174,
  i32_sub: 177,
  i32_mul: 181,
  i32_min_s: 182,
  i32_min_u: 183,
  i32_max_s: 184,
  i32_max_u: 185,
  i64_extmul_low_u: 222,
  i64_extmul_high_u: 223,
  f32_abs: 224,
  f32_neg: 225,
  f32_sqrt: 227,
  f32_add: 228,
  f32_sub: 229,
  f32_mul: 230,
  f32_div: 231,
  f32_pmin: 234,
  f32_pmax: 235,
  i32_from_f32: 248,
  u32_from_f32: 249,
  f32_from_i32: 250,
  f32_from_u32: 251,
} as const;

const PAGE_LIMIT = 65536;
const LOCAL_GET = 0x20;
const LOCAL_SET = 0x21;
const CONST_I32 = 0x41;
const BLOCK = 0x02;
const LOOP = 0x03;
const IF = 0x04;
const NO_RESULT = 0x40;

function unsigned(value: number): number[] {
  const bytes: number[] = [];
  let left = value >>> 0;
  do {
    bytes.push(left > 127 ? (left & 127) | 128 : left);
    left >>>= 7;
  } while (left > 0);
  return bytes;
}

function signed(value: number): number[] {
  const bytes: number[] = [];
  for (let left = value | 0; ; ) {
    const byte = left & 127;
    left >>= 7;
    const last = (left === 0 && byte < 64) || (left === -1 && byte >= 64);
    bytes.push(last ? byte : byte | 128);
    if (last) return bytes;
  }
}

function text(value: string): number[] {
  const bytes = new TextEncoder().encode(value);
  return [...unsigned(bytes.length), ...bytes];
}

/** A stretch of instructions. */
export class Code {
  readonly bytes: number[] = [];
  /** Instructions so far: what the choice between a branch and a select goes by. */
  size = 0;

  private push(...bytes: number[]): this {
    for (const byte of bytes) this.bytes.push(byte);
    this.size++;
    return this;
  }

  get(...locals: number[]): this {
    for (const local of locals) this.push(LOCAL_GET, ...unsigned(local));
    this.size -= locals.length;
    return this;
  }

  set(local: number): this {
    this.push(LOCAL_SET, ...unsigned(local));
    this.size--;
    return this;
  }

  i32(value: number): this {
    return this.push(CONST_I32, ...signed(value));
  }

  /** Four lanes of 32 bits. */
  vector(lanes: readonly number[]): this {
    const bytes = lanes.flatMap((bits) => [bits, bits >>> 8, bits >>> 16, bits >>> 24].map((byte) => byte & 255));
    return this.push(0xfd, Simd.constant, ...bytes);
  }

  op(opcode: number): this {
    return this.push(opcode);
  }

  simd(opcode: number): this {
    return this.push(0xfd, ...unsigned(opcode));
  }

  /** Extracts or replaces one lane. */
  lane(opcode: number, lane: number): this {
    return this.push(0xfd, ...unsigned(opcode), lane);
  }

  /** Sixteen bytes out of the 32 of two vectors. */
  shuffle(bytes: readonly number[]): this {
    return this.push(0xfd, Simd.shuffle, ...bytes);
  }

  /** A load or store of lanes at the address on the stack plus `offset` bytes. */
  memory(opcode: number, offset = 0): this {
    return this.push(0xfd, ...unsigned(opcode), 2, ...unsigned(offset));
  }

  /** A load or store of one lane: the address (plus `offset` bytes), then the vector on the stack. */
  laneMemory(opcode: number, lane: number, offset = 0): this {
    return this.push(0xfd, ...unsigned(opcode), 2, ...unsigned(offset), lane);
  }

  /** i32.load of the address on the stack plus `offset` bytes. */
  load32(offset = 0): this {
    return this.push(0x28, 2, ...unsigned(offset));
  }

  /** f32.load of the address on the stack plus `offset` bytes. */
  loadFloat(offset = 0): this {
    return this.push(0x2a, 2, ...unsigned(offset));
  }

  /** i32.store, address and value on the stack. */
  store32(): this {
    return this.push(0x36, 2, 0);
  }

  call(index: number): this {
    return this.push(Op.call, ...unsigned(index));
  }

  /** `block`, `loop` or `if` around what `body` writes. */
  block(body: () => void): this {
    return this.enclose(BLOCK, body);
  }

  loop(body: () => void): this {
    return this.enclose(LOOP, body);
  }

  if(body: () => void): this {
    return this.enclose(IF, body);
  }

  /** Leaves the `depth`-th enclosing block, or goes to the top of that loop. */
  branch(depth: number): this {
    return this.push(Op.br, depth);
  }

  branchIf(depth: number): this {
    return this.push(Op.br_if, depth);
  }

  append(other: Code): this {
    for (const byte of other.bytes) this.bytes.push(byte);
    this.size += other.size;
    return this;
  }

  private enclose(opcode: number, body: () => void): this {
    this.push(opcode, NO_RESULT);
    body();
    return this.push(Op.end);
  }
}

/** A function being written: the types of its parameters and locals. */
export class FunctionWriter {
  private readonly locals: number[] = [];

  constructor(
    readonly name: string,
    readonly parameters: readonly number[],
    readonly results: readonly number[],
  ) {}

  /** Index of a new local, zero at the start of a call. */
  local(type: number): number {
    this.locals.push(type);
    return this.parameters.length + this.locals.length - 1;
  }

  /** The function's entry in the code section. */
  encode(code: Code): number[] {
    const runs: [count: number, type: number][] = [];
    for (const type of this.locals) {
      const last = runs.at(-1);
      if (last && last[1] === type) last[0]++;
      else runs.push([1, type]);
    }
    const declared = runs.flatMap(([count, type]) => [...unsigned(count), type]);
    const body = [...unsigned(runs.length), ...declared, ...code.bytes, Op.end];
    return [...unsigned(body.length), ...body];
  }
}

/** A function from float64 to float64 (of two for "pow" and the like) taken from the import module "math". */
export interface MathImport {
  readonly name: string;
  readonly arity: number;
}

/**
 * A module with one exported function and an imported memory "env" "memory", shared or not.
 * The imported functions have the indices 0, 1, ... in their order.
 */
export function moduleOf(writer: FunctionWriter, code: Code, imports: readonly MathImport[], shared: boolean): Uint8Array<ArrayBuffer> {
  const section = (id: number, items: readonly number[][]): number[] => {
    const body = [...unsigned(items.length), ...items.flat()];
    return [id, ...unsigned(body.length), ...body];
  };
  const type = (parameters: readonly number[], results: readonly number[]) => [
    ...[0x60, ...unsigned(parameters.length), ...parameters],
    ...[...unsigned(results.length), ...results],
  ];
  const types = [...imports.map(({ arity }) => type(new Array<number>(arity).fill(F64), [F64])), type(writer.parameters, writer.results)];
  const limits = shared ? [3, 0, ...unsigned(PAGE_LIMIT)] : [0, 0];
  const memory = [...text("env"), ...text("memory"), 2, ...limits];
  const functions = imports.map(({ name }, k) => [...text("math"), ...text(name), 0, ...unsigned(k)]);
  const bytes = [
    ...[0x00, 0x61, 0x73, 0x6d, 1, 0, 0, 0],
    ...section(1, types),
    ...section(2, [memory, ...functions]),
    ...section(3, [unsigned(imports.length)]),
    ...section(7, [[...text(writer.name), 0, ...unsigned(imports.length)]]),
    ...section(10, [writer.encode(code)]),
  ];
  return Uint8Array.from(bytes);
}
