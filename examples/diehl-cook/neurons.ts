import type { UserModel } from "../../src/network/user-model.ts";
import excitatoryText from "./excitatory.wgsl";
import inhibitoryText from "./inhibitory.wgsl";
import { excitatory, inhibitory } from "./parameters.ts";
import pixelText from "./pixel.wgsl";

/** Steps after the one of a spike in which V stands still: the step of the spike is the first, as in the code's simulator (Brian). */
function held(refractory: number, dt: number): number {
  return Math.max(0, Math.round(refractory / dt) - 1);
}

/** Adapts its threshold by theta; `theta_plus` 0 and `fade` 0 keep theta as it is. */
export const excitatoryNeuron: UserModel = {
  name: "diehl-cook-excitatory",
  wgsl: excitatoryText.text,
  params: { ...excitatory, fade: 1 },
  state: { V: 0, g_ex: 0, g_in: 0, theta: 0, faded: 0, r: 0 },
  receptors: ["ex", "in"],
  derive: (p, dt) => ({
    leak: dt / p.tau!,
    lose_ex: dt / p.tau_ex!,
    lose_in: dt / p.tau_in!,
    E_ex: p.E_ex! - p.rest!,
    E_in: p.E_in! - p.rest!,
    V_reset: p.V_reset! - p.rest!,
    V_th: p.V_th! - p.rest!,
    held: held(p.refractory!, dt),
    rise: p.theta_plus!,
    fade: (p.fade! * dt) / p.tau_theta!,
  }),
};

export const inhibitoryNeuron: UserModel = {
  name: "diehl-cook-inhibitory",
  wgsl: inhibitoryText.text,
  params: inhibitory,
  state: { V: 0, g_ex: 0, r: 0 },
  receptors: ["ex"],
  derive: (p, dt) => ({
    leak: dt / p.tau!,
    lose_ex: dt / p.tau_ex!,
    E_ex: p.E_ex! - p.rest!,
    V_reset: p.V_reset! - p.rest!,
    V_th: p.V_th! - p.rest!,
    held: held(p.refractory!, dt),
  }),
};

/** Sends on a spike where its Poisson input brings one or more. */
export const pixel: UserModel = {
  name: "diehl-cook-pixel",
  wgsl: pixelText.text,
  params: { least: 0.5 },
  state: { came: 0 },
  receptors: ["in"],
};
