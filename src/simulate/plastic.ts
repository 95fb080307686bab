import applyShader from "../../shaders/plasticity/apply.wgsl";
import gatherShader from "../../shaders/plasticity/gather.wgsl";
import noteShader from "../../shaders/plasticity/note.wgsl";
import propagateShader from "../../shaders/plasticity/propagate_plastic.wgsl";
import settleShader from "../../shaders/plasticity/settle.wgsl";
import settledShader from "../../shaders/plasticity/settled.wgsl";
import type { ShaderSource } from "../gpu/source.ts";
import type { ResolvedNetwork } from "../network/resolved.ts";
import { largestWeight } from "../network/scales.ts";
import type { PlannedBuffer, PlannedDispatch, PlannedKernel, Twin } from "../plan/plan.ts";
import { ruleObstacle, type TwinSpec, twinOf } from "../twins/kernels.ts";
import { HEADER_WORDS, PLASTIC_WORDS, Plastic } from "../twins/lib/plastic.ts";
import type { Share } from "../twins/lib/share.ts";
import { SERIES } from "../twins/plasticity/modulate.ts";
import { normalise } from "../twins/plasticity/normalise.ts";
import type { NoteSpec } from "../twins/plasticity/note.ts";
import type { RuleForm } from "../twins/plasticity/rule.ts";
import { plasticCost } from "./cost.ts";
import { planModulators } from "./modulators.ts";
import type { PlasticRows } from "./plastic-rows.ts";
import { type Laid, layRule, ruleSpec } from "./plastic-rule.ts";
import { weaveRule } from "./weave-rule.ts";
import { teams } from "./wiring.ts";
import { floatBits } from "./words.ts";

/** Part of a plan that makes projections plastic. */
export interface PlasticWiring {
  readonly buffers: Record<string, PlannedBuffer>;
  readonly uniforms: Record<string, Uint32Array>;
  readonly kernels: Record<string, PlannedKernel>;
  readonly dispatches: PlannedDispatch[];
  /** Windows end at its multiples; 0: anywhere. */
  readonly align: number;
}

/** Where several networks of one plan lie. */
export interface Beside {
  readonly networks: readonly ResolvedNetwork[];
  /** Neurons of all. */
  readonly neurons: number;
}

/** Sizes a plastic plan needs to know. */
export interface PlasticSizes {
  readonly windowSteps: number;
  /** Weight quanta per unit of each population of the first network. */
  readonly scales: Float64Array;
  /** In `control`: the first step at which a weight of the first plastic projection was out of bounds. */
  readonly faultsAt: number;
}

/** Most workgroups of a dispatch over synapses, and the threads of one. */
const WORKGROUPS = 1024;
const WORKGROUP = 64;

/** Buffers and dispatches of all plastic projections: notes of spikes, deliveries, what the clock does. */
export function planPlastic(all: readonly PlasticRows[], beside: Beside, sizes: PlasticSizes): PlasticWiring {
  const wiring: PlasticWiring = { buffers: {}, uniforms: {}, kernels: {}, dispatches: [], align: alignment(all) };
  const modulation = planModulators(beside);
  if (modulation) {
    Object.assign(wiring.buffers, modulation.buffers);
    wiring.kernels.modulate = modulation.kernel;
    wiring.dispatches.push(modulation.dispatch);
  }
  const planned = all.map((rows, k) => new Projection(rows, k, beside, sizes, wiring));
  // Stage by stage: what all projections need of each other's spikes is noted before any acts.
  for (const projection of planned) projection.note();
  for (const projection of planned) projection.propagate();
  for (const projection of planned) projection.settle();
  return wiring;
}

/** The greatest common divisor of all clocks. */
function alignment(all: readonly PlasticRows[]): number {
  const gcd = (a: number, b: number): number => (b === 0 ? a : gcd(b, a % b));
  return all.flatMap(({ plasticity }) => [plasticity.everySteps, plasticity.normalise?.everySteps ?? 0]).reduce(gcd, 0);
}

/** One plastic projection while it is planned. */
class Projection {
  private readonly form: RuleForm;
  private readonly laid: Laid;
  private readonly name: string;
  /** For people. */
  private readonly title: string;
  private readonly words: Uint32Array;
  /** Whether the cpu can act by the rule. */
  private readonly onCpu: boolean;

