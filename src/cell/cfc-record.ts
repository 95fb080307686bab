import { columnSums } from "../learn/kernels/column_sums.ts";
import { GRADIENTS, PARAMETERS, type Parameter } from "../learn/tensor.ts";
import type { Stage } from "../plan/program.ts";
import { ACTIVATIONS } from "../twins/lib/activation.ts";
import { type CellSite, ELAPSED, GRAD_STATE, INPUTS, LIVE, type RecordedCell, STATES } from "./cell-site.ts";
import type { CfcSpec } from "./cell-spec.ts";
import { activate } from "./kernels/activate.ts";
import { activateBackward } from "./kernels/activate_backward.ts";
import { cfcBackward } from "./kernels/cfc_backward.ts";
import { cfcPureBackward } from "./kernels/cfc_pure_backward.ts";
import { cfcPureStep } from "./kernels/cfc_pure_step.ts";
import { cfcStep } from "./kernels/cfc_step.ts";
import { lstmSteps } from "./lstm-record.ts";
import { orthogonal } from "./orthogonal.ts";
import { StepMap, type StepSource } from "./step-map.ts";
import { downwards, upwards } from "./steps.ts";

/** A part of a cell: its stages of a step, either way, and those that follow when all steps are done. */
interface Part {
  /** Before the first step. */
  readonly before: readonly Stage[];
  forward(t: number): readonly Stage[];
  backward(t: number): readonly Stage[];
  /** After the last step backwards. */
  readonly after: readonly Stage[];
}

/** A CfC over a sequence: a memory where there is one, the backbone, the heads. */
export function recordCfc(spec: CfcSpec, site: CellSite): RecordedCell {
  const { steps } = site.recording.size;
  const memory = spec.mixed_memory ? memoryPart(spec, site) : undefined;
  const layers = new Layers(spec, site);
  const backbone = upwards(layers.count).map((layer) =>
    layer === 0 ? firstLayer(spec, site, layers, memory) : furtherLayer(site, layers, layer),
  );
  const heads = headsPart(spec, site, layers);
  const parts: readonly Part[] = [...(memory ? [memory.part] : []), ...backbone, heads];
  return {
    forward: [...parts.flatMap(({ before }) => before), ...upwards(steps).flatMap((t) => parts.flatMap((part) => part.forward(t)))],
    backward: [
      ...downwards(steps).flatMap((t) => parts.toReversed().flatMap((part) => part.backward(t))),
      ...parts.flatMap(({ after }) => after),
    ],
  };
}

/** Glorot and Bengio's bound of uniform first values, of a matrix with so many columns and rows. */
const glorot = (columns: number, rows: number) => Math.sqrt(6 / (columns + rows));

/** A matrix and a bias, of 0 unless given. @param bound of the matrix's first values */
function linear(
  { recording, dice }: CellSite,
  name: string,
  rows: number,
  columns: number,
  bound: number,
  bias: Float32Array = new Float32Array(rows),
): readonly [Parameter, Parameter] {
  return [
    recording.parameter(`${name}.weight`, [rows, columns], dice.uniforms(rows * columns, bound)),
    recording.parameter(`${name}.bias`, [rows], bias),
  ];
}

/** What stands for the state in the backbone, and the buffer of that one's gradient (batch x units). */
interface Memory {
  readonly part: Part;
  readonly out: StepSource;
  readonly grad: string;
}

/** Weights of the memory's gates: Glorot's of the inputs, orthogonal ones of the state, biases of 0 but for the forget gate's 1. */
function memoryWeights({ inputs, units }: CfcSpec, { recording, dice }: CellSite): readonly Parameter[] {
  const bias = new Float32Array(4 * units).fill(1, units, 2 * units);
  return [
    recording.parameter("lstm.weight_ih", [4 * units, inputs], dice.uniforms(4 * units * inputs, glorot(inputs, 4 * units))),
    recording.parameter("lstm.weight_hh", [4 * units, units], orthogonal(dice, 4 * units, units)),
    recording.parameter("lstm.bias", [4 * units], bias),
  ];
}

