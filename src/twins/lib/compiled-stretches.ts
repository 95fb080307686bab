import type { Stretch } from "../../wasm/plasticity/rule.ts";
import type { RuleForm } from "../plasticity/rule.ts";
import { floatAt, NEVER, Plastic, postMark, preMark, SETTLED } from "./plastic.ts";
import { type PlacedRule, ticks } from "./replay.ts";
import type { Stretches } from "./stretch.ts";

/** The compiled loop of a rule for one of its kernels: numbers and addresses for each call. */
export class CompiledStretches implements Stretches {
  private readonly form: RuleForm;
  /** Modulators of a network. */
  private readonly modulatorCount: number;
  private plastic: Uint32Array = new Uint32Array(0);
  private histories: Uint32Array = new Uint32Array(0);
  private rule = 0;
  private page = 0;
  private modulators = 0;
  private sums: Int32Array = new Int32Array(0);
  private stride = 0;
  private depthBits = 0;
  private readonly float = new Float32Array(1);
  /** The source: its index, and where its network begins. */
  private current = 0;
  private network = 0;
  private firstTarget = 0;
  private firstCell = 0;
  /** What is kept of its last spike, and its step. */
  private before = 0;
  private beforeStep = NEVER;

  constructor(
    placed: PlacedRule,
    private readonly stretch: Stretch,
    /** Where STRETCH_BYTES of the memory are its own. */
    private readonly scratch: number,
  ) {
    this.form = placed.form;
    this.modulatorCount = placed.modulated[0]?.modulators ?? 0;
  }

  bind(...[plastic, rule, histories, page, modulators, sums]: Parameters<Stretches["bind"]>): void {
    this.plastic = plastic;
    this.histories = histories;
    this.rule = rule.byteOffset;
    this.page = page.byteOffset;
    if (sums) this.sums = sums;
    this.modulators = modulators?.byteOffset ?? 0;
    this.stride = 4 * plastic[Plastic.synapse_words];
    this.depthBits = 31 - Math.clz32(plastic[Plastic.depth]);
  }

  source(i: number, spikes: number): void {
    const { plastic, histories } = this;
    this.current = i;
    const network = Math.floor(i / plastic[Plastic.sources]);
    this.network = network;
    this.firstTarget = network * plastic[Plastic.targets];
    this.firstCell = plastic[Plastic.first_cell] + network * plastic[Plastic.stride];
    // At address 0 of the memory there are zeros.
    this.before = 0;
    this.beforeStep = NEVER;
    if (spikes === 0) return;
    const mark = preMark(plastic, i, spikes - 1);
    this.before = histories.byteOffset + 4 * mark;
    this.beforeStep = histories[mark];
  }

  spike(from: number, to: number, step: number, slots: number, cells: number): boolean {
    const { form, plastic, sums, float } = this;
    const limit = form.first === "post" ? step + 1 : step;
    const scale = floatAt(plastic, Plastic.scale, float);
    const most = floatAt(plastic, Plastic.most, float);
    return this.call(from, to, limit, step, sums.byteOffset + 4 * this.firstCell, step % slots, slots, cells, scale, most) === 0;
  }

  settle(from: number, to: number, end: number): void {
    this.call(from, to, end, end - 1, 0, ticks(this.plastic, end) ? 1 : 0, 0, 0, 0, 0);
  }

  gather(from: number, to: number, end: number): void {
    const { sums, plastic, current } = this;
    const scale = floatAt(plastic, Plastic.total_scale, this.float);
    const sum = this.call(from, to, end, end - 1, sums.byteOffset + 4 * this.firstTarget, 0, 0, 0, scale, 0);
    if (this.form.contribute === "source") Atomics.add(sums, current, sum);
  }

  apply(from: number, to: number, end: number): void {
    const { sums, plastic, form } = this;
    const quantum = 1 / floatAt(plastic, Plastic.total_scale, this.float);
    const first = form.contribute === "source" ? this.current : this.firstTarget;
    this.call(from, to, end, end - 1, sums.byteOffset + 4 * first, 0, 0, 0, quantum, 0);
  }

  private call(
    from: number,
    to: number,
    limit: number,
    now: number,
    cells: number,
    slot: number,
    slots: number,
    slotCells: number,
    scale: number,
    most: number,
  ): number {
    const { plastic, histories, form, firstTarget, beforeStep, page, stride } = this;
    const every = plastic[Plastic.every];
    const clock = form.on_step && every !== 0 ? now - (now % every) - 1 : NEVER;
    const done = form.first === "post" ? beforeStep + 1 : Math.max(0, beforeStep);
    const series = plastic[Plastic.series];
    return this.stretch(
      page + from * stride,
      page + to * stride,
      this.rule,
      plastic[Plastic.target_bits],
      plastic[Plastic.advance],
      histories.byteOffset + 4 * (plastic[Plastic.post_heads] + firstTarget * plastic[Plastic.head_words]),
      histories.byteOffset + 4 * postMark(plastic, firstTarget, 0),
      this.depthBits,
      Math.max(histories[SETTLED], done),
      this.before,
      beforeStep,
      Math.max(beforeStep, clock),
      limit,
      now,
      cells,
      slot,
      slots,
      slotCells,
      scale,
      most,
      this.modulators + 4 * this.network * this.modulatorCount * series,
      series,
      this.scratch,
    );
  }
}
