import { InputError } from "../../src/errors.ts";
import type { Simulation } from "../../src/simulate/simulation.ts";
import type { Images } from "../shared/datasets.ts";
import { NAMES } from "./network.ts";
import { show } from "./parameters.ts";

/** What to show to whom. */
export interface Presentation {
  readonly images: Images;
  /** The images' indices, in the order in which they are shown. */
  readonly chosen: Uint32Array;
  /** Networks side by side in the simulation, and excitatory neurons of each. */
  readonly lanes: number;
  readonly neurons: number;
  readonly signal: AbortSignal;
  /** Told of each image that made spikes enough: its place in `chosen`, spikes of each neuron (to be copied), how often it was shown. */
  seen(place: number, counts: Uint16Array, times: number): void | Promise<void>;
}

/** What a lane is showing. */
interface Lane {
  place: number;
  intensity: number;
}

/** Where an image makes too few spikes even at this intensity, it never will: a spike a step is near from every pixel that is lit. */
const MOST_INTENSITY = 64;

/**
 * Shows images one after the other in each lane, 350 ms each and 150 ms of silence; one that makes fewer than five spikes is shown again,
 * brighter by one. Results are told in the order in which lanes finish.
 * @throws InputError for an image that makes no spikes at any intensity, CancelledError after the signal
 */
export async function present(simulation: Simulation, { images, chosen, lanes, neurons, signal, seen }: Presentation): Promise<void> {
  const pixels = images.rows * images.columns;
  const rates = new Float64Array(lanes * pixels);
  const silence = new Float64Array(lanes * pixels);
  const counts = new Uint16Array(lanes * neurons);
  let next = 0;
  const following = (): Lane | undefined => (next < chosen.length ? { place: next++, intensity: show.intensity } : undefined);
  const shown = Array.from({ length: lanes }, following);
  while (shown.some((lane) => lane !== undefined)) {
    shown.forEach((lane, l) => {
      const own = rates.subarray(l * pixels, (l + 1) * pixels);
      if (lane) light(own, images, chosen[lane.place]!, lane.intensity, simulation.dt);
      else own.fill(0);
    });
    simulation.forget();
    await simulation.setInput(NAMES.light, { rate: rates });
    await simulation.run(show.image, { signal });
    count(simulation, counts);
    await simulation.setInput(NAMES.light, { rate: silence });
    await simulation.run(show.rest, { signal });
    for (const [l, lane] of shown.entries()) {
      if (!lane) continue;
      const own = counts.subarray(l * neurons, (l + 1) * neurons);
      if (own.reduce((sum, n) => sum + n, 0) < show.leastSpikes) {
        if (++lane.intensity > MOST_INTENSITY)
          throw new InputError("data", chosen[lane.place], `this image makes no ${show.leastSpikes} spikes; take it out`);
        continue;
      }
      await seen(lane.place, own, lane.intensity - show.intensity + 1);
      shown[l] = following();
    }
  }
}

/**
 * Rates (Hz) of the Poisson inputs that make each pixel spike with the probability rate * dt a step, as the code's inputs do: there are steps in
 * which two arrive and one spike is sent.
 */
function light(rates: Float64Array, { pixels }: Images, image: number, intensity: number, dt: number): void {
  const perGrey = (show.rate * intensity * dt) / 1000;
  const first = image * rates.length;
  for (let i = 0; i < rates.length; i++) rates[i] = (-1000 * Math.log1p(-Math.min(0.99, perGrey * pixels[first + i]!))) / dt;
}

/** Spikes of each excitatory neuron since `forget`. */
function count(simulation: Simulation, counts: Uint16Array): void {
  const { neuron, populations } = simulation.spikes();
  const { first } = populations.find(({ name }) => name === NAMES.excitatory)!;
  counts.fill(0);
  for (const n of neuron) counts[n - first]!++;
}
