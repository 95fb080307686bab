import { InputError } from "../errors.ts";
import { availableMemory } from "../gpu/adapter.ts";
import type { Values } from "../network/description.ts";
import { formatOf, receptorsOf } from "../network/format.ts";
import type { ResolvedNetwork } from "../network/resolved.ts";
import type { Plan } from "../plan/plan.ts";
import { compiledField } from "./couplings.ts";
import { isPlastic, type PlasticProjection, withOnly } from "./plastic-rows.ts";
import { historyDepth } from "./plastic-words.ts";
import { MAX_WINDOW_STEPS } from "./windows.ts";

/** Queue, tables, code: what every simulation takes. */
export const FIXED = 64e6;

/** What a network will take, estimated from its description alone. */
interface Footprint {
  readonly synapses: number;
  /** Bytes of synapses, ring and state together. */
  readonly bytes: number;
  /** The largest buffer that cannot be cut into pages: its name and bytes. */
  readonly largest: readonly [string, number];
}

/** Expected synapses and bytes, of synapses that are held unless `procedural`; longest delays are those that a drawn delay reaches in practice (two standard deviations). */
export function footprint(network: ResolvedNetwork, procedural = false): Footprint {
  const synapses = network.projections.reduce((sum, projection) => sum + projection.synapses, 0);
  const longest = network.projections.reduce((most, { delay }) => Math.max(most, longestOf(delay)), 0);
  const slots = Math.max(1, Math.round(longest / network.dt));
  const cells = network.neurons * receptorsOf(network);
  const buffers: [string, number][] = [
    [`the ring of ${slots} steps of delay for ${network.neurons} neurons`, 4 * slots * cells],
    ["the state of all neurons", 4 * network.populations.reduce((sum, { size, model }) => sum + size * model.stateFields.length, 0)],
  ];
  const { words } = formatOf(withOnly(network, (projection) => !isPlastic(projection)));
  for (const projection of network.projections) if (isPlastic(projection)) buffers.push(historiesOf(projection, network));
  (network.fields ?? []).forEach(({ name }, f) => {
    for (const [buffer, { length }] of Object.entries(compiledField(network, f).buffers))
      buffers.push([`"${buffer}" of field "${name}"`, 4 * length]);
  });
  const largest = buffers.reduce((a, b) => (b[1] > a[1] ? b : a));
  const held = network.projections.reduce(
    (sum, projection) => sum + 4 * (isPlastic(projection) ? 2 + projection.plasticity.form.variables.length : words) * projection.synapses,
    0,
  );
  // Beside the buffers, building keeps a float64 sum a cell and the start of each row.
  const bytes = FIXED + (procedural ? 0 : held) + buffers.reduce((sum, [, size]) => sum + size, 0) + 8 * cells + 4 * network.neurons;
  return { synapses, bytes, largest };
}

/** Spikes kept of both sides of a plastic projection: at least 32 of each neuron, and as many as fit the longest delay and two windows. */
function historiesOf({ name, source, target, delay, plasticity: { form } }: PlasticProjection, network: ResolvedNetwork): [string, number] {
  const longest = form.delayed ? Math.round(longestOf(delay) / network.dt) : 0;
  const depth = historyDepth(longest, MAX_WINDOW_STEPS);
  const { populations } = network;
  const words =
    populations[source].size * (1 + form.pre.length) + populations[target].size * (form.post.length === 0 ? 0 : 1 + form.post.length);
  return [`the spikes kept for ${name}`, 4 * depth * words];
}

function longestOf(delay: Values): number {
  if (typeof delay === "number") return delay;
  if (delay instanceof Float64Array) return delay.reduce((most, ms) => Math.max(most, ms), 0);
  if ("uniform" in delay) return delay.uniform.high;
  if ("normal" in delay) return Math.min(delay.normal.max ?? Infinity, delay.normal.mean + 2 * delay.normal.std);
  return Math.min(delay.lognormal.max ?? Infinity, Math.exp(delay.lognormal.mean + 2 * delay.lognormal.std));
}

/**
 * Refuses, before anything is built, a network that this machine's memory or the adapter's buffers cannot hold.
 * @param limit bytes of the adapter's largest buffer, if there is one
 * @param available bytes of memory free; Infinity where the synapses never touch this machine's, but are built on a card of its own
 * @param procedural whether synapses are drawn on each spike instead of held
 * @throws InputError
 */
export function checkMemory(
  network: ResolvedNetwork,
  limit: number | undefined,
  available: number | undefined = availableMemory(),
  procedural = false,
): void {
  const { synapses, bytes, largest } = footprint(network, procedural);
  if (available !== undefined && bytes > available) {
    const what = `${network.neurons.toLocaleString("en")} neurons and ${Math.round(synapses).toLocaleString("en")} synapses need this much memory`;
    throw new InputError(
      `network "${network.name}"`,
      gigabytes(bytes),
      `${what}, ${gigabytes(available)} are free; make it smaller (--scale) or free some`,
    );
  }
  if (limit !== undefined && largest[1] > limit)
    throw new InputError(
      `network "${network.name}"`,
      gigabytes(largest[1]),
      `${largest[0]} needs one buffer of this size, ${remedyFor(limit)}`,
    );
}

/**
 * Refuses a plan with a buffer that the adapter cannot hold.
 * @throws InputError
 */
export function checkBuffers(network: ResolvedNetwork, plan: Plan, limit: number): void {
  for (const [name, { length }] of Object.entries(plan.buffers))
    if (4 * length > limit)
      throw new InputError(`network "${network.name}"`, gigabytes(4 * length), `buffer "${name}" needs this size, ${remedyFor(limit)}`);
}

function remedyFor(limit: number): string {
  return `the adapter's largest is ${gigabytes(limit)}; use fewer neurons, shorter delays or a larger dt, or --adapter cpu`;
}

function gigabytes(bytes: number): string {
  const gb = bytes / 1e9;
  return `${gb >= 100 ? Math.round(gb) : gb.toPrecision(3)} GB`;
}
