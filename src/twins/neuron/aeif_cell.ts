import { field, type PopulationStep } from "./model.ts";

/** exp(x) that stays in the range of float32. */
function boundedExp(x: number): number {
  return Math.exp(Math.min(Math.max(x, -80), 80));
}

/** x, but not below 0 or above 1. */
function unit(x: number): number {
  return Math.min(Math.max(x, 0), 1);
}

/**
 * The sub-steps of an aeif_cond_exp neuron. Working values are fields in place of return values so that the loop allocates nothing. Arithmetic is
 * in float64 between the float32 states of a step, so it agrees with the shader to rounding, not to the bit.
 */
export class AeifCell {
  // Parameters of the neuron, as in `struct Params`.
  private substeps = 0;
  private h = 0;
  private half_ex = 0;
  private half_in = 0;
  P11_ex = 0;
  P11_in = 0;
  private P_w = 0;
  private inv_C = 0;
  private leak = 0;
  private rest = 0;
  private E_L = 0;
  private E_ex = 0;
  private E_in = 0;
  private upswing = 0;
  private Delta_T = 0;
  private inv_Delta = 0;
  private near = 0;
  private V_peak = 0;
  private V_reset = 0;
  private a = 0;
  private b = 0;
  private inv_tau_w = 0;
  private refractory = 0;
  // State.
  V = 0;
  w = 0;
  r = 0;
  spikes = 0;
  // The linear part B - A V at start, middle and end of the sub-step.
  private A0 = 0;
  private B0 = 0;
  private A1 = 0;
  private B1 = 0;
  private A2 = 0;
  private B2 = 0;
  // What a Runge-Kutta stage gives, and the constants of the sub-step.
  private dx = 0;
  private dw = 0;
  private x = 0;
  private wEnd = 0;
  private slope = 0;
  private straight = true;
  private V0 = 0;
  private E0 = 0;
  private low = 0;

  load(s: PopulationStep, i: number): void {
    this.substeps = field(s, 0, i);
    this.h = field(s, 1, i);
    this.half_ex = field(s, 2, i);
    this.half_in = field(s, 3, i);
    this.P11_ex = field(s, 4, i);
    this.P11_in = field(s, 5, i);
    this.P_w = field(s, 6, i);
    this.inv_C = field(s, 7, i);
    this.leak = field(s, 8, i);
    this.rest = field(s, 9, i);
    this.E_L = field(s, 10, i);
    this.E_ex = field(s, 11, i);
    this.E_in = field(s, 12, i);
    this.upswing = field(s, 13, i);
    this.Delta_T = field(s, 14, i);
    this.inv_Delta = field(s, 15, i);
    this.near = field(s, 16, i);
    this.V_peak = field(s, 17, i);
    this.V_reset = field(s, 18, i);
    this.a = field(s, 19, i);
    this.b = field(s, 20, i);
    this.inv_tau_w = field(s, 21, i);
    this.refractory = field(s, 22, i);
  }

  /** Slopes of (V or y, w), into dx and dw. */
  private rate(A: number, B: number, x: number, w: number): void {
    let V = Math.min(x, this.V_peak);
    if (!this.straight) V = this.V0 - this.Delta_T * Math.log(Math.max(x, this.low));
    const linear = B - A * V - w * this.inv_C;
    this.dw = (this.a * (V - this.E_L) - w) * this.inv_tau_w;
    this.dx = this.straight ? linear + this.upswing * boundedExp(V * this.inv_Delta) : -(this.E0 + x * linear * this.inv_Delta);
  }

  /** Classical Runge-Kutta from x, into x, wEnd and slope. */
  private rk4(x: number): void {
    const { h, w } = this;
    this.rate(this.A0, this.B0, x, w);
    const x1 = this.dx;
    const w1 = this.dw;
    this.rate(this.A1, this.B1, x + (h / 2) * x1, w + (h / 2) * w1);
    const x2 = this.dx;
    const w2 = this.dw;
    this.rate(this.A1, this.B1, x + (h / 2) * x2, w + (h / 2) * w2);
    const x3 = this.dx;
    const w3 = this.dw;
    this.rate(this.A2, this.B2, x + h * x3, w + h * w3);
    this.x = x + (h / 6) * (x1 + 2 * (x2 + x3) + this.dx);
    this.wEnd = w + (h / 6) * (w1 + 2 * (w2 + w3) + this.dw);
    this.slope = h * x1;
  }

