/** What each mode of pair STDP gives, straight from its definition: sums over pairs in float64, without traces. */
import { rule } from "./parameters.ts";

/** Which pairs count. Times are at the synapse; `pre` and `post` are ascending. */
interface Pairing {
  /** Partners among `pre` of a spike of the target at `t`, for potentiation. */
  potentiates(t: number, pre: readonly number[], post: readonly number[]): readonly number[];
  /** Partners among `post` of a spike of the source at `t`, for depression. */
  depresses(t: number, pre: readonly number[], post: readonly number[]): readonly number[];
}

/** Two times within this many ms are one step. */
const SAME = 1e-6;
const same = (s: number, t: number) => Math.abs(s - t) < SAME;
const before = (t: number, times: readonly number[]) => times.filter((s) => s < t - SAME);
const upTo = (t: number, times: readonly number[]) => times.filter((s) => s < t + SAME);
const nearest = (times: readonly number[]) => times.slice(-1);
const after = (t: number | undefined, times: readonly number[]) => (t === undefined ? times : times.filter((s) => s > t - SAME));

/** By mode. Song's counts a source's spike as before a target's in the same step; in all others two such spikes are no pair. */
export const pairings: Readonly<Record<string, Pairing>> = {
  nest: { potentiates: (t, pre) => before(t, pre), depresses: (t, _, post) => before(t, post) },
  song: { potentiates: (t, pre) => upTo(t, pre), depresses: (t, _, post) => before(t, post) },
  /** Each spike with the last of the other side. */
  nearest_symmetric: { potentiates: (t, pre) => nearest(before(t, pre)), depresses: (t, _, post) => nearest(before(t, post)) },
  /** A spike of the target with all of the source since the target's last, a spike of the source with the target's last. */
  nearest_pre_centred: {
    potentiates: (t, pre, post) => after(before(t, post).at(-1), before(t, pre)),
    depresses: (t, _, post) => nearest(before(t, post)),
  },
  /** Only neighbours in the joint train. */
  nearest_restricted: {
    potentiates: (t, pre, post) => nearest(after(before(t, post).at(-1), before(t, pre))),
    depresses: (t, pre, post) => nearest(after(before(t, pre).at(-1), before(t, post))),
  },
  /** As nearest_symmetric, but where both spike in one step neither spike has a partner. */
  genn: {
    potentiates: (t, pre) => (pre.some((s) => same(s, t)) ? [] : nearest(before(t, pre))),
    depresses: (t, _, post) => (post.some((s) => same(s, t)) ? [] : nearest(before(t, post))),
  },
};

/** The weight after these spikes, additive within hard bounds. */
export function weightAfter(mode: string, weight: number, pre: readonly number[], post: readonly number[]): number {
  const { lambda, alpha, tau_plus, tau_minus, Wmax } = rule as Record<string, number>;
  const { potentiates, depresses } = pairings[mode]!;
  const sum = (t: number, partners: readonly number[], tau: number) => partners.reduce((total, s) => total + Math.exp((s - t) / tau), 0);
  const changes = [
    ...pre.map((t) => ({ t, change: -alpha! * lambda! * Wmax! * sum(t, depresses(t, pre, post), tau_minus!) })),
    ...post.map((t) => ({ t, change: lambda! * Wmax! * sum(t, potentiates(t, pre, post), tau_plus!) })),
  ].sort((a, b) => a.t - b.t);
  return changes.reduce((w, { change }) => Math.min(Math.max(w + change, 0), Wmax!), weight);
}

/** Change of an additive weight by one pair, `interval` ms from the source's spike to the target's; not 0, where the modes differ. */
export function closedForm(interval: number): number {
  const { lambda, alpha, tau_plus, tau_minus, Wmax } = rule as Record<string, number>;
  return interval > 0 ? lambda! * Wmax! * Math.exp(-interval / tau_plus!) : -alpha! * lambda! * Wmax! * Math.exp(interval / tau_minus!);
}
