import applyShader from "../../shaders/plasticity/apply.wgsl";
import gatherShader from "../../shaders/plasticity/gather.wgsl";
import noteShader from "../../shaders/plasticity/note.wgsl";
import propagateShader from "../../shaders/plasticity/propagate_plastic.wgsl";
import settleShader from "../../shaders/plasticity/settle.wgsl";
import settledShader from "../../shaders/plasticity/settled.wgsl";
import type { ShaderSource } from "../gpu/source.ts";
import type { ResolvedNetwork } from "../network/resolved.ts";
import type { Twin } from "../plan/plan.ts";
import { ruleObstacle, type TwinSpec, twinOf } from "../twins/kernels.ts";
import { Plastic } from "../twins/lib/plastic.ts";
import type { Share } from "../twins/lib/share.ts";
import { normalise } from "../twins/plasticity/normalise.ts";
import type { NoteSpec } from "../twins/plasticity/note.ts";
import type { RuleForm } from "../twins/plasticity/rule.ts";
import { plasticCost } from "./cost.ts";
import { planModulators } from "./modulators.ts";
import type { PlasticRows } from "./plastic-rows.ts";
import { type Laid, layRule, ruleSpec } from "./plastic-rule.ts";
import { plasticWords } from "./plastic-words.ts";
import { weaveRule } from "./weave-rule.ts";
import type { PlanPart } from "./wiring.ts";

/** Most workgroups of a dispatch over synapses, of one over neurons, and the threads of a workgroup. */
const WORKGROUPS = 1024;
const NEURON_WORKGROUPS = 8;
const WORKGROUP = 64;

/**
 * Buffers and dispatches of modulators and all plastic projections: notes of spikes, deliveries, what the clock does.
 * @param networks side by side: alike
 * @param scales weight quanta per unit of each population of the first
 */
export function planPlastic(
  all: readonly PlasticRows[],
  networks: readonly ResolvedNetwork[],
  windowSteps: number,
  scales: Float64Array,
): PlanPart {
  const part = planModulators(networks);
  const planned = all.map((rows, k) => {
    const { words, histories } = plasticWords(rows, k, networks, windowSteps, scales);
    part.buffers[`plastic${k}_histories`] = { type: "u32", length: histories };
    return new PlasticPlan(rows, k, networks[0], words, part);
  });
  // Stage by stage: what all projections need of each other's spikes is noted before any acts.
  for (const plan of planned) plan.note();
  for (const plan of planned) plan.propagate();
  for (const plan of planned) plan.settle();
  return part;
}

/** A rule at work in a projection: its own, or the one that normalises, whose names end in `_sum`. */
interface Acting {
  readonly form: RuleForm;
  readonly laid: Laid;
  readonly suffix: "" | "_sum";
}

/** One kind of dispatch. */
interface Stage {
  readonly kernel: TwinSpec["kernel"];
  readonly label: string;
  readonly source: ShaderSource;
  readonly spec: TwinSpec;
  readonly workgroups: number;
  /** Names of the storage bindings in the order of the twin's arguments. */
  readonly bindings: readonly string[];
}

/** The kernels that go over synapses. */
type SynapseKernel = "propagate_plastic" | "settle" | "gather" | "apply";

/** What they bind where they deliver nothing. */
const SYNAPSES = ["rule", "histories", "rows", "page", "control"] as const;

/** One plastic projection while it is planned. */
class PlasticPlan {
  private readonly acting: Acting;
  private readonly name: string;
  /** For people. */
  private readonly title: string;
  /** Whether the cpu can act by the rule. */
  private readonly onCpu: boolean;

  /** @param words its `struct Plastic`, without its page */
  constructor(
    private readonly rows: PlasticRows,
    private readonly k: number,
    { projections, modulators, dt }: ResolvedNetwork,
    private readonly words: Uint32Array,
    private readonly part: PlanPart,
  ) {
    const { rule, form, params, everySteps, modulated } = rows.plasticity;
    this.onCpu = ruleObstacle(form) === undefined;
    this.title = projections[rows.projection].name;
    this.name = `plastic${k}`;
    const scaled = modulated.map((one) => ({ ...one, name: rule.fields[one.field], modulators: modulators.length }));
    this.acting = { form, laid: layRule(rule, form, params, dt, everySteps * dt, scaled), suffix: "" };
    this.describe(this.acting, words);
    part.buffers[`${this.name}_rows`] = { type: "u32", length: rows.extents.length, data: rows.extents };
    rows.pages.forEach((page, n) => {
      part.buffers[`${this.name}_page${n}`] = { type: "u32", length: page.length, data: page };
    });
    if (rows.pages.length === 0) part.uniforms[`${this.name}_at0`] = words;
  }

  /** Keeps the window's spikes, with their traces. */
  note(): void {
    const { form, laid } = this.acting;
    const spec: NoteSpec = { pre: form.pre, post: form.post, prePlaces: laid.pre, postPlaces: laid.post };
    this.add(this.acting, {
      kernel: "note",
      label: "note spikes",
      source: weaveRule(noteShader, form, laid),
      spec: { kernel: "note", spec },
      workgroups: NEURON_WORKGROUPS,
      bindings: ["rule", "histories", "control", "queue"],
    });
  }