  constructor(
    private readonly rows: PlasticRows,
    private readonly k: number,
    beside: Beside,
    sizes: PlasticSizes,
    private readonly wiring: PlasticWiring,
  ) {
    const { plasticity } = rows;
    this.form = plasticity.form;
    this.onCpu = ruleObstacle(plasticity.form) === undefined;
    this.title = beside.networks[0].projections[rows.projection].name;
    this.name = `plastic${k}`;
    const { dt, modulators } = beside.networks[0];
    const modulated = plasticity.modulated.map((one) => ({
      ...one,
      name: plasticity.rule.fields[one.field],
      modulators: modulators.length,
    }));
    this.laid = layRule(plasticity.rule, plasticity.form, plasticity.params, dt, plasticity.everySteps * dt, modulated);
    const described = describe(rows, k, beside, sizes);
    this.words = described.words;
    const { buffers } = wiring;
    buffers[`${this.name}_rule`] = { type: "f32", length: this.laid.words.length, data: this.laid.words };
    buffers[`${this.name}_histories`] = { type: "u32", length: described.histories };
    buffers[`${this.name}_rows`] = { type: "u32", length: rows.extents.length, data: rows.extents };
    rows.pages.forEach((page, n) => {
      buffers[`${this.name}_page${n}`] = { type: "u32", length: page.length, data: page };
      wiring.uniforms[`${this.name}_at${n}`] = this.pageWords(n, this.words);
    });
    if (rows.pages.length === 0) wiring.uniforms[`${this.name}_at0`] = this.words;
  }

  note(): void {
    const spec: NoteSpec = { pre: this.form.pre, post: this.form.post, prePlaces: this.laid.pre, postPlaces: this.laid.post };
    const workgroups = 8;
    this.add("note", "note spikes", weaveRule(noteShader, this.form, this.laid), { kernel: "note", spec }, `${this.name}_at0`, {
      workgroups,
      bindings: ["rule", "histories", "control", "queue"],
    });
  }

  propagate(): void {
    const { rows } = this;
    const workgroups = Math.max(4, Math.min(WORKGROUPS, Math.ceil(rows.count / (16 * WORKGROUP))));
    this.eachPage("propagate_plastic", "propagate", propagateShader, this.form, this.laid, {
      workgroups,
      bindings: ["rule", "histories", "rows", "page", "ring", "control", "queue"],
    });
  }

  /** What brings all synapses up to date, and what the clock does then. */
  settle(): void {
    const { rows, form, laid, wiring, name } = this;
    const shape = {
      workgroups: Math.max(1, Math.min(WORKGROUPS, Math.ceil(rows.count / (64 * WORKGROUP)))),
      bindings: ["rule", "histories", "rows", "page", "control"],
    };
    this.eachPage("settle", "settle synapses", settleShader, form, laid, shape);
    if (form.contribute) {
      this.eachPage("gather", "gather totals", gatherShader, form, laid, shape);
      this.eachPage("apply", "apply totals", applyShader, form, laid, shape);
    }
    const own = rows.plasticity.normalise;
    if (own) {
      const [only] = Object.values(normalise.modes);
      const scaling = layRule(normalise, only, { sum: own.sum }, 1, 0);
      wiring.buffers[`${name}_sum_rule`] = { type: "f32", length: scaling.words.length, data: scaling.words };
      const words = this.words.slice();
      words[Plastic.every] = own.everySteps;
      words[Plastic.totals] += words[Plastic.total_words] / 2;
      rows.pages.forEach((_, n) => {
        wiring.uniforms[`${name}_sum_at${n}`] = this.pageWords(n, words);
      });
      this.eachPage("gather_sum", "gather totals", gatherShader, only, scaling, shape, "_sum");
      this.eachPage("apply_sum", "normalise", applyShader, only, scaling, shape, "_sum");
    }
    this.add("settled", "settle synapses", settledShader, { kernel: "settled" }, `${name}_at0`, {
      workgroups: 8,
      bindings: ["histories", "control"],
    });
  }

  private pageWords(n: number, words: Uint32Array): Uint32Array {
    const { rows } = this;
    const out = words.slice();
    out[Plastic.page_first] = n * rows.pageSynapses;
    out[Plastic.page_end] = n * rows.pageSynapses + rows.pages[n].length / rows.words;
    return out;
  }

  /** A kernel over the synapses, dispatched once a page. */
  private eachPage(stage: string, label: string, shader: ShaderSource, form: RuleForm, laid: Laid, shape: Shape, set = ""): void {
    const kernel = stage.replace("_sum", "") as "propagate_plastic";
    const source = weaveRule(shader, form, laid);
    const spec: TwinSpec = { kernel, rule: ruleSpec(this.rows.plasticity, form, laid) };
    this.rows.pages.forEach((_, n) => {
      this.add(stage, label, source, spec, `${this.name}${set}_at${n}`, shape, n, set);
    });
  }

