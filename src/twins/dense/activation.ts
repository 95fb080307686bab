import dspikeText from "../../../shaders/dense/activation/dspike.wgsl";
import sigmoidText from "../../../shaders/dense/activation/sigmoid.wgsl";
import temperatureText from "../../../shaders/dense/activation/temperature.wgsl";
import type { ShaderSource } from "../../gpu/source.ts";
import { logistic, sigmoid } from "../lib/lse.ts";
import { bounded, LOG_EPS_MAX, LOG_EPS_MIN } from "../lib/ultra.ts";

/** A soft spike, and its derivatives to V and to the activation's own raw number. */
export interface Shot {
  s: number;
  slope: number;
  raw: number;
}

/** A soft spike as a function of V: a text of shaders/dense/activation and its twin. */
export interface Activation {
  readonly wgsl: ShaderSource;
  /** Whether it has a raw number of its own. */
  readonly raws: 0 | 1;
  /** With that number: writes the spike of `v`. */
  of(raw: number): (v: number, out: Shot) => void;
}

/** LIF and PLIF. */
export const steepSigmoid: Activation = {
  wgsl: sigmoidText,
  raws: 0,
  of: () => {
    const shot = { s: 0, rest: 0 };
    return (v, out) => {
      logistic(10 * (v - 0.5), shot);
      out.s = shot.s;
      out.slope = 10 * shot.s * shot.rest;
      out.raw = 0;
    };
  },
};

/** SigmaLIF. */
export const temperature: Activation = {
  wgsl: temperatureText,
  raws: 1,
  of: (raw) => {
    const { value: eps, free } = bounded(raw, LOG_EPS_MIN, LOG_EPS_MAX);
    const shot = { s: 0, rest: 0 };
    return (v, out) => {
      logistic(v / eps, shot);
      out.s = shot.s;
      out.slope = (shot.s * shot.rest) / eps;
      out.raw = -out.slope * v * free;
    };
  },
};

/** DSpike and DSpike+. */
export const dspike: Activation = {
  wgsl: dspikeText,
  raws: 1,
  of: (raw) => {
    const k = Math.max(raw, 0) + Math.log1p(Math.exp(-Math.abs(raw)));
    const whole = Math.tanh(k / 2);
    const kSlope = sigmoid(raw);
    return (v, out) => {
      const middle = v - 0.5;
      const inside = Math.abs(middle) <= 0.5;
      const part = Math.tanh(k * middle);
      const bend = 1 - part * part;
      out.s = inside ? 0.5 + (0.5 * part) / whole : Number(v > 0.5);
      out.slope = inside ? (0.5 * k * bend) / whole : 0;
      out.raw = inside ? ((middle * bend * whole - 0.5 * part * (1 - whole * whole)) / (2 * whole * whole)) * kSlope : 0;
    };
  },
};
