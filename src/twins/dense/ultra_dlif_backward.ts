import type { Floats } from "../lib/floats.ts";
import { logistic, lse3, soft } from "../lib/lse.ts";
import { fillTerms, RingForm, type RingShape, ringOf } from "../lib/ring.ts";

export interface UltraDlifBackwardShape extends RingShape {
  /** The gradient of the state is cut between steps t - 1 and t where t is a multiple of it. */
  readonly truncate: number;
}

/**
 * Twin of shaders/dense/ultra_dlif_backward.wgsl; `given` (3 x batch x features) is what the gradient of each soft maximum gives to the
 * neuron itself, to its left and to its right neighbour. All sums over neurons are in the first place of each row of `partials`.
 */
export function ultra_dlif_backward(
  shape: UltraDlifBackwardShape,
  parameters: Floats,
  inputs: Floats,
  states: Floats,
  gradSpikes: Floats,
  given: Floats,
  gradInputs: Floats,
  partials: Floats,
): void {
  const { steps, batch, features, input_stride, parameters_at, form, ds, truncate } = shape;
  const { tau, eps, beta, steep } = ringOf(parameters, parameters_at, ds !== 0);
  const units = batch * features;
  const terms = new Float64Array(features + 2);
  const u = soft();
  const shot = { s: 0, rest: 0 };
  const isMain = form === RingForm.main;
  const middle = form === RingForm.leaking ? tau : 1;
  let [gradTau, gradEps, gradBeta] = [0, 0, 0];
  // What a step gives to an input that all steps have in common is added to what later ones gave.
  const giveInput = (t: number, unit: number, grad: number) => {
    gradInputs[t * input_stride + unit] = grad + (input_stride === 0 && t + 1 < steps ? gradInputs[unit] : 0);
  };
  for (let t = steps - 1; t >= 0; t--) {
    const last = t + 1 === steps;
    const cut = t % truncate === 0;
    for (let row = 0; row < units; row += features) {
      fillTerms(shape, tau, t, row, inputs, states, terms);
      for (let i = 0; i < features; i++) {
        const unit = row + i;
        const own = terms[i + 1];
        lse3(terms[i], middle * own, terms[i + 2], eps.value, u);
        const v = isMain ? own : u.value + inputs[t * input_stride + unit];
        const driving = isMain ? u.value : v;
        logistic(steep * driving, shot);
        const gradAfter = last ? 0 : given[unit];
        const gradDriving = (gradSpikes[t * units + unit] - gradAfter * v) * shot.s * shot.rest * steep;
        const past = gradAfter * shot.rest;
        const gradSoft = gradDriving + (isMain ? 0 : past);
        if (form === RingForm.leaking) gradTau += gradSoft * u.share[1] * own;
        given[unit] = gradSoft * u.share[1] * middle + (isMain ? past : 0);
        given[units + unit] = gradSoft * u.share[0];
        given[2 * units + unit] = gradSoft * u.share[2];
        if (!isMain) giveInput(t, unit, gradSoft);
        gradEps += gradSoft * eps.value * u.entropy;
        gradBeta += gradDriving * driving;
      }
      for (let i = 0; i < features; i++) {
        const unit = row + i;
        const right = row + (i + 1 < features ? i + 1 : 0);
        const left = row + (i > 0 ? i : features) - 1;
        const grad = given[unit] + given[units + right] + given[2 * units + left];
        if (isMain) {
          giveInput(t, unit, grad);
          if (t > 0) gradTau += grad * states[(t - 1) * units + unit];
        }
        given[unit] = cut ? 0 : isMain ? tau * grad : grad;
      }
    }
  }
  partials[0] += gradTau * tau * (1 - tau);
  partials[batch] += (gradEps - (ds ? 0 : gradBeta)) * eps.free;
  if (ds) partials[2 * batch] += gradBeta * beta.free;
}