  private add(stage: string, label: string, source: ShaderSource, spec: TwinSpec, uniform: string, shape: Shape, page = 0, set = ""): void {
    const { wiring, name, form } = this;
    const kernel = `${name}_${stage}`;
    const modulated = this.laid.modulated.length > 0 && set === "" && shape.bindings.includes("page");
    const bindings = [...shape.bindings, ...(modulated ? ["modulators"] : [])];
    const named = (binding: string) =>
      binding === "page"
        ? `${name}_page${page}`
        : binding === "rule"
          ? `${name}${set}_rule`
          : ["histories", "rows"].includes(binding)
            ? `${name}_${binding}`
            : binding;
    wiring.kernels[kernel] ??= {
      source,
      ...(stage === "propagate_plastic" && { cost: plasticCost(this.k, this.rows.words, form) }),
      ...(this.onCpu && { twin: (share: Share) => twinOf(spec, share) as Twin, spec }),
    };
    wiring.dispatches.push({
      label: `${label} ${this.title}`,
      kernel,
      bindings: { plastic: uniform, ...Object.fromEntries(bindings.map((binding) => [binding, named(binding)])) },
      workgroups: shape.workgroups,
      divisible: true,
      ...(!this.waits(stage) && { own: true }),
    });
  }

  /**
   * Whether a thread of the cpu must wait for the others: for what they noted of spikes, before the first who look at it; for sums over
   * synapses of all; and before what all look at changes.
   */
  private waits(stage: string): boolean {
    if (stage === "propagate_plastic") return !this.wiring.dispatches.some(({ kernel }) => kernel.endsWith("_propagate_plastic"));
    return stage === "settled" || (stage === "apply" && this.form.contribute === "source");
  }
}

interface Shape {
  readonly workgroups: number;
  /** Names of the storage bindings in the order of the twin's arguments. */
  readonly bindings: readonly string[];
}

/** `struct Plastic` without its page, and the words of the histories it describes. */
function describe(
  rows: PlasticRows,
  k: number,
  { networks, neurons }: Beside,
  sizes: PlasticSizes,
): { words: Uint32Array; histories: number } {
  const [network] = networks;
  const { plasticity } = rows;
  const { form } = plasticity;
  const projection = network.projections[rows.projection];
  const [source, target] = [network.populations[projection.source], network.populations[projection.target]];
  const longest = form.delayed ? rows.maxDelay - 2 * plasticity.axonalSteps : 0;
  const depth = 2 ** Math.max(5, Math.ceil(Math.log2(longest + 2 * sizes.windowSteps + 4)));
  const preWords = 1 + form.pre.length;
  const postWords = form.post.length === 0 ? 0 : 1 + form.post.length;
  const headWords = postWords === 0 ? 0 : 4 * Math.ceil((2 + postWords) / 4);
  let at = HEADER_WORDS;
  const room = (length: number) => {
    at += length;
    return at - length;
  };
  const [sources, targets] = [source.size * networks.length, target.size * networks.length];
  const totalWords = 2 * Math.max(sources, targets);
  const bound = largestWeight(plasticity.bounds);
  const values: Record<keyof typeof Plastic, number> = {
    source_first: source.first,
    sources: source.size,
    target_first: target.first,
    targets: target.size,
    depth,
    pre_words: preWords,
    post_words: postWords,
    pre_counts: room(sources),
    post_counts: room(targets),
    post_done: room(targets),
    pre_marks: room(sources * depth * preWords),
    post_marks: room(targets * depth * postWords),
    post_heads: room(targets * headWords),
    head_words: headWords,
    target_bits: rows.targetBits,
    synapse_words: rows.words,
    first_cell: (projection.receptor ?? 0) * neurons + target.first,
    page_first: 0,
    page_end: 0,
    row_parts: rows.parts,
    delayed: form.delayed ? 1 : 0,
    advance: form.delayed ? 2 * plasticity.axonalSteps : 0,
    longest,
    every: plasticity.everySteps,
    also_every: plasticity.normalise?.everySteps ?? 0,
    scale: floatBits(sizes.scales[projection.target]),
    most: floatBits(bound),
    fault: sizes.faultsAt + k,
    ...teams(rows),
    totals: room(totalWords),
    total_scale: floatBits(totalScale(rows, bound, network.dt)),
    total_words: totalWords,
    instances: networks.length,
    stride: network.neurons,
    series: plasticity.modulated.length > 0 ? SERIES : 0,
  };
  const words = new Uint32Array(PLASTIC_WORDS);
  for (const [name, value] of Object.entries(values)) words[Plastic[name as keyof typeof Plastic]] = value;
  return { words, histories: at };
}

/** Quanta per unit of a total: as fine as the largest there can be allows, of weights into a target (normalisation) or of a rule's contributions. */
function totalScale({ largestSum, plasticity, extents, parts }: PlasticRows, bound: number, dt: number): number {
  const { form, params } = plasticity;
  let most = Math.max(largestSum, bound);
  if (form.contribute === "source")
    for (let k = 0; k < extents.length; k += 2 * parts) most = Math.max(most, bound * (extents[k + 2 * parts - 1] - extents[k]));
  // A weight counts times a trace; one of a neuron that spikes in each step is the largest.
  const reach = form.contribute ? Math.max(1, ...form.post.map(({ tau }) => -1 / Math.expm1(-dt / params[tau]))) : 1;
  return 2 ** Math.floor(Math.log2((2 ** 31 - 1) / (reach * most)));
}
