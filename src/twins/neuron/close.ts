import { closeWindow } from "../lib/window.ts";

/** Twin of shaders/neuron/close.wgsl. */
export function close(run: Uint32Array, window: Uint32Array, control: Uint32Array): void {
  closeWindow(run, window, control);
}
