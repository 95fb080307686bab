/** Every neuron by its definition, unrolled on a tape: independent of kernels and twins. Sources: the notes on arXiv 2602.11206, snnTorch. */
import type { LayerSpec } from "../../src/learn/layers/index.ts";
import type { LayerSize } from "../../src/verify/neurons.ts";
import { add, clamp, detach, div, exp, fire, leaf, line, lse, mul, type Node, sigmoid, sub, tanh } from "./tape.ts";

/** One step of all neurons of an example: state variables (a row each) and currents in, states and spikes out. */
interface Oracle {
  readonly states: number;
  step(raw: readonly Node[], states: readonly (readonly Node[])[], x: readonly Node[]): { states: Node[][]; spikes: Node[] };
}

const SLOPES: Readonly<Record<string, (u: number) => number>> = {
  atan: (u) => 1 / (1 + (Math.PI * u) ** 2),
  fast_sigmoid: (u) => 1 / (1 + 25 * Math.abs(u)) ** 2,
  sigmoid: (u) => (25 * Math.exp(-25 * Math.abs(u))) / (1 + Math.exp(-25 * Math.abs(u))) ** 2,
  straight_through: () => 1,
};

// Bounds as float32 keeps their logarithms.
const [LOG_TENTH, LOG_20, LOG_50] = [0.1, 20, 50].map((x) => Math.fround(Math.log(x)));
const epsOf = (raw: Node) => exp(clamp(raw, LOG_TENTH, LOG_20));
const betaOf = (raw: Node) => exp(clamp(raw, LOG_TENTH, LOG_50));
const softReset = (v: Node, s: Node) => mul(v, line(s, -1, 1));

export function oracleOf(spec: LayerSpec): Oracle {
  switch (spec.layer) {
    case "UltraLIF":
    case "UltraPLIF":
      return oneState(([logTau, rawEps, rawBeta], before, x) => {
        const eps = epsOf(rawEps);
        const v = lse(eps, add(before, logTau), x);
        return [v, sigmoid(spec.ds ? mul(betaOf(rawBeta), v) : div(v, eps))];
      });
    case "UltraDLIF":
    case "UltraDPLIF":
      return ring(spec.variant === "readme", spec.layer === "UltraDPLIF", spec.ds === true);
    case "LIF":
    case "PLIF":
      return oneState(([tau], before, x) => {
        const v = add(mul(sigmoid(tau), before), x);
        return [v, sigmoid(line(v, 10, -5))];
      });
    case "SigmaLIF":
      return oneState(([tau, rawEps], before, x) => {
        const v = add(mul(sigmoid(tau), before), x);
        return [v, sigmoid(div(v, epsOf(rawEps)))];
      });
    case "DSpike":
    case "DSpike+":
      return oneState(([tau, rawK], before, x) => {
        const v = add(mul(sigmoid(tau), before), x);
        const k = softplus(rawK);
        const whole = tanh(line(k, 0.5));
        return [v, clamp(div(add(tanh(mul(k, line(v, 1, -0.5))), whole), line(whole, 2)), 0, 1)];
      });
    case "AdaLIF":
      return adaptive;
    case "Leaky":
    case "Synaptic":
      return firing(spec);
    default:
      throw new Error(`no oracle for ${spec.layer}`);
  }
}

function softplus(a: Node): Node {
  return a.value > 0 ? add(a, softplus(line(a, -1))) : lse(leaf(1), a, leaf(0));
}

function oneState(of: (raw: readonly Node[], before: Node, x: Node) => readonly [Node, Node]): Oracle {
  return {
    states: 1,
    step(raw, [before], x) {
      const steps = x.map((one, i) => of(raw, before[i], one));
      return { states: [steps.map(([v, s]) => softReset(v, s))], spikes: steps.map(([, s]) => s) };
    },
  };
}

