import type { RuleForm } from "../plasticity/rule.ts";
import { NEVER, Plastic, postMark, preMark, SETTLED } from "./plastic.ts";
import { decay, type TracePlaces, Traces } from "./traces.ts";

/** What a twin must know of a rule's form, its twin included, and where its numbers are in `rule`. */
export interface PlacedRule {
  readonly form: RuleForm;
  readonly fields: number;
  readonly prePlaces: TracePlaces;
  readonly postPlaces: TracePlaces;
  /** Decay tables of each synapse variable; -1: does not decay. */
  readonly variableTables: readonly number[];
  /** Fields of struct Params that a modulator scales, of `modulators` in all. */
  readonly modulated: readonly { readonly field: number; readonly modulator: number; readonly modulators: number }[];
}

/** Whether the clock acts at the end of a window. */
export function ticks(plastic: Uint32Array, end: number): boolean {
  const every = plastic[Plastic.every];
  return every !== 0 && end % every === 0;
}

/**
 * Twin of shaders/lib/replay.wgsl: brings a synapse up to date from what is kept of its target's spikes, and lets the rule act. Every event
 * happens once, in order, with values computed from the event before: when it is caught up with does not show.
 */
export class Replay {
  private readonly pre: Traces;
  private readonly post: Traces;
  private readonly s: Float32Array;
  private readonly p: Float32Array;
  private modulators: Float32Array | undefined;
  private plastic: Uint32Array = new Uint32Array(0);
  private rule: Float32Array = new Float32Array(0);
  private histories: Uint32Array = new Uint32Array(0);
  private marks: Float32Array = new Float32Array(0);
  private page: Uint32Array = new Uint32Array(0);
  private weights: Float32Array = new Float32Array(0);
  /** The source's last spike before: where it is kept (below 0: none) and its step. */
  private before = NEVER;
  private beforeStep = NEVER;
  /** Step of the synapse's last event. */
  private last = NEVER;
  /** Place of the first target in the source's own network. */
  private firstTarget = 0;
  private instance = 0;
  /** Of the synapse being served: its target and how many steps a spike of it takes to the synapse. */
  private target = 0;
  private shift = 0;
  /** One past the newest spike of the target that has arrived. */
  private arrived = 0;

  constructor(private readonly placed: PlacedRule) {
    const { form, fields, prePlaces, postPlaces } = placed;
    this.pre = new Traces(form.pre, prePlaces);
    this.post = new Traces(form.post, postPlaces);
    this.s = new Float32Array(1 + form.variables.length);
    this.p = new Float32Array(fields);
  }

  bind(plastic: Uint32Array, rule: Float32Array, histories: Uint32Array, page: Uint32Array, modulators: Float32Array | undefined): void {
    this.modulators = modulators;
    this.plastic = plastic;
    this.rule = rule;
    this.page = page;
    this.p.set(rule.subarray(0, this.placed.fields));
    if (this.histories !== histories) this.marks = new Float32Array(histories.buffer, histories.byteOffset, histories.length);
    this.histories = histories;
    if (this.weights.buffer !== page.buffer || this.weights.byteOffset !== page.byteOffset)
      this.weights = new Float32Array(page.buffer, page.byteOffset, page.length);
  }

  /** The source whose synapses follow, and how many of its spikes are over. */
  source(i: number, spikes: number): void {
    const { plastic, histories } = this;
    this.instance = Math.floor(i / plastic[Plastic.sources]);
    this.firstTarget = this.instance * plastic[Plastic.targets];
    if (spikes === 0) {
      this.before = this.beforeStep = NEVER;
      return;
    }
    this.before = preMark(plastic, i, spikes - 1);
    this.beforeStep = histories[this.before];
  }

  /** A spike of the source at `step` reaches synapse `k` of the page. Returns what is delivered. */
  spike(k: number, step: number): number {
    const { placed, s } = this;
    this.load(k);
    this.catchUp(placed.form.first === "post" ? step + 1 : step, step, true);
    this.fade(step);
    const delivered = placed.form.twin?.on_pre(this.paramsAt(step), s, this.preAt(step), this.postAt(step, step)) ?? 0;
    this.store(k);
    return delivered;
  }

  /** Synapse `k` has everything that arrived before step `end`. */
  settle(k: number, end: number): void {
    this.load(k);
    this.catchUp(end, end - 1, true);
    const { on_step, contribute } = this.placed.form;
    if (on_step && contribute === undefined && ticks(this.plastic, end)) this.tick(end, 0);
    this.store(k);
  }

  /** What synapse `k`, up to date, contributes at `end`. */
  contribution(k: number, end: number): number {
    const { s, placed } = this;
    this.load(k);
    this.catchUp(end, end - 1, false);
    this.fade(end - 1);
    return placed.form.twin?.contribute?.(this.paramsAt(end - 1), s, this.preAt(end - 1), this.postAt(end - 1, end)) ?? 0;
  }

