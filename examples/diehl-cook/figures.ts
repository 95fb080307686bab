import { imageGrid, linePlot, weightHistograms } from "../../src/view/plots.ts";
import { shadeScale } from "../../src/view/shades.ts";
import { INK, rect, text } from "../../src/view/svg.ts";
import type { Figure } from "../example.ts";
import { figureOf } from "../shared/figures.ts";
import type { Trained } from "./learn.ts";
import { plastic } from "./parameters.ts";

/** The weights from the pixels into each neuron, as images. */
export function receptiveFields({ weights, theta }: Trained, rows: number, columns: number): Figure {
  const neurons = theta.length;
  const images = Array.from(theta, (_, n) => Float32Array.from({ length: rows * columns }, (_, i) => weights[i * neurons + n]!));
  const title = "Receptive fields";
  const caption = `Weights from the ${rows} x ${columns} pixels into each of the ${neurons} excitatory neurons.`;
  return figureOf(imageGrid(images, { title, rows, columns, label: "weight", range: [0, plastic.Wmax], width: 1000, caption }));
}

export function weightsOverTime({ snapshots }: Trained): Figure {
  const caption = `All weights from the input at the beginning and after each twentieth of the training; each neuron's add up to ${plastic.sum}.`;
  return figureOf(weightHistograms(snapshots, { title: "Weights over time", label: "weight", range: [0, plastic.Wmax], caption }));
}

/** @param accuracy shares, after so many images */
export function accuracyOverTraining({ images, accuracy }: { readonly images: number[]; readonly accuracy: number[] }): Figure {
  const title = "Accuracy during training";
  const caption =
    "Classes of neurons from one twentieth of the training images, votes on the next while the network learns from them. Labels are not used for learning.";
  const series = [{ name: "training images", x: images, y: accuracy.map((share) => 100 * share) }];
  return figureOf(linePlot(series, { title, xLabel: "training images", yLabel: "right (%)", caption }));
}

/** Which class was voted for, by the label of the image. @param predicted -1 where no neuron voted */
export function confusion(predicted: Int16Array, labels: Uint8Array, classes = 10): Figure {
  const counts = new Float64Array(classes * classes);
  const images = new Float64Array(classes);
  predicted.forEach((p, k) => {
    images[labels[k]!]!++;
    if (p >= 0) counts[labels[k]! * classes + p]!++;
  });
  const [left, top, cell] = [64, 64, 40];
  const scale = shadeScale(0, 100, 0.5);
  const cells = Array.from(counts, (n, at) => {
    const [row, column] = [Math.floor(at / classes), at % classes];
    const shade = scale.shadeOf(images[row] === 0 ? 0 : (100 * n) / images[row]!);
    const [x, y] = [left + column * cell, top + row * cell];
    const fill = shade > scale.colours.length / 2 ? "#ffffff" : INK;
    return (
      rect(x, y, cell - 1, cell - 1, scale.colours[shade]!) + text(x + cell / 2, y + cell / 2 + 4, String(n), { anchor: "middle", fill })
    );
  });
  const names = Array.from({ length: classes }, (_, c) => {
    const middle = c * cell + cell / 2;
    return text(left + middle, top - 8, String(c), { anchor: "middle" }) + text(left - 10, top + middle + 4, String(c), { anchor: "end" });
  });
  const title = "Confusion";
  const heads = [
    text(left, 14, title, { bold: true, size: 13 }),
    text(left + (classes * cell) / 2, top - 22, "class voted for", { anchor: "middle" }),
    text(16, top + (classes * cell) / 2, "label", { anchor: "middle", rotate: -90 }),
  ];
  const none = predicted.reduce((sum, p) => sum + (p < 0 ? 1 : 0), 0);
  const caption = `Test images by label and class voted for${none > 0 ? `; without a vote: ${none}` : ""}.`;
  const body = [...heads, ...names, ...cells].join("\n");
  return figureOf({ width: left + classes * cell + 16, height: top + classes * cell + 12, title, caption, body });
}
