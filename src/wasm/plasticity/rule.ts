/** A trace in the histories: places of its numbers in `rule`, in words. */
export interface TraceSource {
  /** Its decay tables. */
  readonly table: number;
  /** Of a running mean of the square of the trace before it: the place of its factor. */
  readonly factor?: number;
}

/** A plasticity rule to compile: its text, and what the engine keeps for it (src/twins/plasticity/rule.ts). */
export interface RuleSource {
  /** struct Params, Synapse, Pre, Post (all f32), on_pre, and on_post, on_step, contribute as they are called: as in shaders/plasticity. */
  readonly text: string;
  readonly pre: readonly TraceSource[];
  readonly post: readonly TraceSource[];
  /** Of each variable beside the weight, the place of its decay tables in `rule`; -1: it does not decay. */
  readonly variables: readonly number[];
  /** Words of a synapse: its delay and target, its weight, variables; more where another rule keeps more of the same synapses. */
  readonly words: number;
  readonly delayed: boolean;
  readonly first: "pre" | "post";
  readonly on_post: boolean;
  readonly on_step: boolean;
  readonly contribute?: "source" | "target";
  /** Fields of struct Params that modulators scale. */
  readonly modulated: readonly { readonly field: number; readonly modulator: number }[];
  /** What the loop does: the kernel of shaders/plasticity that it stands for. */
  readonly kernel: RuleKernel;
  /** Whether the memory it runs on is shared between threads. */
  readonly shared: boolean;
}

export type RuleKernel = "propagate_plastic" | "settle" | "gather" | "apply";

/**
 * The compiled loop over a stretch of the synapses of one source, as the kernels of shaders/plasticity have it. Addresses are in bytes.
 * @returns propagate_plastic: 1 if some delivered value was out of bounds; gather: what was added up for the source; else 0
 */
export type Stretch = (
  /** The first synapse, and the end of the last. */
  page: number,
  end: number,
  rule: number,
  /** A synapse's first word is delay << targetBits | target; the target's spikes reach it delay - advance steps later. */
  targetBits: number,
  advance: number,
  /** Head of target 0 (src/twins/lib/plastic.ts), where its spikes are kept, and for how many (2 ^ depthBits) there is room. */
  heads: number,
  marks: number,
  depthBits: number,
  /** Spikes of the target that arrive from this step on have not been made up for. */
  start: number,
  /** The last spike of the source: where it is kept, in zeros where there is none, and its step, or -1. */
  pre: number,
  before: number,
  /** Step of the last event of the source or the clock, -1 before any. */
  last: number,
  /** Spikes of the target that arrive before this step count for the event; its step. */
  limit: number,
  now: number,
  /**
   * propagate_plastic: the ring's cell of target 0 in slot 0, the slot of the spike's step, all slots and the cells of one.
   * settle: whether the clock acts, as `slot`. gather, apply: the total of target 0, or of the source, as `cells`.
   */
  cells: number,
  slot: number,
  slots: number,
  slotCells: number,
  /** Quanta per unit in the ring or the totals; apply: units per quantum. */
  scale: number,
  /** propagate_plastic: the largest size a delivered value may have. */
  most: number,
  /** Where something is modulated: values of modulator 0 of the network, and of how many steps (a power of two) each has them. */
  modulators: number,
  series: number,
  /** Where STRETCH_BYTES of the memory are its own to use. */
  scratch: number,
) => number;

/** Indices of `Stretch`'s parameters. */
export const Parameter = {
  page: 0,
  end: 1,
  rule: 2,
  targetBits: 3,
  advance: 4,
  heads: 5,
  marks: 6,
  depthBits: 7,
  start: 8,
  pre: 9,
  before: 10,
  last: 11,
  limit: 12,
  now: 13,
  cells: 14,
  slot: 15,
  slots: 16,
  slotCells: 17,
  scale: 18,
  most: 19,
  modulators: 20,
  series: 21,
  scratch: 22,
} as const;

/** Whether synapses keep something that decays. */
export const fades = ({ variables }: RuleSource): boolean => variables.some((table) => table >= 0);
