import countShader from "../../shaders/coupling/count.wgsl";
import driveShader from "../../shaders/coupling/drive.wgsl";
import gateShader from "../../shaders/coupling/gate.wgsl";
import intakeShader from "../../shaders/coupling/intake.wgsl";
import keepShader from "../../shaders/coupling/keep.wgsl";
import type { CompiledField } from "../field/compile.ts";
import { reflect } from "../gpu/reflect.ts";
import type { ResolvedCoupling, ResolvedField, ResolvedNetwork } from "../network/resolved.ts";
import type { PlannedDispatch, PlannedKernel, Twin } from "../plan/plan.ts";
import type { DenseTwin, Stage } from "../plan/program.ts";
import { drive as driveTwin } from "../twins/coupling/drive.ts";
import { intake as intakeTwin } from "../twins/coupling/intake.ts";
import { stageTwin } from "../twins/coupling/stage.ts";
import { stageTwins } from "../twins/coupling/stages.ts";
import { twinOf } from "../twins/kernels.ts";
import type { Share } from "../twins/lib/share.ts";
import { compiledField, cornersOf, nearestOf } from "./couplings.ts";
import { gated } from "./gated.ts";
import type { FrameLayout } from "./layout.ts";
import { emptyPart, type PlanPart } from "./wiring.ts";

/** Threads of a workgroup of the kernels of couplings. */
const WORKGROUP = 64;
/** Workgroups that look through a window's spikes, at most. */
const MOST_COUNTING = 64;

/** Room for the frames of a submit of so many steps, from place `at` of `traces` on. */
export function layFrames({ records, fields = [] }: ResolvedNetwork, maxSteps: number, at: number): FrameLayout[] {
  let next = at;
  return records.flatMap((record) => {
    if (record.kind !== "field") return [];
    const { field, variable, everySteps: every } = record;
    const columns = fields[field].spec.sizes.reduce((a, b) => a * b, 1);
    const frames = { field, variable, every, columns, at: next };
    next += columns * (Math.floor(maxSteps / every) + 1);
    return [frames];
  });
}

/** What a plan's other parts say to its fields. */
interface FieldSizes {
  /** In `control`: the first step at which the first field was not finite. */
  readonly faultsAt: number;
  readonly frames: readonly FrameLayout[];
  /** Place in `cursors` of the currents of each drive of each field. */
  readonly currents: readonly (readonly number[])[];
}

/**
 * Buffers and dispatches of a network's fields, for the end of a window. Spikes are counted in every window; where the window ends at a
 * multiple of the field's step, the field takes in what was counted, goes one step, and leaves new currents for the neurons. One thread of the cpu does
 * all of it while the others wait for the end of the window.
 */
export function planFields(network: ResolvedNetwork, sizes: FieldSizes): PlanPart {
  const wiring = emptyPart();
  const planned = (network.fields ?? []).map((field, f) => new FieldPlan(network, field, f, wiring));
  for (const plan of planned) plan.count();
  for (const plan of planned) plan.step(sizes);
  return wiring;
}

/** Names of the buffers of field `f` that change during a run: what its state is. Scratch that fields share is none of it. */
export function stateBuffers(network: ResolvedNetwork, f: number): string[] {
  const { step, name: own } = compiledField(network, f);
  const names = new Set<string>();
  for (const { kernel, bindings } of step)
    for (const { name, kind } of reflect(kernel.source).bindings)
      if (kind === "read_write" && bindings[name].startsWith(`${own} `)) names.add(bindings[name]);
  const { sources } = (network.fields as readonly ResolvedField[])[f];
  for (const k of sources.keys()) names.add(countsName(f, k));
  for (const { variable } of sources) names.add(compiledField(network, f).inputs[variable].buffer);
  return [...names];
}

/** Buffer of the spikes counted for a source of a field. */
function countsName(f: number, source: number): string {
  return `field${f} counts${source}`;
}

/** One field while it is planned. */
class FieldPlan {
  private readonly compiled: CompiledField;
  private readonly stages: Stage[] = [];

  constructor(
    private readonly network: ResolvedNetwork,
    private readonly field: ResolvedField,
    private readonly f: number,
    private readonly wiring: PlanPart,
  ) {
    this.compiled = compiledField(network, f);
    for (const [name, { type, length, data }] of Object.entries(this.compiled.buffers)) {
      // Fields share tables, and scratch that is as long as the longest use.
      const shared = wiring.buffers[name]?.length ?? 0;
      if (length >= shared) wiring.buffers[name] = { type, length, data };
    }
  }

  /** Counts the window's spikes of each source. */
  count(): void {
    const { compiled, field, f, wiring } = this;
    field.sources.forEach(({ population, points }, k) => {
      const cells = nearestOf(points, compiled.grid.sizes);
      const { first, size } = this.network.populations[population];
      const [source, at, counts] = [`field${f} source${k}`, `field${f} cells${k}`, countsName(f, k)];
      wiring.uniforms[source] = Uint32Array.of(first, size);
      wiring.buffers[at] = { type: "u32", length: size, data: cells };
      wiring.buffers[counts] = { type: "u32", length: compiled.grid.places };
      this.window("count", countShader, "spikes into fields", Math.min(MOST_COUNTING, Math.ceil(size / WORKGROUP)), {
        ...{ source, cells: at, counts, control: "control", queue: "queue" },
      });
    });
  }

