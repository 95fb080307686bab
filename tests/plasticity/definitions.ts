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

/** stdp_triplet_synapse (Pfister and Gerstner 2006, equation 5, all to all). */
export function triplet(p: Params) {
  return ({ w0, dt }: Scene): Definition => {
    const [pres, posts]: [number[], number[]] = [[], []];
    return {
      w: w0,
      pre(t) {
        const slow = sum(pres, t, p.tau_plus_triplet!, dt);
        this.w = Math.max(this.w - sum(before(posts, t), t, p.tau_minus!, dt) * (p.Aminus! + p.Aminus_triplet! * slow), 0);
        pres.push(t);
        return this.w;
      },
      post(t) {
        const slow = sum(posts, t, p.tau_minus_triplet!, dt);
        this.w = Math.min(this.w + sum(pres, t, p.tau_plus!, dt) * (p.Aplus! + p.Aplus_triplet! * slow), p.Wmax!);
        posts.push(t);
      },
    };
  };
}

/** Three factors: c from all pairs so far; at each call w grows by the integral of c (n - b) until the next, n held. `n` of a step. */
export function dopamine(p: Params, every: number, n: (t: number, scene: Scene) => number) {
  return (scene: Scene): Definition => {
    const { w0, dt } = scene;
    const [pres, posts]: [number[], number[]] = [[], []];
    const jumps: { t: number; size: number }[] = [];
    return {
      w: w0,
      pre(t) {
        jumps.push({ t, size: -p.A_minus! * sum(before(posts, t), t, p.tau_minus!, dt) });
        pres.push(t);
        return this.w;
      },
      post(t) {
        jumps.push({ t, size: p.A_plus! * sum(pres, t, p.tau_plus!, dt) });
        posts.push(t);
      },
      clock(t) {
        const tau = p.tau_c!;
        const c = jumps.reduce((total, jump) => total + jump.size * Math.exp((-(t - jump.t) * dt) / tau), 0);
        const area = c * tau * (1 - Math.exp(-every / tau));
        this.w = Math.min(Math.max(this.w + area * (n(t, scene) - p.b!), p.Wmin!), p.Wmax!);
      },
    };
  };
}

/** tsodyks2_synapse: Maass and Markram (2002), equations 4 and 5. */
export function shortTerm(p: Params) {
  return ({ w0, dt }: Scene): Definition => {
    let [x, u, at] = [1, p.U!, Number.NaN];
    return {
      w: w0,
      pre(t) {
        if (!Number.isNaN(at)) {
          const h = (t - at) * dt;
          x = 1 + (x - x * u - 1) * Math.exp(-h / p.tau_rec!);
          u = p.U! + u * (1 - p.U!) * (p.tau_fac === 0 ? 0 : Math.exp(-h / p.tau_fac!));
        }
        at = t;
        return x * u * w0;
      },
    };
  };
}

/** Learning by rates: every so often a change of w from it and the traces x and y. `theta`: the running mean of y^2. */
export function byRates(p: Params, next: (w: number, x: number, y: number, theta: number) => number) {
  return ({ w0, dt, pre, post }: Scene): Definition => ({
    w: w0,
    pre() {
      return this.w;
    },
    clock(t) {
      const seen = (train: readonly number[]) => train.filter((s) => s <= t);
      const y = sum(seen(post), t, p.tau_post!, dt);
      const theta = p.tau_theta === undefined ? 0 : meanSquare(seen(post), t, p.tau_post!, p.tau_theta, dt);
      this.w = next(this.w, sum(seen(pre), t, p.tau_pre!, dt), y, theta);
    },
  });
}

/** The integral of y^2 e^-(t - s)/tau over s, over tau, by Gauss's rule with three points a step. */
function meanSquare(spikes: readonly number[], t: number, tau_post: number, tau: number, dt: number): number {
  const nodes = [-Math.sqrt(0.6), 0, Math.sqrt(0.6)];
  const shares = [5 / 18, 8 / 18, 5 / 18];
  let [y, mean] = [0, 0];
  for (let k = 0; k < t; k++) {
    if (spikes.includes(k)) y += 1;
    let area = 0;
    nodes.forEach((node, i) => {
      const s = ((node + 1) / 2) * dt;
      area += shares[i]! * dt * (y * Math.exp(-s / tau_post)) ** 2 * Math.exp(-(dt - s) / tau);
    });
    mean = mean * Math.exp(-dt / tau) + area / tau;
    y *= Math.exp(-dt / tau_post);
  }
  return mean;
}
