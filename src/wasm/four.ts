import { I32, Op, Simd } from "./assembler.ts";
import type { Lanes, Part } from "./lanes.ts";

/** Indices of the parameters that say which synapses there are. */
export interface StretchPlaces {
  readonly page: number;
  readonly end: number;
  readonly targetBits: number;
}

/** Even and odd words of two vectors, and the way back. */
const EVEN = [0, 2, 4, 6];
const ODD = [1, 3, 5, 7];
const LOW = [0, 4, 1, 5];
const HIGH = [2, 6, 3, 7];
const bytes = (words: readonly number[]) => words.flatMap((word) => [0, 1, 2, 3].map((byte) => 4 * word + byte));

/**
 * Four synapses at a time, from the first of a stretch on. Behind its end the last one is there again: it is loaded, computed and stored
 * like itself, and left out where something is added up.
 */
export class Four {
  /** Address of the first of the four. */
  private readonly at: number;
  /** Whether all four are in the stretch. */
  private readonly whole: number;
  private readonly places: readonly number[];
  private readonly stride: number;

  /** @param words of a synapse: delay and target, then what the rule keeps of it */
  constructor(
    private readonly lanes: Lanes,
    private readonly given: StretchPlaces,
    private readonly words: number,
  ) {
    const local = () => lanes.writer.local(I32);
    this.at = local();
    this.whole = local();
    this.places = [0, 1, 2, 3].map(local);
    this.stride = 4 * words;
    lanes.start.get(given.page).set(this.at);
  }

  /** An i32 parameter of the function in all lanes. */
  parameter(k: number): Part {
    return this.lanes.early(`parameter ${k}`, (code) => code.get(k).simd(Simd.i32_splat));
  }

  /** An f32 parameter. */
  float(k: number): Part {
    return this.lanes.early(`parameter ${k}`, (code) => code.get(k).simd(Simd.f32_splat));
  }

  /** All lanes shifted by an i32 parameter. */
  shifted(opcode: number, value: Part, k: number): Part {
    return this.lanes.result((code) => code.get(value.local, k).simd(opcode), false);
  }

  /** Leaves the `depth`-th enclosing block when nothing is left. */
  leaveAtEnd(depth: number): void {
    this.lanes.code.get(this.at, this.given.end).op(Op.i32_ge_u).branchIf(depth);
  }

  next(): void {
    this.lanes.code
      .get(this.at)
      .i32(4 * this.stride)
      .op(Op.i32_add)
      .set(this.at);
  }

  /** The words of each, the first (delay and target) in front. */
  load(): readonly Part[] {
    const { lanes, at, whole, given, stride, words } = this;
    const { code } = lanes;
    code
      .get(given.end, at)
      .op(Op.i32_sub)
      .i32(4 * stride)
      .op(Op.i32_ge_u)
      .set(whole);
    if (words === 2) {
      const loaded = [0, 0].map(() => lanes.local());
      const part = (local: number): Part => ({ local, uniform: false, fixed: false });
      code.get(whole).if(() => {
        const halves = [0, 16].map((offset) => lanes.result((c) => c.get(at).memory(Simd.load, offset), false));
        [EVEN, ODD].forEach((order, k) => lanes.set(loaded[k], lanes.shuffle(halves[0], halves[1], bytes(order))));
      });
      code
        .get(whole)
        .op(Op.i32_eqz)
        .if(() => {
          this.find();
          loaded.forEach((local, k) => lanes.set(local, this.gathered(4 * k)));
        });
      return loaded.map(part);
    }
    this.find();
    return Array.from({ length: words }, (_, k) => this.gathered(4 * k));
  }

  /** Stores all words but the first. */
  store(place: Part, kept: readonly Part[]): void {
    const { lanes, at, whole, words } = this;
    const { code } = lanes;
    const each = () => {
      kept.forEach((part, v) => {
        this.places.forEach((address, lane) => code.get(address, part.local).laneMemory(Simd.store_lane, lane, 4 + 4 * v));
      });
    };
    if (words !== 2) {
      each();
      return;
    }
    code.get(whole).if(() => {
      [LOW, HIGH].forEach((order, k) => code.get(at, lanes.shuffle(place, kept[0], bytes(order)).local).memory(Simd.store, 16 * k));
    });
    code.get(whole).op(Op.i32_eqz).if(each);
  }

  /** The lanes that hold a synapse for the first time. */
  real(): Part {
    const { lanes, at, given, stride } = this;
    const offsets = lanes.early("offsets", (code) => code.vector([0, stride, 2 * stride, 3 * stride]));
    const left = lanes.result((code) => code.get(given.end, at).op(Op.i32_sub).simd(Simd.i32_splat), false);
    return lanes.op(Simd.i32_gt_u, left, offsets);
  }

  /** Adds each lane to the word at its address, one after another: addresses may be the same. */
  scatter(address: Part, value: Part): void {
    const { code } = this.lanes;
    const at = this.lanes.writer.local(I32);
    for (let lane = 0; lane < 4; lane++) {
      code.get(address.local).lane(Simd.i32_extract, lane).set(at);
      code.get(at, at).load32().get(value.local).lane(Simd.i32_extract, lane).op(Op.i32_add).store32();
    }
  }

  /** Addresses of the four, the last one again behind the end. */
  private find(): void {
    const { lanes, at, given, stride, places } = this;
    const { code } = lanes;
    const last = lanes.writer.local(I32);
    code.get(given.end).i32(stride).op(Op.i32_sub).set(last);
    places.forEach((place, lane) => {
      code
        .get(at)
        .i32(lane * stride)
        .op(Op.i32_add)
        .set(place);
      // place < last ? place : last
      code.get(place, last).get(place, last).op(Op.i32_lt_u).op(Op.select).set(place);
    });
  }

  /** The word `offset` bytes behind each of the four addresses. */
  private gathered(offset: number): Part {
    const { code } = this.lanes;
    const local = this.lanes.local();
    code.get(this.places[0]).memory(Simd.load_first, offset).set(local);
    for (const lane of [1, 2, 3]) code.get(this.places[lane], local).laneMemory(Simd.load_lane, lane, offset).set(local);
    return { local, uniform: false, fixed: false };
  }
}