  /** Where a sub-step is too long for Runge-Kutta: V relaxes with the mid-step conductances, then the upswing is added to y. */
  private leap(): void {
    const { V0, w, h } = this;
    const settled = (this.B1 - w * this.inv_C) / this.A1;
    const moved = (settled - V0) * -Math.expm1(-this.A1 * h);
    this.wEnd = w + h * (this.a * (Math.min(V0, this.V_peak) - this.E_L) - w) * this.inv_tau_w;
    if (this.straight) {
      this.x = V0 + moved;
      return;
    }
    const q = moved * this.inv_Delta;
    const y = boundedExp(-q);
    this.x = y - this.E0 * h * (Math.abs(q) > 0.001 ? (1 - y) / q : 1);
    this.slope = this.x - 1;
  }

  /** The end of a sub-step that crossed V_peak at `part` (0 to 1) of it, V being `mean` on the way: reset, and on by Euler. */
  private spike(part: number, mean: number): void {
    const t = (1 - part) * this.h;
    const w = this.w + part * this.h * (this.a * (mean - this.E_L) - this.w) * this.inv_tau_w + this.b;
    const { V_reset } = this;
    this.spikes++;
    this.V = V_reset;
    this.w = w + t * (this.a * (V_reset - this.E_L) - w) * this.inv_tau_w;
    if (this.refractory > 0) this.r = this.refractory;
    else {
      const upswing = this.upswing * boundedExp(V_reset * this.inv_Delta);
      this.V += t * (this.B2 - this.A2 * V_reset - w * this.inv_C + upswing);
    }
  }

  private substep(): void {
    const { w, V, h } = this;
    if (this.r > 0) {
      const settled = this.a * (this.V_reset - this.E_L);
      this.V = this.V_reset;
      this.w = settled + (w - settled) * this.P_w;
      return;
    }
    const fast = Math.abs(this.B0 - this.A0 * V - w * this.inv_C) * h * this.inv_Delta > 1;
    const stiff = this.A0 * h > 1 || (V >= this.near && fast);
    this.V0 = V;
    this.straight = this.Delta_T === 0 || (V < this.near && !stiff);
    if (this.straight) {
      if (stiff) this.leap();
      else this.rk4(V);
      if (this.x >= this.V_peak) {
        this.spike(unit((this.V_peak - V) / (this.x - V)), (V + this.V_peak) / 2);
        return;
      }
      this.V = this.x;
    } else {
      this.low = boundedExp((V - this.V_peak) * this.inv_Delta);
      this.E0 = this.upswing * this.inv_Delta * boundedExp(V * this.inv_Delta);
      if (stiff) this.leap();
      else this.rk4(1);
      if (this.x <= this.low) {
        // y falls in a line from 1 to low: the mean of V0 - Delta_T log(y).
        const mean = V + this.Delta_T + (this.low * (V - this.V_peak)) / Math.max(1 - this.low, 1e-6);
        this.spike(this.crossing(), mean);
        return;
      }
      this.V = V - this.Delta_T * Math.log(this.x);
    }
    this.w = this.wEnd;
  }

  /** Where y reached `low`, by the parabola through y at both ends of the sub-step with the slope at its start. */
  private crossing(): number {
    const { slope, low } = this;
    const bend = this.x - 1 - slope;
    const root = Math.sqrt(Math.max(slope * slope - 4 * bend * (1 - low), 0));
    return unit((2 * (1 - low)) / Math.max(root - slope, 1e-20));
  }

  /** All sub-steps of a step, from the conductances (nS) and the drive (pA) at its start. */
  advance(g_ex: number, g_in: number, drive: number): void {
    const { substeps, half_ex, half_in, inv_C, leak, E_ex, E_in } = this;
    const base = this.rest + drive * inv_C;
    let ex = g_ex * inv_C;
    let inh = g_in * inv_C;
    this.A0 = leak + ex + inh;
    this.B0 = base + ex * E_ex + inh * E_in;
    for (let k = 0; k < substeps; k++) {
      ex *= half_ex;
      inh *= half_in;
      this.A1 = leak + ex + inh;
      this.B1 = base + ex * E_ex + inh * E_in;
      ex *= half_ex;
      inh *= half_in;
      this.A2 = leak + ex + inh;
      this.B2 = base + ex * E_ex + inh * E_in;
      this.substep();
      this.A0 = this.A2;
      this.B0 = this.B2;
    }
  }
}