  /** The clock's event at synapse `k`, up to date, with the total it shares in. */
  clock(k: number, end: number, total: number): void {
    this.load(k);
    this.catchUp(end, end - 1, false);
    this.tick(end, total);
    this.store(k);
  }

  /** Place of the target of synapse `k` among those of all networks. */
  targetOf(k: number): number {
    return this.firstTarget + (this.page[k * this.plastic[Plastic.synapse_words]] & (2 ** this.plastic[Plastic.target_bits] - 1));
  }

  private tick(end: number, total: number): void {
    const { placed, s } = this;
    this.fade(end - 1);
    placed.form.twin?.on_step?.(this.paramsAt(end - 1), s, this.preAt(end - 1), this.postAt(end - 1, end), total);
  }

  private load(k: number): void {
    const { plastic, page, weights, s } = this;
    const at = k * plastic[Plastic.synapse_words];
    const bits = plastic[Plastic.target_bits];
    this.target = this.firstTarget + (page[at] & (2 ** bits - 1));
    this.shift = plastic[Plastic.delayed] * (page[at] >>> bits) - plastic[Plastic.advance];
    for (let v = 0; v < s.length; v++) s[v] = weights[at + 1 + v];
  }

  private store(k: number): void {
    const at = k * this.plastic[Plastic.synapse_words] + 1;
    for (let v = 0; v < this.s.length; v++) this.weights[at + v] = this.s[v];
  }

  /**
   * Finds the target's spikes that arrive before step `limit` and makes up for those that were not (where there are any, `pending`).
   * @param now step of the event this is for
   */
  private catchUp(limit: number, now: number, pending: boolean): void {
    const { placed, plastic, histories, s, shift } = this;
    const { form } = placed;
    const every = plastic[Plastic.every];
    // The clock acts at the end of a step, after all else.
    const clock = form.on_step && every !== 0 ? now - (now % every) - 1 : NEVER;
    this.last = Math.max(this.beforeStep, clock);
    if (form.post.length === 0) return;
    const count = histories[plastic[Plastic.post_counts] + this.target];
    const low = Math.max(0, count - plastic[Plastic.depth]);
    let n = count;
    while (n > low && histories[this.markOf(n - 1)] + shift >= limit) n--;
    this.arrived = n;
    const done = form.first === "post" ? this.beforeStep + 1 : Math.max(0, this.beforeStep);
    const from = Math.max(histories[SETTLED], done) - shift;
    while (pending && n > low && histories[this.markOf(n - 1)] >= from) n--;
    if (n > low) this.last = Math.max(this.last, histories[this.markOf(n - 1)] + shift);
    for (; n < this.arrived; n++) {
      const step = histories[this.markOf(n)];
      this.fade(step + shift);
      form.twin?.on_post?.(this.paramsAt(step + shift), s, this.preAt(step + shift), this.postBefore(n, step));
    }
  }

  /** Lets the variables decay from the synapse's last event to one at `step`. */
  private fade(step: number): void {
    const { s, rule, placed } = this;
    const { variableTables } = placed;
    for (let v = 0; v < variableTables.length; v++)
      if (variableTables[v] >= 0 && step > this.last) s[1 + v] = Math.fround(s[1 + v] * decay(rule, variableTables[v], step - this.last));
    this.last = step;
  }

  /** The rule's fields at an event: those that are modulated, times their modulators' values of its step. */
  private paramsAt(step: number): Float32Array {
    const { p, placed, modulators, rule, plastic } = this;
    const series = plastic[Plastic.series];
    if (!modulators) return p;
    for (const { field } of placed.modulated) p[field] = rule[field];
    for (const { field, modulator, modulators: count } of placed.modulated)
      p[field] = Math.fround(p[field] * modulators[(this.instance * count + modulator) * series + (step & (series - 1))]);
    return p;
  }

  private preAt(step: number): Float32Array {
    return this.pre.at(this.rule, this.marks, this.before, step - this.beforeStep);
  }

  /** The target's traces at the synapse at `step`, from spikes that arrived before `limit`. */
  private postAt(step: number, limit: number): Float32Array {
    if (this.placed.form.post.length === 0) return this.post.values;
    let n = this.arrived;
    const { histories, shift } = this;
    if (n > 0 && histories[this.markOf(n - 1)] + shift >= limit) n--;
    if (n === 0) return this.post.at(this.rule, this.marks, NEVER, 0);
    const mark = this.markOf(n - 1);
    return this.post.at(this.rule, this.marks, mark, step - shift - histories[mark]);
  }

  /** The target's traces at spike `n` of it, without that spike. */
  private postBefore(n: number, step: number): Float32Array {
    if (n === 0) return this.post.at(this.rule, this.marks, NEVER, 0);
    const mark = this.markOf(n - 1);
    return this.post.at(this.rule, this.marks, mark, step - this.histories[mark]);
  }

  private markOf(n: number): number {
    return postMark(this.plastic, this.target, n);
  }
}
