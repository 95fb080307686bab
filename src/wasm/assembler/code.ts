import { Op, Simd } from "./opcodes.ts";

const LOCAL_GET = 0x20;
const LOCAL_SET = 0x21;
const CONST_I32 = 0x41;
const BLOCK = 0x02;
const LOOP = 0x03;
const IF = 0x04;
const NO_RESULT = 0x40;

/** The bytes of an unsigned number (LEB128). */
export function unsigned(value: number): number[] {
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

  /** The same 32 bits in all lanes. */
  all(bits: number): this {
    return this.vector([bits, bits, bits, bits]);
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

  /** `body` again and again, until what `done` leaves on the stack is not 0 at the beginning of a turn. */
  until(done: () => void, body: () => void): this {
    return this.block(() =>
      this.loop(() => {
        done();
        this.branchIf(1);
        body();
        this.branch(0);
      }),
    );
  }

  /** `body` as often as a local says, which counts down to 0. */
  repeat(counter: number, body: () => void): this {
    const done = () => this.get(counter).op(Op.i32_eqz);
    return this.until(done, () => {
      body();
      this.get(counter).i32(1).op(Op.i32_sub).set(counter);
    });
  }

  /** The same, once at least: a local that is 1 or more. */
  repeatOnce(counter: number, body: () => void): this {
    return this.loop(() => {
      body();
      this.get(counter).i32(1).op(Op.i32_sub).set(counter).get(counter).branchIf(0);
    });
  }

  /** Adds a number to a local: moves an address on. */
  add(local: number, value: number): this {
    return this.get(local).i32(value).op(Op.i32_add).set(local);
  }

  /** Adds a local to a local. */
  addLocal(to: number, other: number): this {
    return this.get(to, other).op(Op.i32_add).set(to);
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

/** The bits of a float32. */
export function floatBits(value: number): number {
  return new Int32Array(Float32Array.of(value).buffer)[0];
}
