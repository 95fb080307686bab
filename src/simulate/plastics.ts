import type { ResolvedNetwork } from "../network/resolved.ts";
import type { Executor } from "../plan/executor.ts";
import type { Compiled } from "./compile.ts";
import { checkWeights, pageNames, pagesOf, plasticIndex, SynapseOrder, type Weights } from "./weights.ts";

/** The plastic projections of a simulation, between its runs. */
export class Plastics {
  private readonly orders = new Map<number, SynapseOrder>();
  /** Step at which all synapses were last brought up to date. */
  private settled = 0;

  constructor(
    private readonly network: ResolvedNetwork,
    private readonly compiled: Compiled,
    private readonly executor: Executor,
  ) {}

  /** Synapses and weights of a projection at step `at`. */
  async weights(name: string, at: number): Promise<Weights> {
    const k = plasticIndex("weights", name, this.network, this.compiled.plastic);
    await this.settle(at);
    const pages = await this.pages(k);
    const { source, target, delay } = this.order(k, pages);
    return { source: source.slice(), target: target.slice(), delay: delay.slice(), weight: this.order(k, pages).read(pages) };
  }

  async setWeights(name: string, weight: ArrayLike<number>, at: number): Promise<void> {
    const k = plasticIndex("setWeights", name, this.network, this.compiled.plastic);
    checkWeights(`setWeights("${name}")`, weight, this.compiled.plastic[k]);
    await this.settle(at);
    const pages = await this.pages(k);
    this.order(k, pages).write(pages, weight);
    const names = this.names(k);
    for (const [n, page] of pages.entries()) await this.executor.replace(names[n], page);
  }

  /** Lets every synapse make up for what reached it before step `at`: a window of no steps that asks for it. */
  private async settle(at: number): Promise<void> {
    if (this.settled === at || at === 0) return;
    this.executor.setEnd(at, true);
    await this.executor.submit(1);
    this.settled = at;
  }

  private names(k: number): string[] {
    return pageNames(k, this.compiled.plan.buffers);
  }

  private pages(k: number): Promise<Uint32Array[]> {
    return pagesOf(this.executor, this.names(k));
  }

  private order(k: number, pages: readonly Uint32Array[]): SynapseOrder {
    const known = this.orders.get(k) ?? new SynapseOrder(this.compiled.plastic[k], pages);
    this.orders.set(k, known);
    return known;
  }
}
