import { CompiledLoop } from "../assembler/memory.ts";
import { Simd } from "../assembler/opcodes.ts";
import { Scratch } from "../assembler/scratch.ts";
import { type AddBlock, blockAdder, type Pack, packer, TILE_COLUMNS, TILE_ROWS } from "./product-code.ts";

/**
 * Sizes of a block: 8 columns of the right side (8 KiB) stay in the nearest cache while rows of the left (128 KiB) pass by; with all of the
 * right side, packed (512 KiB), they fit into the next one.
 */
const BLOCK = { rows: 128, columns: 512, depth: 256 } as const;
/** Where the room for what is packed holds a tile, in bytes. */
const EDGE_AT = 4 * BLOCK.columns * BLOCK.depth;
/** Room that products need for what is packed, in float32 elements. */
export const PACKED_LENGTH = EDGE_AT / 4 + TILE_ROWS * TILE_COLUMNS;

const packLoop = new CompiledLoop<Pack>(packer);
const addLoop = new CompiledLoop<AddBlock>((shared) => blockAdder(Simd.f32_add, shared));
const subtractLoop = new CompiledLoop<AddBlock>((shared) => blockAdder(Simd.f32_sub, shared));

/** A matrix in an array: its first element, and how many elements its rows and its columns are apart. */
interface Strided {
  readonly array: Float32Array;
  readonly at: number;
  readonly row: number;
  readonly column: number;
}

/** A memory whose arrays are multiplied where they are. */
export class Multiplier {
  private readonly pack: Pack;
  private readonly addBlock: AddBlock;
  private readonly subtractBlock: AddBlock;

  /** @param room first byte of the room for what is packed */
  constructor(
    memory: WebAssembly.Memory,
    private readonly room: number,
  ) {
    this.pack = packLoop.within(memory);
    this.addBlock = addLoop.within(memory);
    this.subtractBlock = subtractLoop.within(memory);
  }

  /**
   * out (rows x columns) += left right, or -=, for matrices that lie anyhow in arrays of this memory; out's rows are elements side by side. To
   * each element the rounded products are added in the order of the depth, in float32.
   */
  add(
    { rows, columns, depth }: { readonly rows: number; readonly columns: number; readonly depth: number },
    left: Strided,
    right: Strided,
    out: Omit<Strided, "column">,
    minus = false,
  ): void {
    const { pack } = this;
    const change = minus ? this.subtractBlock : this.addBlock;
    const [leftAt, leftRow, leftStep] = [left.array.byteOffset + 4 * left.at, 4 * left.row, 4 * left.column];
    const [rightAt, rightStep, rightColumn] = [right.array.byteOffset + 4 * right.at, 4 * right.row, 4 * right.column];
    const [outAt, outRow] = [out.array.byteOffset + 4 * out.at, 4 * out.row];
    for (let k = 0; k < depth; k += BLOCK.depth) {
      const steps = Math.min(BLOCK.depth, depth - k);
      for (let c = 0; c < columns; c += BLOCK.columns) {
        const across = Math.min(BLOCK.columns, columns - c);
        pack(across, steps, rightAt + k * rightStep + c * rightColumn, rightColumn, rightStep, this.room);
        for (let r = 0; r < rows; r += BLOCK.rows) {
          const down = Math.min(BLOCK.rows, rows - r);
          const [from, to] = [leftAt + r * leftRow + k * leftStep, outAt + r * outRow + 4 * c];
          change(down, across, steps, from, leftRow, leftStep, this.room, to, outRow, this.room + EDGE_AT);
        }
      }
    }
  }
}

const multipliers = new WeakMap<ArrayBufferLike, Multiplier>();
/** Where arrays are multiplied that lie elsewhere. */
let elsewhere: Scratch | undefined;

/**
 * Makes products of arrays in `memory` work there, without copies. The memory must not grow afterwards.
 * @param room PACKED_LENGTH elements of it
 */
export function multiplyWithin(memory: WebAssembly.Memory, room: Float32Array): void {
  multipliers.set(memory.buffer, new Multiplier(memory, room.byteOffset));
}

/** The memory that holds all of these arrays and multiplies; undefined where none does. */
export function multiplierOf(first: Float32Array, ...others: readonly Float32Array[]): Multiplier | undefined {
  return others.every(({ buffer }) => buffer === first.buffer) ? multipliers.get(first.buffer) : undefined;
}

/** Which operand is given turned: row by row what are its columns. */
export type Turned = "neither" | "left" | "right";

/** Sizes of a product. */
interface ProductSize {
  readonly rows: number;
  readonly columns: number;
  readonly depth: number;
  /** Part of the depth whose products are added. */
  readonly first: number;
  readonly end: number;
}

/**
 * out (rows x columns) += left (rows x depth) right (depth x columns), all row by row. Four lanes at once in WebAssembly; to each element
 * the rounded products are added in the order of the depth, in float32. Throws WebAssembly.CompileError where code cannot be compiled.
 */
export function addProduct(size: ProductSize, left: Float32Array, right: Float32Array, out: Float32Array, turned: Turned): void {
  const { rows, columns, depth } = size;
  const multiplier = multiplierOf(out, left, right);
  if (multiplier) {
    addTurned(multiplier, size, left, right, out, turned);
    return;
  }
  elsewhere ??= new Scratch();
  const scratch = elsewhere;
  const rightAt = PACKED_LENGTH + rows * depth;
  const outAt = rightAt + depth * columns;
  scratch.reserve(outAt + rows * columns);
  const a = scratch.floats.subarray(PACKED_LENGTH, rightAt);
  const b = scratch.floats.subarray(rightAt, outAt);
  const c = scratch.floats.subarray(outAt, outAt + rows * columns);
  a.set(left.subarray(0, a.length));
  b.set(right.subarray(0, b.length));
  c.set(out.subarray(0, c.length));
  addTurned(new Multiplier(scratch.memory, 0), size, a, b, c, turned);
  out.set(c);
}

function addTurned(
  multiplier: Multiplier,
  size: ProductSize,
  left: Float32Array,
  right: Float32Array,
  out: Float32Array,
  turned: Turned,
): void {
  const { rows, columns, depth, first, end } = size;
  const [leftRow, leftColumn] = turned === "left" ? [1, rows] : [depth, 1];
  const [rightRow, rightColumn] = turned === "right" ? [1, depth] : [columns, 1];
  multiplier.add(
    { rows, columns, depth: end - first },
    { array: left, at: first * leftColumn, row: leftRow, column: leftColumn },
    { array: right, at: first * rightRow, row: rightRow, column: rightColumn },
    { array: out, at: 0, row: columns },
  );
}

/** out = left right: `addProduct` to zeros. */
export function product(
  rows: number,
  columns: number,
  depth: number,
  left: Float32Array,
  right: Float32Array,
  out: Float32Array,
  turned: Turned = "neither",
): void {
  out.fill(0, 0, rows * columns);
  addProduct({ rows, columns, depth, first: 0, end: depth }, left, right, out, turned);
}
