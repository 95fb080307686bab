/** Acts on stretches of the synapses of one source after another, in the way of one of the kernels of shaders/plasticity. */
export interface Stretches {
  /**
   * @param modulators their values, where something is modulated
   * @param sums what is added to, or has been: the ring, or the totals of a side's neurons
   */
  bind(
    plastic: Uint32Array,
    rule: Float32Array,
    histories: Uint32Array,
    page: Uint32Array,
    modulators: Float32Array | undefined,
    sums?: Int32Array,
  ): void;
  /** The source whose synapses follow, and how many of its spikes are over. */
  source(i: number, spikes: number): void;
  /**
   * A spike of the source at `step` reaches synapses [from, to) of the page; the ring has `slots` of `cells` cells.
   * @returns whether all that was delivered is in bounds
   */
  spike(from: number, to: number, step: number, slots: number, cells: number): boolean;
  /** They have everything that arrived before step `end`. */
  settle(from: number, to: number, end: number): void;
  /** Adds what they, up to date, contribute at `end`. */
  gather(from: number, to: number, end: number): void;
  /** The clock's event, with the total they share in. */
  apply(from: number, to: number, end: number): void;
}