  /** What happens where the field's step ends. */
  step(sizes: FieldSizes): void {
    const { compiled, field, f } = this;
    field.sources.forEach((source, k) => {
      this.intake(source, k);
    });
    this.stages.push(...compiled.step);
    field.drives.forEach((drive, k) => {
      this.drive(drive, k, sizes.currents[f][k]);
    });
    this.gated();
    const [watched] = Object.keys(compiled.variables);
    const kept = sizes.frames.filter((frames) => frames.field === f);
    if (!kept.some(({ variable }) => variable === watched)) this.keep("watch", sizes.faultsAt, { variable: watched, every: 0, at: 0 });
    kept.forEach((frames, k) => {
      this.keep(`frames${k}`, sizes.faultsAt, frames);
    });
  }

  private intake({ variable, gain }: ResolvedCoupling, k: number): void {
    const { compiled, field, f, wiring } = this;
    const { grid, inputs } = compiled;
    const { buffer, channels, channel } = inputs[variable];
    const [gains, constant] = [`field${f} gains${k}`, `${buffer} constant`];
    const data = Float32Array.from(neuronsAt(field.sources[k], grid.sizes, grid.places), (neurons) =>
      neurons === 0 ? 0 : (gain * 1000) / (neurons * grid.dt),
    );
    wiring.buffers[gains] = { type: "f32", length: grid.places, data };
    wiring.buffers[constant] = { type: "f32", length: compiled.buffers[buffer].length, data: compiled.buffers[buffer].data };
    const first = field.sources.findIndex((source) => source.variable === variable) === k ? 1 : 0;
    this.stages.push({
      label: "",
      kernel: { source: intakeShader, twin: intakeTwin },
      shape: { places: grid.places, channels, channel, first },
      bindings: { constant, gains, counts: countsName(f, k), input: buffer },
      workgroups: Math.ceil(grid.places / WORKGROUP),
    });
  }

  private drive({ variable, gain, points }: ResolvedCoupling, k: number, at: number): void {
    const { compiled, f, wiring } = this;
    const { buffer, channels, channel } = compiled.variables[variable];
    const around = cornersOf(points, compiled.grid.sizes);
    const neurons = points.length / compiled.grid.sizes.length;
    const [corners, weights] = [`field${f} corners${k}`, `field${f} weights${k}`];
    wiring.buffers[corners] = { type: "u32", length: around.points.length, data: around.points };
    wiring.buffers[weights] = { type: "f32", length: around.weights.length, data: around.weights };
    this.stages.push({
      label: "",
      kernel: { source: driveShader, twin: driveTwin },
      shape: { neurons, corners: around.corners, channels, channel, gain, at },
      bindings: { corners, weights, field: buffer, cursors: "cursors" },
      workgroups: Math.ceil(neurons / WORKGROUP),
    });
  }

  /** The stages, behind a gate that opens where they are due. */
  private gated(): void {
    const { field, f, wiring, stages } = this;
    const every = field.everySteps;
    const [gate, clock] = [`field${f} gate`, `field${f} every`];
    wiring.buffers[gate] = { type: "u32", length: 1, uniform: true };
    wiring.uniforms[clock] = Uint32Array.of(every);
    this.window("gate", gateShader, `field ${field.name}`, 1, { clock, gate, control: "control" });
    stages.forEach(({ kernel: { source, twin }, shape, bindings, workgroups }, k) => {
      const kernel = `field${f} stage${k}`;
      wiring.kernels[kernel] = stageKernel(source, twin, { shape, every });
      wiring.dispatches.push({ label: `field ${field.name}`, kernel, bindings, workgroups, own: true, stage: { shape, gate } });
    });
  }

  /** Watches one variable, and keeps frames of it where `every` is above 0. */
  private keep(part: string, faultsAt: number, { variable, every, at }: Pick<FrameLayout, "variable" | "every" | "at">): void {
    const { compiled, field, f, wiring } = this;
    const { buffer, channels, channel } = compiled.variables[variable];
    const { places } = compiled.grid;
    const frames = `field${f} ${part}`;
    wiring.uniforms[frames] = Uint32Array.of(places, channels, channel, field.everySteps, every, at, faultsAt + f);
    const bindings = { frames, field: buffer, control: "control", traces: "traces" };
    this.window("keep", keepShader, `frames of ${field.name}`, Math.ceil(places / WORKGROUP), bindings);
  }

  /** A dispatch in every window. */
  private window(
    kernel: "count" | "gate" | "keep",
    source: PlannedKernel["source"],
    label: string,
    workgroups: number,
    bindings: PlannedDispatch["bindings"],
  ): void {
    const { kernels, dispatches } = this.wiring;
    kernels[kernel] = { source, twin: (share: Share) => twinOf({ kernel }, share) as Twin, spec: { kernel } };
    dispatches.push({ label, kernel, bindings, workgroups, own: true });
  }
}

/** A stage's kernel as windows run it; threads can make it where its twin is among those they know. */
function stageKernel(
  source: PlannedKernel["source"],
  twin: DenseTwin,
  spec: { readonly shape: Readonly<Record<string, number>>; readonly every: number },
): PlannedKernel {
  return {
    source: gated(source),
    twin: (share: Share) => stageTwin(twin, spec, share) as Twin,
    ...(source.path in stageTwins && { spec: { kernel: "stage", path: source.path, ...spec } }),
  };
}

/** How many neurons each grid point is the nearest of. */
function neuronsAt({ points }: ResolvedCoupling, sizes: readonly number[], places: number): Uint32Array {
  const neurons = new Uint32Array(places);
  for (const place of nearestOf(points, sizes)) neurons[place]++;
  return neurons;
}
