/** Rules as their papers and NEST's, Brian2's or GeNN's documentation have them: sums over spike times, in float64. Nothing of src/twins is used. */
import type { Definition, Scene } from "./play.ts";

type Params = Readonly<Record<string, number>>;

/** Sum of exp(-(t - s) / tau) over the spikes given. */
function sum(spikes: readonly number[], t: number, tau: number, dt: number): number {
  return spikes.reduce((total, s) => total + Math.exp((-(t - s) * dt) / tau), 0);
}

const before = (spikes: readonly number[], t: number) => spikes.filter((s) => s < t);
const last = (spikes: readonly number[]) => spikes.slice(-1);

/** Guetig's weight dependence. */
function bounded(p: Params): { up(w: number, k: number): number; down(w: number, k: number): number } {
  const { lambda, alpha, mu_plus, mu_minus, Wmax } = p as Record<string, number>;
  return {
    up: (w, k) => Math.min(w / Wmax! + lambda! * (1 - w / Wmax!) ** mu_plus! * k, 1) * Wmax!,
    down: (w, k) => Math.max(w / Wmax! - alpha! * lambda! * (w / Wmax!) ** mu_minus! * k, 0) * Wmax!,
  };
}

/** Which spikes a spike is paired with. */
type Pairing = {
  /** Of the source's so far and the events' order, those a spike of the target at `t` potentiates with. */
  up(pres: readonly number[], log: readonly string[], t: number): readonly number[];
  down(posts: readonly number[], log: readonly string[], t: number): readonly number[];
};

const pairings = {
  all: { up: (pres) => pres, down: (posts, _log, t) => before(posts, t) },
  symmetric: { up: (pres) => last(pres), down: (posts, _log, t) => last(before(posts, t)) },
  preCentred: { up: (pres, log) => pres.slice(pres.length - trailing(log, "pre")), down: (posts, _log, t) => last(before(posts, t)) },
  restricted: {
    up: (pres, log) => (trailing(log, "pre") > 0 ? last(pres) : []),
    down: (posts, log, t) => (trailing(log, "post") > 0 ? last(before(posts, t)) : []),
  },
} as const satisfies Record<string, Pairing>;

/** How many events of this kind end the log. */
function trailing(log: readonly string[], kind: string): number {
  let n = 0;
  while (n < log.length && log[log.length - 1 - n] === kind) n++;
  return n;
}

/** NEST's stdp_synapse and its nearest-neighbour kin; `deliver`: Brian2's order. */
export function pairStdp(p: Params, pairing: keyof typeof pairings, deliver: "after" | "before" = "after") {
  return ({ w0, dt }: Scene): Definition => {
    const { up, down } = bounded(p);
    const [pres, posts, log]: [number[], number[], string[]] = [[], [], []];
    const rule: Pairing = pairings[pairing];
    return {
      w: w0,
      pre(t) {
        const first = this.w;
        const with_ = rule.down(posts, log, t);
        if (with_.length > 0) this.w = down(this.w, sum(with_, t, p.tau_minus!, dt));
        pres.push(t);
        log.push("pre");
        return deliver === "before" ? first : this.w;
      },
      post(t) {
        const with_ = rule.up(pres, log, t);
        if (with_.length > 0) this.w = up(this.w, sum(with_, t, p.tau_plus!, dt));
        posts.push(t);
        log.push("post");
      },
    };
  };
}

/** GeNN's built-in STDP: it knows the last spike of either side, and acts where the two are not in one step. */
export function gennStdp(p: Params) {
  return ({ w0, dt, pre, post }: Scene): Definition => {
    const { up, down } = bounded(p);
    const lastOf = (train: readonly number[], t: number) => last(train.filter((s) => s <= t));
    return {
      w: w0,
      pre(t) {
        const delivered = this.w;
        for (const s of lastOf(post, t)) if (s < t) this.w = down(this.w, sum([s], t, p.tau_minus!, dt));
        return delivered;
      },
      post(t) {
        for (const s of lastOf(pre, t)) if (s < t) this.w = up(this.w, sum([s], t, p.tau_plus!, dt));
      },
    };
  };
}

/** stdp_pl_synapse_hom: w + lambda w^mu K, w - alpha lambda w K. */
export function powerLaw(p: Params) {
  return ({ w0, dt }: Scene): Definition => {
    const [pres, posts]: [number[], number[]] = [[], []];
    return {
      w: w0,
      pre(t) {
        this.w = Math.max(this.w - p.alpha! * p.lambda! * this.w * sum(before(posts, t), t, p.tau_minus!, dt), 0);
        pres.push(t);
        return this.w;
      },
      post(t) {
        this.w += p.lambda! * this.w ** p.mu! * sum(pres, t, p.tau_plus!, dt);
        posts.push(t);
      },
    };
  };
}

/** vogels_sprekeler_synapse: |w| + eta K for each pair, |w| - alpha eta for each spike of the source. */
export function vogels(p: Params) {
  return ({ w0, dt }: Scene): Definition => {
    const [pres, posts]: [number[], number[]] = [[], []];
    const signed = (size: number) => Math.sign(p.Wmax!) * Math.min(Math.max(size, 0), Math.abs(p.Wmax!));
    return {
      w: w0,
      pre(t) {
        this.w = signed(Math.abs(this.w) + p.eta! * sum(before(posts, t), t, p.tau!, dt));
        this.w = signed(Math.abs(this.w) - p.alpha! * p.eta!);
        pres.push(t);
        return this.w;
      },
      post(t) {
        this.w = signed(Math.abs(this.w) + p.eta! * sum(pres, t, p.tau!, dt));
        posts.push(t);
      },
    };
  };
}