/** An LSTM that takes the input and the CfC's state; what it gives stands for the state in the backbone. */
function memoryPart(spec: CfcSpec, site: CellSite): Memory {
  const { recording } = site;
  const { steps, batch } = recording.size;
  const { units } = spec;
  const sums = recording.buffer("memory.sums", steps * batch * 4 * units);
  const out = recording.buffer("memory", (1 + steps) * batch * units);
  const grad = recording.buffer("memory.grad", batch * units);
  const [weightIn, weightBack, bias] = memoryWeights(spec, site);
  const into = new StepMap("memory, inputs", recording, weightIn, bias, { name: INPUTS, lead: 0 }, sums);
  const back = new StepMap("memory, states", recording, weightBack, undefined, { name: STATES, lead: 0 }, sums);
  const each = lstmSteps(site, units, { sums, out, gradOut: grad });
  const part: Part = {
    before: [into.whole()],
    forward: (t) => [back.step(t, true), each.forward(t)],
    backward: (t) => [each.backward(t), ...(t > 0 ? [back.back(t, GRAD_STATE, true)] : [])],
    after: [...into.learn(), ...back.learn()],
  };
  return { part, out: { name: out, lead: 1 }, grad };
}

/** The buffers of a backbone's layers. */
class Layers {
  readonly count: number;
  readonly width: number;
  private readonly kind: number;

  constructor(
    spec: CfcSpec,
    private readonly site: CellSite,
  ) {
    const { backbone_units = 128, backbone_layers = 1, backbone_activation = "lecun" } = spec;
    this.count = backbone_layers;
    this.width = backbone_units;
    this.kind = ACTIVATIONS.indexOf(backbone_activation);
  }

  /** What a layer's activation takes: steps x batch x width. */
  sums(layer: number): string {
    return this.buffer(`backbone.${layer}.sums`, this.site.recording.size.steps);
  }

  /** And what it gives. */
  out(layer: number): string {
    return this.buffer(`backbone.${layer}`, this.site.recording.size.steps);
  }

  /** The gradient of what it gives in a step: batch x width. */
  grad(layer: number): string {
    return this.buffer(`backbone.${layer}.grad`, 1);
  }

  forward(layer: number, t: number): Stage {
    return activate(`backbone ${layer}, step ${t}`, this.shape(t), { sums: this.sums(layer), outputs: this.out(layer) });
  }

  backward(layer: number, t: number): Stage {
    const buffers = { outputs: this.out(layer), grads: this.grad(layer), sums: this.sums(layer) };
    return activateBackward(`backbone ${layer}, step ${t}, backward`, this.shape(t), buffers);
  }

  private shape(t: number) {
    const count = this.site.recording.size.batch * this.width;
    return { count, first: t * count, kind: this.kind };
  }

  private buffer(name: string, steps: number): string {
    return this.site.recording.buffer(name, steps * this.site.recording.size.batch * this.width);
  }
}

/** The layer that takes input and state: of all inputs at once, of the states step by step. */
function firstLayer({ inputs, units }: CfcSpec, { recording, dice }: CellSite, layers: Layers, memory: Memory | undefined): Part {
  const { width } = layers;
  const sums = layers.sums(0);
  // One matrix (width x (inputs + units)) in the authors' code: both parts of it are drawn alike.
  const bound = glorot(inputs + units, width);
  const drawn = (name: string, columns: number) =>
    recording.parameter(`rnn_cell.backbone.0.${name}`, [width, columns], dice.uniforms(width * columns, bound));
  const [weightIn, weightBack] = [drawn("weight_ih", inputs), drawn("weight_hh", units)];
  const bias = recording.parameter("rnn_cell.backbone.0.bias", [width], new Float32Array(width));
  const into = new StepMap("backbone 0, inputs", recording, weightIn, bias, { name: INPUTS, lead: 0 }, sums);
  const source = memory?.out ?? { name: STATES, lead: 0 };
  const back = new StepMap("backbone 0, states", recording, weightBack, undefined, source, sums);
  const further = (t: number): readonly Stage[] => {
    if (memory) return [back.back(t, memory.grad, false)];
    return t > 0 ? [back.back(t, GRAD_STATE, true)] : [];
  };
  return {
    before: [into.whole()],
    forward: (t) => [back.step(t, true), layers.forward(0, t)],
    backward: (t) => [layers.backward(0, t), ...further(t)],
    after: [...into.learn(), ...back.learn()],
  };
}

