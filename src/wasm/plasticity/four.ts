import { I32, Op, Simd } from "../assembler/opcodes.ts";
import type { Lanes, Part } from "../wgsl/lanes.ts";

/** Even and odd words of two vectors, and the way back. */
const EVEN = [0, 2, 4, 6];
const ODD = [1, 3, 5, 7];
const LOW = [0, 4, 1, 5];
const HIGH = [2, 6, 3, 7];
const bytes = (words: readonly number[]) => words.flatMap((word) => [0, 1, 2, 3].map((byte) => 4 * word + byte));

/**
 * Synapses four at a time, in blocks. Behind the end of a block its last synapse is there again: it is loaded, computed and stored like
 * itself, and left out where something is added up.
 */
export class Four {
  /** Address of the block's first synapse, and the end of its last. */
  readonly block: number;
  private readonly end: number;
  /** Address of the first of the four, and of their places in arrays over the block. */
  private readonly at: number;
  readonly row: number;
  /** Whether all four are in the block. */
  private readonly whole: number;
  private readonly places: readonly number[];
  /** Bytes of a synapse. */
  readonly stride: number;

  /**
   * @param words of a synapse
   * @param most synapses of a block
   */
  constructor(
    private readonly lanes: Lanes,
    private readonly words: number,
    private readonly most: number,
  ) {
    const local = () => lanes.writer.local(I32);
    [this.block, this.end, this.at, this.row, this.whole] = [local(), local(), local(), local(), local()];
    this.places = [0, 1, 2, 3].map(local);
    this.stride = 4 * words;
  }

  /** Does `body` for each block of the synapses from address parameter `page` to `end`. */
  blocks(page: number, end: number, body: () => void): void {
    const { code } = this.lanes;
    code.get(page).set(this.block);
    code.block(() =>
      code.loop(() => {
        code.get(this.block, end).op(Op.i32_ge_u).branchIf(1);
        // The end of all, or of as many as fit.
        code
          .get(this.block)
          .i32(this.most * this.stride)
          .op(Op.i32_add);
        code.get(end);
        code
          .get(end, this.block)
          .op(Op.i32_sub)
          .i32(this.most * this.stride)
          .op(Op.i32_gt_u)
          .op(Op.select)
          .set(this.end);
        body();
        code.get(this.end).set(this.block).branch(0);
      }),
    );
  }

  /** Does `body` for each four of the block; arrays over the block begin at address parameter `arrays`. */
  each(arrays: number, body: () => void): void {
    const { code } = this.lanes;
    code.get(this.block).set(this.at).get(arrays).set(this.row);
    code.block(() =>
      code.loop(() => {
        code.get(this.at, this.end).op(Op.i32_ge_u).branchIf(1);
        code
          .get(this.end, this.at)
          .op(Op.i32_sub)
          .i32(4 * this.stride)
          .op(Op.i32_ge_u)
          .set(this.whole);
        body();
        for (const [local, by] of [
          [this.at, 4 * this.stride],
          [this.row, 16],
        ] as const)
          code.get(local).i32(by).op(Op.i32_add).set(local);
        code.branch(0);
      }),
    );
  }

  /** The first `count` words of each. */
  load(count: number): readonly Part[] {
    const { lanes, at, whole, words } = this;
    const { code } = lanes;
    const loaded = Array.from({ length: count }, () => lanes.local());
    const parts = loaded.map((local): Part => ({ local, uniform: false, fixed: false }));
    const apart = () => {
      this.find();
      loaded.forEach((local, k) => lanes.set(local, lanes.gatherAt(this.places, 4 * k)));
    };
    if (words !== 2) {
      apart();
      return parts;
    }
    code.get(whole).if(() => {
      const halves = [0, 16].map((offset) => lanes.result((c) => c.get(at).memory(Simd.load, offset), false));
      [EVEN, ODD].slice(0, count).forEach((order, k) => lanes.set(loaded[k], lanes.shuffle(halves[0], halves[1], bytes(order))));
    });
    code.get(whole).op(Op.i32_eqz).if(apart);
    return parts;
  }

  /** Stores words, from the second on. */
  store(first: Part, kept: readonly Part[]): void {
    const { lanes, at, whole, words } = this;
    const { code } = lanes;
    const apart = () => kept.forEach((part, v) => lanes.scatterAt(this.places, part, 4 + 4 * v));
    if (words !== 2) {
      apart();
      return;
    }
    code.get(whole).if(() => {
      [LOW, HIGH].forEach((order, k) => code.get(at, lanes.shuffle(first, kept[0], bytes(order)).local).memory(Simd.store, 16 * k));
    });
    code.get(whole).op(Op.i32_eqz).if(apart);
  }

  /** The lanes that hold a synapse for the first time. */
  real(): Part {
    const { lanes, at, end, stride } = this;
    const offsets = lanes.early("offsets", (code) => code.vector([0, stride, 2 * stride, 3 * stride]));
    const left = lanes.result((code) => code.get(end, at).op(Op.i32_sub).simd(Simd.i32_splat), false);
    return lanes.op(Simd.i32_gt_u, left, offsets);
  }

  /** Adds each lane to the word at its address, one after another: addresses may be the same. */
  add(address: Part, value: Part): void {
    const { code } = this.lanes;
    const at = this.lanes.writer.local(I32);
    for (let lane = 0; lane < 4; lane++) {
      code.get(address.local).lane(Simd.i32_extract, lane).set(at);
      code.get(at, at).load32().get(value.local).lane(Simd.i32_extract, lane).op(Op.i32_add).store32();
    }
  }

  /** Addresses of the four, the last one again behind the end. */
  private find(): void {
    const { lanes, at, end, stride, places } = this;
    const { code } = lanes;
    const last = lanes.writer.local(I32);
    code.get(end).i32(stride).op(Op.i32_sub).set(last);
    places.forEach((place, lane) => {
      code
        .get(at)
        .i32(lane * stride)
        .op(Op.i32_add)
        .set(place);
      code.get(place, last).get(place, last).op(Op.i32_lt_u).op(Op.select).set(place);
    });
  }
}
