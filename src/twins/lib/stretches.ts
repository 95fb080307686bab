import { GalvaniError } from "../../errors.ts";
import { instantiate } from "../../wasm/assembler/module.ts";
import { compileRule } from "../../wasm/plasticity/compile-rule.ts";
import type { RuleKernel, RuleSource, Stretch } from "../../wasm/plasticity/rule.ts";
import { STRETCH_AT } from "../../wasm/thread-scratch.ts";
import type { RuleForm } from "../plasticity/rule.ts";
import { CompiledStretches } from "./compiled-stretches.ts";
import { floatAt, Plastic, quanta } from "./plastic.ts";
import { type PlacedRule, Replay } from "./replay.ts";
import type { Share } from "./share.ts";
import type { Stretches } from "./stretch.ts";
import type { TracePlaces } from "./traces.ts";

/** What a kernel's twin is bound to: see Stretches.bind. */
type Bound = Parameters<Stretches["bind"]>;

/** A kernel's way of acting, for one thread: compiled where the buffers lie in the memory that its share says, else the rule's twin. */
export class Loop {
  private readonly known = new Map<Uint32Array, { readonly histories: Uint32Array; readonly made: Stretches }>();
  private compiled: CompiledStretches | undefined;
  private twin: TwinStretches | undefined;

  constructor(
    private readonly placed: PlacedRule,
    private readonly kernel: RuleKernel,
    private readonly share: Share,
  ) {}

  /** @throws GalvaniError where a rule has no twin, and cannot be compiled */
  bind(...bound: Bound): Stretches {
    const [, , histories, page] = bound;
    let found = this.known.get(page);
    if (found?.histories !== histories) {
      // Arrays of before are gone for good.
      if (found) this.known.clear();
      found = { histories, made: this.make(bound) };
      this.known.set(page, found);
    }
    found.made.bind(...bound);
    return found.made;
  }

  private make(bound: Bound): Stretches {
    const { placed, kernel, share } = this;
    const [plastic] = bound;
    const memory = share.workplace?.memory;
    const inside = bound.slice(1).every((words) => words === undefined || words.buffer === memory?.buffer);
    const result =
      memory && inside ? compiled(placed, kernel, plastic[Plastic.synapse_words], !(memory.buffer instanceof ArrayBuffer)) : {};
    if (memory && result.module) {
      this.compiled ??= new CompiledStretches(
        placed,
        instantiate<Stretch>(result.module, memory),
        (share.workplace?.scratch ?? 0) + STRETCH_AT,
      );
      return this.compiled;
    }
    if (!placed.form.twin) {
      const reason = result.reason ?? "its synapses do not fit into one WebAssembly memory";
      throw new GalvaniError(`${placed.form.wgsl.path} has no twin, and cannot be compiled for the cpu: ${reason}`);
    }
    this.twin ??= new TwinStretches(placed);
    return this.twin;
  }
}

/** The twin, synapse by synapse. */
class TwinStretches implements Stretches {
  private readonly replay: Replay;
  private readonly float = new Float32Array(1);
  private readonly bySource: boolean;
  private plastic: Uint32Array = new Uint32Array(0);
  private page: Uint32Array = new Uint32Array(0);
  private sums: Int32Array = new Int32Array(0);
  private current = 0;

  constructor(placed: PlacedRule) {
    this.replay = new Replay(placed);
    this.bySource = placed.form.contribute === "source";
  }

  bind(...[plastic, rule, histories, page, modulators, sums = this.sums]: Bound): void {
    this.replay.bind(plastic, rule, histories, page, modulators);
    this.plastic = plastic;
    this.page = page;
    this.sums = sums;
  }

  source(i: number, spikes: number): void {
    this.current = i;
    this.replay.source(i, spikes);
  }

  spike(from: number, to: number, step: number, slots: number, cells: number): boolean {
    const { plastic, page, sums, replay } = this;
    const scale = floatAt(plastic, Plastic.scale, this.float);
    const most = floatAt(plastic, Plastic.most, this.float);
    const bits = plastic[Plastic.target_bits];
    const words = plastic[Plastic.synapse_words];
    const cell0 = plastic[Plastic.first_cell] + Math.floor(this.current / plastic[Plastic.sources]) * plastic[Plastic.stride];
    let fair = true;
    for (let k = from; k < to; k++) {
      const delivered = replay.spike(k, step);
      fair &&= Math.abs(delivered) <= most;
      const word = page[k * words];
      sums[((step + (word >>> bits)) % slots) * cells + cell0 + (word & (2 ** bits - 1))] += quanta(delivered, scale);
    }
    return fair;
  }

  settle(from: number, to: number, end: number): void {
    for (let k = from; k < to; k++) this.replay.settle(k, end);
  }

  gather(from: number, to: number, end: number): void {
    const { plastic, sums, replay, bySource, current } = this;
    const scale = floatAt(plastic, Plastic.total_scale, this.float);
    for (let k = from; k < to; k++) Atomics.add(sums, bySource ? current : replay.targetOf(k), quanta(replay.contribution(k, end), scale));
  }

  apply(from: number, to: number, end: number): void {
    const { plastic, sums, replay, bySource, current } = this;
    const quantum = Math.fround(1 / floatAt(plastic, Plastic.total_scale, this.float));
    for (let k = from; k < to; k++) replay.clock(k, end, Math.fround(Math.fround(sums[bySource ? current : replay.targetOf(k)]) * quantum));
  }
}

const modules = new Map<string, { readonly module: WebAssembly.Module } | { readonly reason: string }>();

/** A rule's compiled module for a kernel, made once for all who ask for the same. */
function compiled(
  placed: Omit<PlacedRule, "fields">,
  kernel: RuleKernel,
  words: number,
  shared: boolean,
): { module?: WebAssembly.Module; reason?: string } {
  const source = sourceOf(placed, kernel, words, shared);
  const key = JSON.stringify(source);
  const result = modules.get(key) ?? compileRule(source);
  modules.set(key, result);
  return result;
}

function sourceOf(placed: Omit<PlacedRule, "fields">, kernel: RuleKernel, words: number, shared: boolean): RuleSource {
  const { form, prePlaces, postPlaces, variableTables, modulated } = placed;
  const { delayed, first, on_post, on_step, contribute } = form;
  const traces = ({ tables, factors }: TracePlaces) =>
    tables.map((table, t) => (factors[t] < 0 ? { table } : { table, factor: factors[t] }));
  return {
    text: form.wgsl.text,
    pre: traces(prePlaces),
    post: traces(postPlaces),
    variables: variableTables,
    ...{ delayed, first, on_post, on_step, modulated, kernel, words, shared },
    ...(contribute && { contribute }),
  };
}

/** Why a rule cannot be compiled for the cpu, or undefined if it can. */
export function uncompilableRule(form: RuleForm): string | undefined {
  const places = (specs: RuleForm["pre"]): TracePlaces => ({
    tables: specs.map(() => 0),
    factors: specs.map(({ kind }) => (kind === "square" ? 0 : -1)),
  });
  const variableTables = form.variables.map(({ tau }) => (tau === undefined ? -1 : 0));
  const placed = { form, prePlaces: places(form.pre), postPlaces: places(form.post), variableTables, modulated: [] };
  const kernels = ["propagate_plastic", "settle", ...(form.contribute ? (["gather", "apply"] as const) : [])] as const;
  return kernels.map((kernel) => compiled(placed, kernel, 2 + form.variables.length, false).reason).find((reason) => reason !== undefined);
}
