import type { ResolvedNetwork } from "../network/resolved.ts";
import type { Executor } from "../plan/executor.ts";
import { type Change, changed, checkRange, shiftedState, withChange } from "./change.ts";
import type { Compiled } from "./compile.ts";
import type { Layout } from "./layout.ts";
import type { TraceOffset } from "./recorder.ts";
import { sameVariant } from "./weave.ts";

/** A network as it is now, what a person has changed since it was built with it, and the executor's side of that: parameters, inputs, kernels. */
export class Current {
  network: ResolvedNetwork;
  layout: Layout;
  changes: readonly Change[] = [];

  constructor(
    /** As it was built. */
    readonly base: ResolvedNetwork,
    private readonly compiled: Compiled,
    private readonly executor: Executor,
  ) {
    this.network = base;
    this.layout = compiled.layout;
  }

  /** What is added to a recorded state to give the person's value, with the parameters as they are now. */
  get offset(): TraceOffset {
    return offsetOf(this.network, this.layout.realised);
  }

  /**
   * From now on; potentials stay where they are.
   * @returns whether states are kept relative to something else now: `offset` is another
   * @throws InputError
   */
  async change(change: Change): Promise<boolean> {
    const network = changed(this.network, change);
    checkRange(network, this.compiled);
    const shifted = await shiftedState(this.network, network, change, this.layout, this.executor);
    this.network = network;
    this.changes = withChange(this.changes, change);
    await this.describe();
    if (shifted) await this.executor.replace("state", shifted);
    return shifted !== undefined;
  }

  /** As it was built, with these changes; the state stays. */
  async load(changes: readonly Change[]): Promise<void> {
    this.changes = [...changes];
    this.network = this.changes.reduce((network, change) => changed(network, change), this.base);
    await this.describe();
  }

  /** The initial state, with the parameters and inputs as they are now. */
  async begin(): Promise<void> {
    this.layout = this.compiled.relaid([this.network]);
    await this.executor.replace("state", this.layout.state);
    await this.rewind(this.layout.cursors);
  }

  /** Gives the executor the parameters and inputs of the network as it is now. */
  private async describe(): Promise<void> {
    const { executor, compiled } = this;
    const { variants } = this.layout;
    this.layout = compiled.relaid([this.network]);
    // A scalar may have become an array: the kernel is woven for that.
    if (!sameVariants(variants, this.layout.variants))
      for (const [name, kernel] of Object.entries(compiled.woven(this.layout))) await executor.exchange(name, kernel);
    await executor.replace("tables", this.layout.tables);
    if ("params" in compiled.plan.buffers) await executor.replace("params", this.layout.params);
    await this.rewind(await this.withCurrents(this.layout.cursors));
  }

  /** Given spikes may have changed: every list is walked from its start, past what is over. */
  private async rewind(cursors: Uint32Array): Promise<void> {
    if (cursors.length > 0) await this.executor.replace("cursors", cursors);
  }

  /** With the currents that fields drive neurons with now, which lie there too. */
  private async withCurrents(cursors: Uint32Array): Promise<Uint32Array> {
    const { network, layout, executor } = this;
    if (!network.fields) return cursors;
    const kept = cursors.slice();
    const now = await executor.read("cursors", "u32");
    network.fields.forEach(({ drives }, f) => {
      drives.forEach(({ population }, k) => {
        const at = layout.currents[f][k];
        kept.set(now.subarray(at, at + network.populations[population].size), at);
      });
    });
    return kept;
  }
}

/** What is added to a recorded state to give the person's value. @param realised parameters of each of the network's populations */
export function offsetOf({ populations }: ResolvedNetwork, realised: Layout["realised"]): TraceOffset {
  return (population, variable, neuron) => {
    const { plus } = populations[population].model.variables[variable];
    const value = plus === undefined ? 0 : realised[population][plus];
    return typeof value === "number" ? value : value[neuron];
  };
}

function sameVariants(a: Layout["variants"], b: Layout["variants"]): boolean {
  return a.length === b.length && a.every((variant, v) => sameVariant(variant, b[v]));
}
