import { I32, Op, Simd } from "../assembler/opcodes.ts";
import { HIGH, type Lanes, LOW, type Part } from "../wgsl/lanes.ts";

/** Even and odd words of two vectors; LOW and HIGH are the way back. */
const EVEN = [0, 2, 4, 6];
const ODD = [1, 3, 5, 7];

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
    [this.block, this.end, this.at, this.row, this.whole] = lanes.writer.locals(5, I32);
    this.places = lanes.writer.locals(4, I32);
    this.stride = 4 * words;
  }

  /** Does `body` for each block of the synapses from address parameter `page` to `end`. */
  blocks(page: number, end: number, body: () => void): void {
    const { code } = this.lanes;
    const most = this.most * this.stride;
    code.get(page).set(this.block);
    const done = () => code.get(this.block, end).op(Op.i32_ge_u);
    code.until(done, () => {
      // The end of all, or of as many as fit.
      code.get(this.block).i32(most).op(Op.i32_add).get(end);
      code.get(end, this.block).op(Op.i32_sub).i32(most).op(Op.i32_gt_u).op(Op.select).set(this.end);
      body();
      code.get(this.end).set(this.block);
    });
  }

  /** Does `body` for each four of the block; arrays over the block begin at address parameter `arrays`. */
  each(arrays: number, body: () => void): void {
    const { code } = this.lanes;
    const four = 4 * this.stride;
    code.get(this.block).set(this.at).get(arrays).set(this.row);
    const done = () => code.get(this.at, this.end).op(Op.i32_ge_u);
    code.until(done, () => {
      code.get(this.end, this.at).op(Op.i32_sub).i32(four).op(Op.i32_ge_u).set(this.whole);
      body();
      code.add(this.at, four).add(this.row, 16);
    });
  }

  /** The first `count` words of each. */
  load(count: number): readonly Part[] {
    const { lanes, at, whole, words } = this;
    const { code } = lanes;
    const parts = Array.from({ length: count }, () => lanes.fresh());
    const apart = () => {
      this.find();
      parts.forEach(({ local }, k) => lanes.set(local, lanes.gatherAt(this.places, 4 * k)));
    };
    if (words !== 2) {
      apart();
      return parts;
    }
    code.get(whole).if(() => {
      const halves = [0, 16].map((offset) => lanes.result((c) => c.get(at).memory(Simd.load, offset)));
      [EVEN, ODD].slice(0, count).forEach((words, k) => lanes.set(parts[k].local, lanes.shuffle(halves[0], halves[1], words)));
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
      [LOW, HIGH].forEach((words, k) => code.get(at, lanes.shuffle(first, kept[0], words).local).memory(Simd.store, 16 * k));
    });
    code.get(whole).op(Op.i32_eqz).if(apart);
  }

  /** The lanes that hold a synapse for the first time. */
  real(): Part {
    const { lanes, at, end, stride } = this;
    const offsets = lanes.early("offsets", (code) => code.vector([0, stride, 2 * stride, 3 * stride]));
    const left = lanes.result((code) => code.get(end, at).op(Op.i32_sub).simd(Simd.i32_splat));
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