  /** Brings the synapses of sources that spiked up to date, and delivers. */
  propagate(): void {
    const workgroups = Math.max(4, this.workgroupsOf(16));
    const bindings = ["rule", "histories", "rows", "page", "ring", "control", "queue"];
    this.eachPage(this.acting, "propagate_plastic", "propagate", propagateShader, workgroups, bindings);
  }

  /** Brings all synapses up to date, and does what the clock does then. */
  settle(): void {
    const { acting } = this;
    this.overAll(acting, "settle", "settle synapses", settleShader);
    if (acting.form.contribute) {
      this.overAll(acting, "gather", "gather totals", gatherShader);
      this.overAll(acting, "apply", "apply totals", applyShader);
    }
    const normalising = this.normalising();
    if (normalising) {
      this.overAll(normalising, "gather", "gather totals", gatherShader);
      this.overAll(normalising, "apply", "normalise", applyShader);
    }
    this.add(acting, {
      kernel: "settled",
      label: "settle synapses",
      source: settledShader,
      spec: { kernel: "settled" },
      workgroups: NEURON_WORKGROUPS,
      bindings: ["histories", "control"],
    });
  }

  /** The rule that scales weights to a sum, with a clock and totals of its own. */
  private normalising(): Acting | undefined {
    const { rows } = this;
    const own = rows.plasticity.normalise;
    if (!own) return undefined;
    const [form] = Object.values(normalise.modes);
    const acting = { form, laid: layRule(normalise, form, { sum: own.sum }, 1, 0), suffix: "_sum" } as const;
    const words = this.words.slice();
    words[Plastic.every] = own.everySteps;
    words[Plastic.totals] += words[Plastic.total_words] / 2;
    this.describe(acting, words);
    return acting;
  }

  /** A rule's numbers, and its `struct Plastic` for each page. */
  private describe({ laid, suffix }: Acting, words: Uint32Array): void {
    const { part, name, rows } = this;
    part.buffers[`${name}${suffix}_rule`] = { type: "f32", length: laid.words.length, data: laid.words };
    rows.pages.forEach((page, n) => {
      const own = words.slice();
      own[Plastic.page_first] = n * rows.pageSynapses;
      own[Plastic.page_end] = n * rows.pageSynapses + page.length / rows.words;
      part.uniforms[`${name}${suffix}_at${n}`] = own;
    });
  }

  private workgroupsOf(synapsesAThread: number): number {
    return Math.min(WORKGROUPS, Math.ceil(this.rows.count / (synapsesAThread * WORKGROUP)));
  }

  private overAll(acting: Acting, kernel: SynapseKernel, label: string, shader: ShaderSource): void {
    this.eachPage(acting, kernel, label, shader, Math.max(1, this.workgroupsOf(64)), SYNAPSES);
  }

  /** A kernel over the synapses, dispatched once a page. */
  private eachPage(
    acting: Acting,
    kernel: SynapseKernel,
    label: string,
    shader: ShaderSource,
    workgroups: number,
    bindings: readonly string[],
  ): void {
    const source = weaveRule(shader, acting.form, acting.laid);
    const spec: TwinSpec = { kernel, rule: ruleSpec(this.rows.plasticity, acting.form, acting.laid) };
    this.rows.pages.forEach((_, n) => {
      this.add(acting, { kernel, label, source, spec, workgroups, bindings }, n);
    });
  }

  private add(acting: Acting, stage: Stage, page = 0): void {
    const { part, name, rows } = this;
    const { suffix, form, laid } = acting;
    const { source, spec, workgroups, bindings } = stage;
    const kernel = `${name}_${stage.kernel}${suffix}`;
    const own: Readonly<Record<string, string>> = {
      rule: `${name}${suffix}_rule`,
      page: `${name}_page${page}`,
      histories: `${name}_histories`,
      rows: `${name}_rows`,
    };
    const all = laid.modulated.length > 0 && bindings.includes("page") ? [...bindings, "modulators"] : bindings;
    const wait = this.waits(stage.kernel, form);
    part.kernels[kernel] ??= {
      source,
      ...(stage.kernel === "propagate_plastic" && { cost: plasticCost(this.k, rows.words, form) }),
      ...(this.onCpu && { twin: (share: Share) => twinOf(spec, share) as Twin, spec }),
    };
    part.dispatches.push({
      label: `${stage.label} ${this.title}`,
      kernel,
      bindings: {
        plastic: `${name}${suffix}_at${page}`,
        ...Object.fromEntries(all.map((binding) => [binding, own[binding] ?? binding])),
      },
      workgroups,
      divisible: true,
      ...(!wait && { own: true }),
    });
  }

  /**
   * Whether a thread of the cpu must wait for the others: for what they noted of spikes, before the first who look at it; for sums over
   * synapses of all; and before what all look at changes.
   */
  private waits(kernel: Stage["kernel"], { contribute }: RuleForm): boolean {
    if (kernel === "propagate_plastic") return !this.part.dispatches.some((dispatch) => dispatch.kernel.endsWith("_propagate_plastic"));
    return kernel === "settled" || (kernel === "apply" && contribute === "source");
  }
}
