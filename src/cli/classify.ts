import { IMAGE_FILES, type Images, labelledSet, loadImages } from "../../examples/shared/datasets.ts";
import { type Comparison, classify } from "../deploy/compare.ts";
import { InputError } from "../errors.ts";
import { decodeModel } from "../io/model.ts";
import type { TrainedModel } from "../learn/model.ts";
import { counted, networkText } from "../view/network-text.ts";
import { percent } from "../view/training-report.ts";
import { type Io, interruptible } from "./io.ts";
import { asOptions } from "./load.ts";
import { adapterOf, type RawOptions, text, whole } from "./options.ts";
import { readBytes } from "./output.ts";
import { Progress } from "./progress.ts";
import { table } from "./table.ts";

/** `galvani classify`. Returns the exit code. */
export async function classifyCommand(file: string, raw: RawOptions, io: Io): Promise<number> {
  const adapter = adapterOf(raw);
  const count = whole(raw, "count");
  const model = decodeModel(readBytes("model", file, "name a file that galvani train wrote"), "model", file);
  const images = await asOptions(["data"], () => testImages(text(raw, "data"), model));
  if (count !== undefined && count > images.count)
    throw new InputError("--count", count, `the test set has ${images.count} images; give ${images.count} or less`);
  return interruptible(io, "nothing was counted to the end", async (signal) => {
    const options = { adapter, signal, onProgress: (share: number) => progress.update(share) };
    const progress = new Progress(io, "classifying");
    try {
      const result = await asOptions(["adapter"], () => classify(model, labelledSet(images, count), options));
      progress.stop();
      io.out(raw.json === true ? `${JSON.stringify(result)}\n` : textOf(file, model, result));
      return 0;
    } finally {
      progress.stop();
    }
  });
}

/** The test images of a folder, of the size that the model takes. @throws InputError at `data` */
async function testImages(folder: string | undefined, { network }: TrainedModel): Promise<Images> {
  if (folder === undefined) throw new InputError("data", folder, `give a folder ${IMAGE_FILES}`);
  const { test } = await loadImages(folder);
  const features = network.input.reduce((product, n) => product * n, 1);
  if (test.rows * test.columns !== features)
    throw new InputError(
      "data",
      folder,
      `has images of ${test.rows} x ${test.columns} where the network takes ${features} pixels; give what it was trained on`,
    );
  return test;
}

function textOf(file: string, { network, steps, epoch }: TrainedModel, result: Comparison): string {
  const { images, soft, hard, spiking, agreement, decisions, mismatches, origins, widest, spikes, inputSpikes, events, seconds, adapter } =
    result;
  const rows = [
    ["soft, dense", percent(soft)],
    ["hard, dense", percent(hard)],
    ["hard, event-driven", percent(spiking)],
  ];
  const few = (n: number) => n.toLocaleString("en", { maximumFractionDigits: 1 });
  const apart =
    origins === 0
      ? ""
      : `; ${origins} that no other caused, each undone by changing the neuron's input by ${widest.toExponential(1)} or less`;
  return [
    `${file}: ${networkText(network)}, ${counted(steps, "time step")}, ${counted(epoch, "epoch")}`,
    `${images.toLocaleString("en")} test ${images === 1 ? "image" : "images"} on ${adapter}`,
    "",
    table(["spikes", "accuracy"], rows),
    "",
    `same class         ${agreement.toLocaleString("en")} images, hard dense and event-driven`,
    `mismatches         ${mismatches.toLocaleString("en")} of ${decisions.toLocaleString("en")} decisions for or against a spike${apart}`,
    `spikes             ${few(spikes)} an image, ${few(inputSpikes)} of the encoder`,
    `synaptic events    ${few(events)} an image`,
    `simulator          ${few(images / seconds)} images a second`,
    "",
  ].join("\n");
}
