import { moduleOf } from "./assembler.ts";
import { type AddBlock, blockAdder, type FunctionAndCode, type Pack, packer, TILE_COLUMNS, TILE_ROWS } from "./product-code.ts";
import { Scratch } from "./scratch.ts";

/**
 * Sizes of a block: 8 columns of the right side (8 KiB) stay in the nearest cache while rows of the left (128 KiB) pass by; with all of the
 * right side, packed (512 KiB), they fit into the next one.
 */
const BLOCK = { rows: 128, columns: 512, depth: 256 } as const;
/** Where the room for what is packed holds a tile, in bytes. */
const EDGE_AT = 4 * BLOCK.columns * BLOCK.depth;
/** Room that products need for what is packed, in float32 elements. */
export const PACKED_LENGTH = EDGE_AT / 4 + TILE_ROWS * TILE_COLUMNS;

/** The compiled loops over one memory. */
interface Engine {
  readonly pack: Pack;
  readonly addBlock: AddBlock;
}

function engineOf(memory: WebAssembly.Memory): Engine {
  const shared = typeof SharedArrayBuffer !== "undefined" && memory.buffer instanceof SharedArrayBuffer;
  const compiled = ({ writer, code }: FunctionAndCode) =>
    new WebAssembly.Instance(new WebAssembly.Module(moduleOf(writer, code, [], shared)), { env: { memory } }).exports.run;
  return {
    pack: compiled(packer()) as Pack,
    addBlock: compiled(blockAdder()) as AddBlock,
  };
}

/** A memory whose arrays are multiplied where they are, and its room for what is packed. */
interface Home {
  readonly engine: Engine;
  /** First byte. */
  readonly room: number;
}

const homes = new WeakMap<ArrayBufferLike, Home>();
let elsewhere: { readonly scratch: Scratch; readonly engine: Engine } | undefined;

/**
 * Makes products of arrays in `memory` work there, without copies. The memory must not grow afterwards.
 * @param room PACKED_LENGTH elements of it
 */
export function multiplyWithin(memory: WebAssembly.Memory, room: Float32Array): void {
  homes.set(memory.buffer, { engine: engineOf(memory), room: room.byteOffset });
}

/** Which operand is given turned: row by row what are its columns. */
export type Turned = "neither" | "left" | "right";

/** Sizes of a product. */
export interface ProductSize {
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
  const home = homes.get(out.buffer);
  if (home && left.buffer === out.buffer && right.buffer === out.buffer) {
    blocks(home.engine, size, left.byteOffset, right.byteOffset, out.byteOffset, home.room, turned);
    return;
  }
  if (!elsewhere) {
    const scratch = new Scratch();
    elsewhere = { scratch, engine: engineOf(scratch.memory) };
  }
  const { scratch, engine } = elsewhere;
  const rightAt = PACKED_LENGTH + rows * depth;
  const outAt = rightAt + depth * columns;
  scratch.reserve(outAt + rows * columns);
  scratch.floats.set(left.subarray(0, rows * depth), PACKED_LENGTH);
  scratch.floats.set(right.subarray(0, depth * columns), rightAt);
  scratch.floats.set(out.subarray(0, rows * columns), outAt);
  blocks(engine, size, 4 * PACKED_LENGTH, 4 * rightAt, 4 * outAt, 0, turned);
  out.set(scratch.floats.subarray(outAt, outAt + rows * columns));
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

/** Block by block; addresses in bytes. */
function blocks(
  { pack, addBlock }: Engine,
  { rows, columns, depth, first, end }: ProductSize,
  left: number,
  right: number,
  out: number,
  room: number,
  turned: Turned,
): void {
  const [leftRow, leftStep] = turned === "left" ? [4, 4 * rows] : [4 * depth, 4];
  const [rightStep, rightColumn] = turned === "right" ? [4, 4 * depth] : [4 * columns, 4];
  for (let k = first; k < end; k += BLOCK.depth) {
    const steps = Math.min(BLOCK.depth, end - k);
    for (let c = 0; c < columns; c += BLOCK.columns) {
      const across = Math.min(BLOCK.columns, columns - c);
      pack(across, steps, right + k * rightStep + c * rightColumn, rightColumn, rightStep, room);
      for (let r = 0; r < rows; r += BLOCK.rows) {
        const down = Math.min(BLOCK.rows, rows - r);
        const [from, to] = [left + r * leftRow + k * leftStep, out + 4 * (r * columns + c)];
        addBlock(down, across, steps, from, leftRow, leftStep, room, to, 4 * columns, room + EDGE_AT);
      }
    }
  }
}