function furtherLayer(site: CellSite, layers: Layers, layer: number): Part {
  const { width } = layers;
  // The authors' names count the activations between.
  const [weight, bias] = linear(site, `rnn_cell.backbone.${2 * layer}`, width, width, glorot(width, width));
  const source = { name: layers.out(layer - 1), lead: 0 };
  const map = new StepMap(`backbone ${layer}`, site.recording, weight, bias, source, layers.sums(layer));
  return {
    before: [],
    forward: (t) => [map.step(t, false), layers.forward(layer, t)],
    backward: (t) => [layers.backward(layer, t), map.back(t, layers.grad(layer - 1), false)],
    after: map.learn(),
  };
}

/** The heads, side by side in one product, and what becomes of them. */
function headsPart(spec: CfcSpec, site: CellSite, layers: Layers): Part {
  const { units, mode = "default" } = spec;
  const { width, count } = layers;
  const { recording } = site;
  const { steps, batch } = recording.size;
  const heads = mode === "pure" ? 1 : 4;
  const sums = recording.buffer("heads.sums", steps * batch * heads * units);
  const [weight, bias] = linear(site, "rnn_cell.heads", heads * units, width, glorot(width, units), firstBiases(spec, heads));
  const map = new StepMap("heads", recording, weight, bias, { name: layers.out(count - 1), lead: 0 }, sums);
  const last = mode === "pure" ? pureSteps(spec, site, sums) : gatedSteps(spec, site, sums);
  return {
    before: [],
    forward: (t) => [map.step(t, false), last.forward(t)],
    backward: (t) => [last.backward(t), map.back(t, layers.grad(count - 1), false)],
    after: [...map.learn(), ...last.after],
  };
}

/** Of the heads ff1, ff2, time_a, time_b. */
function firstBiases({ units, first_gates: gates }: CfcSpec, heads: number): Float32Array {
  const biases = new Float32Array(heads * units);
  if (!gates) return biases;
  const opens = (unit: number) => (gates.latest * (unit + 0.5)) / units;
  return biases.map((_, k) => (k < 2 * units ? 0 : k < 3 * units ? gates.slope : -gates.slope * opens(k - 3 * units)));
}

/** A head's last step: one stage either way. */
interface Last {
  forward(t: number): Stage;
  backward(t: number): Stage;
  readonly after: readonly Stage[];
}

function gatedSteps({ units, mode }: CfcSpec, { recording }: CellSite, sums: string): Last {
  const { steps, batch } = recording.size;
  const parts = recording.buffer("parts", steps * batch * 3 * units);
  const shape = (step: number) => ({ batch, units, step, gate: mode === "no_gate" ? 0 : 1 });
  const common = { live: LIVE, elapsed: ELAPSED, sums, parts };
  return {
    forward: (t) => cfcStep(`CfC, step ${t}`, shape(t), { ...common, states: STATES }),
    backward: (t) => cfcBackward(`CfC, step ${t}, backward`, shape(t), { ...common, grad_state: GRAD_STATE }),
    after: [],
  };
}

function pureSteps({ units }: CfcSpec, { recording }: CellSite, sums: string): Last {
  const { steps, batch } = recording.size;
  const tau = recording.parameter("rnn_cell.w_tau", [units], new Float32Array(units));
  const a = recording.parameter("rnn_cell.A", [units], new Float32Array(units).fill(1));
  const [gradTau, gradA] = ["w_tau", "A"].map((name) => recording.buffer(`${name}.grad`, steps * batch * units));
  const shape = (step: number) => ({ batch, units, step, tau_at: tau.at, a_at: a.at });
  const common = { live: LIVE, elapsed: ELAPSED, parameters: PARAMETERS, sums };
  const rows = steps * batch;
  return {
    forward: (t) => cfcPureStep(`CfC, step ${t}`, shape(t), { ...common, states: STATES }),
    backward: (t) =>
      cfcPureBackward(`CfC, step ${t}, backward`, shape(t), { ...common, grad_state: GRAD_STATE, grad_tau: gradTau, grad_a: gradA }),
    after: [
      columnSums("w_tau", { rows, columns: units, out_at: tau.at }, { matrix: gradTau, out: GRADIENTS }),
      columnSums("A", { rows, columns: units, out_at: a.at }, { matrix: gradA, out: GRADIENTS }),
    ],
  };
}
