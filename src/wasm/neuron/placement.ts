/** Where a population lies in the memory; addresses in bytes, those of its neuron 0. */
export interface Placement {
  readonly params: number;
  readonly state: number;
  /** Receptor 0 of ring slot 0. */
  readonly ring: number;
  readonly slots: number;
  /** Cells of a ring slot, and of one of its receptors. */
  readonly cells: number;
  readonly neurons: number;
  readonly count: number;
  /** Parameter fields: whether each has one value a neuron, and how many scalars and arrays come before it. */
  readonly fields: readonly { readonly array: boolean; readonly scalars: number; readonly before: number }[];
  readonly stateFields: number;
  readonly receptors: number;
  readonly quantum: number;
  /** Global index of neuron 0, and the bits of one in a queue entry. */
  readonly first: number;
  readonly neuronBits: number;
}