function ring(readme: boolean, learning: boolean, ds: boolean): Oracle {
  return {
    states: 1,
    step([rawTau, rawEps, rawBeta], [before], x) {
      const n = x.length;
      const tau = sigmoid(rawTau);
      const eps = epsOf(rawEps);
      const terms = readme ? before : before.map((v, i) => add(mul(tau, v), x[i]));
      const u = terms.map((own, i) => lse(eps, terms[(i + n - 1) % n], readme && learning ? mul(tau, own) : own, terms[(i + 1) % n]));
      const v = readme ? u.map((one, i) => add(one, x[i])) : terms;
      const spikes = (readme ? v : u).map((a) => sigmoid(ds ? mul(betaOf(rawBeta), a) : div(a, eps)));
      return { states: [v.map((one, i) => softReset(one, spikes[i]))], spikes };
    },
  };
}

const adaptive: Oracle = {
  states: 2,
  step([rawTau], [before, b], x) {
    const v = x.map((one, i) => add(mul(sigmoid(rawTau), before[i]), one));
    const spikes = v.map((one, i) => sigmoid(line(sub(one, line(b[i], 0.1, 0.5)), 10)));
    return { states: [v.map((one, i) => softReset(one, spikes[i])), b.map((one, i) => add(line(one, 0.9), line(spikes[i], 0.1)))], spikes };
  },
};

function firing(spec: Extract<LayerSpec, { layer: "Leaky" | "Synaptic" }>): Oracle {
  const slope = SLOPES[spec.surrogate ?? "atan"];
  const reset = spec.reset ?? "subtract";
  const two = spec.layer === "Synaptic";
  return {
    states: two ? 2 : 1,
    step(raw, [before, current], x) {
      const [beta, threshold] = two ? [raw[1], raw[2]] : raw;
      const drive = two ? x.map((one, i) => add(mul(clamp(raw[0], 0, 1), current[i]), one)) : [...x];
      const u = drive.map((one, i) => {
        const fired = leaf(before[i].value > threshold.value ? 1 : 0);
        const sum = add(mul(clamp(beta, 0, 1), before[i]), one);
        if (reset === "zero") return mul(sum, line(fired, -1, 1));
        return reset === "subtract" ? sub(sum, mul(fired, threshold)) : sum;
      });
      return { states: two ? [u, drive] : [u], spikes: u.map((one) => fire(sub(one, threshold), slope)) };
    },
  };
}

/** Weights (features x features) and a bias that spikes come back through. */
export interface Loop {
  readonly weight: readonly Node[];
  readonly bias: readonly Node[];
}

/** The layer's output in each step, example by example, cut where backpropagation is truncated. */
export function unrolled(spec: LayerSpec, size: LayerSize, raw: readonly Node[], inputs: readonly Node[], loop: Loop | undefined): Node[] {
  const { steps, batch, features: n, truncate, inputSteps } = size;
  const oracle = oracleOf(spec);
  const membrane = "readout" in spec && spec.readout === "membrane";
  const outputs: Node[] = new Array(steps * batch * n);
  for (let b = 0; b < batch; b++) {
    let states = Array.from({ length: oracle.states }, () => Array.from({ length: n }, () => leaf(0)));
    let spikes = Array.from({ length: n }, () => leaf(0));
    for (let t = 0; t < steps; t++) {
      if (t % truncate === 0) {
        states = states.map((row) => row.map(detach));
      }
      // The weights still learn from spikes that are cut off.
      const heard = t % truncate === 0 ? spikes.map(detach) : spikes;
      const at = ((inputSteps === 1 ? 0 : t) * batch + b) * n;
      const x = inputs.slice(at, at + n).map((one, i) => {
        if (!loop) return one;
        return heard.reduce((sum, s, j) => add(sum, mul(loop.weight[i * n + j], s)), add(one, loop.bias[i]));
      });
      ({ states, spikes } = oracle.step(raw, states, x));
      (membrane ? states[0] : spikes).forEach((one, i) => {
        outputs[(t * batch + b) * n + i] = one;
      });
    }
  }
  return outputs;
}
