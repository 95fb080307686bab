/** A trained network off the page's thread: loads it, deploys it to spikes, and classifies what is drawn. */
import { best } from "../../../src/deploy/compare.ts";
import { DensePasses } from "../../../src/deploy/dense.ts";
import { SpikingNetwork } from "../../../src/deploy/spiking.ts";
import { GalvaniError, InputError } from "../../../src/errors.ts";
import { decodeModel } from "../../../src/io/model.ts";
import type { TrainedModel } from "../../../src/learn/model.ts";
import { counted, networkText } from "../../../src/view/network-text.ts";
import { onAdapter } from "../adapter.ts";
import { SIDE } from "./image.ts";
import type { Classify, FromWorker, Load, ToWorker } from "./protocol.ts";

/** A network that is ready. */
interface Ready {
  readonly file: string;
  readonly model: TrainedModel;
  readonly dense: DensePasses;
  readonly spiking: SpikingNetwork;
}

const scope = self as unknown as DedicatedWorkerGlobalScope;
let ready: Ready | undefined;
let busy = false;
let load: Load | undefined;
let drawn: Classify | undefined;

scope.onmessage = ({ data }: MessageEvent<ToWorker>) => {
  if (data.kind === "load") load = { ...data, network: data.network ?? load?.network };
  else drawn = data;
  void work();
};

function say(message: FromWorker): void {
  scope.postMessage(message);
}

/** Does what was asked for last, until nothing is left. */
async function work(): Promise<void> {
  if (busy) return;
  busy = true;
  while (load || (ready && drawn)) {
    const [asked, drawing] = [load, drawn];
    try {
      if (asked) {
        load = undefined;
        await take(asked);
      } else if (ready && drawing) {
        drawn = undefined;
        await classify(ready, drawing);
      }
    } catch (error) {
      say({ kind: "failed", message: error instanceof Error ? error.message : String(error) });
    }
  }
  busy = false;
}

/** Makes a network ready; the one before stays where this fails. */
async function take({ network, adapter }: Load): Promise<void> {
  const model = network ? decodeModel(new Uint8Array(network.bytes), "model", network.file) : ready?.model;
  const file = network?.file ?? ready?.file;
  // After the page's own network was not found, say, another adapter is chosen.
  if (!model || file === undefined) throw new GalvaniError("there is no network yet; choose a file");
  const features = model.network.input.reduce((product, n) => product * n, 1);
  if (features !== SIDE * SIDE)
    throw new InputError("model", file, `takes ${features} pixels; give a network that takes ${SIDE} x ${SIDE}`);
  const { made: spiking, notice } = await onAdapter(adapter, (choice) => SpikingNetwork.create(model, { adapter: choice }));
  const dense = await DensePasses.create(model, new Uint8Array(features), 1, "cpu");
  ready?.spiking.destroy();
  ready?.dense.destroy();
  ready = { file, model, dense, spiking };
  const { adapter: name, adapterKind, neurons, synapses } = spiking.simulation;
  const { layers, classes } = spiking;
  const about = `${networkText(model.network)}, ${counted(model.steps, "time step")}, ${counted(model.epoch, "epoch")}`;
  say({ kind: "loaded", file, about, adapter: name, adapterKind, notice, neurons, synapses, steps: model.steps, classes, layers });
}

async function classify({ model, dense, spiking }: Ready, { id, pixels }: Classify): Promise<void> {
  const started = performance.now();
  dense.show(pixels);
  const input = await dense.encode(0);
  const soft = softmax(await dense.scores(false), model.steps);
  const { scores, layers, inputSpikes, events } = await spiking.classify(input, 1);
  const spikes = layers.map(({ step, neuron }) => ({ step, neuron }));
  const ms = performance.now() - started;
  say({ kind: "answer", id, hard: softmax(scores, model.steps), soft, best: best(scores), spikes, inputSpikes, events, ms });
}

/** Of the scores' mean over time. */
function softmax(scores: Float64Array, steps: number): Float64Array {
  const most = Math.max(...scores);
  const parts = scores.map((score) => Math.exp((score - most) / steps));
  const sum = parts.reduce((a, b) => a + b, 0);
  return parts.map((part) => part / sum);
}
