import type { Share } from "../lib/share.ts";
import { windowOf } from "../lib/window.ts";

/** Arguments of the gate kernel in the order of its bindings; `clock`: steps between two openings. */
type GateTwin = (run: Uint32Array, window: Uint32Array, clock: Uint32Array, gate: Uint32Array, control: Uint32Array) => void;

/** Step at whose end the window stops, or 0 where it does nothing. */
export function endOf(run: Uint32Array, window: Uint32Array, control: Uint32Array): number {
  const { first, steps } = windowOf(run, window, control);
  return steps === 0 ? 0 : first + steps;
}

/** Twin of shaders/coupling/gate.wgsl; one thread does it all. The cpu's stages do not need it: they know themselves when they are due. */
export function gateTwin(share: Share): GateTwin {
  return (run, window, clock, gate, control) => {
    if (share.index !== 0) return;
    const end = endOf(run, window, control);
    gate[0] = end !== 0 && end % clock[0] === 0 ? 1 : 0;
  };
}
