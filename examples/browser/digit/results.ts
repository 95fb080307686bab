import { colour } from "../../../src/view/svg.ts";
import { barCell, cell, context2d, element, fill, tableRow } from "../elements.ts";
import type { Answer, Loaded } from "./protocol.ts";

/** Height of a layer's raster in CSS pixels. */
const HEIGHT = 300;
/** Pixels of a neuron in a step, a gap of one included. */
const CELL = { wide: 8, tall: 4 } as const;

/** Probabilities of the classes as bars, in a table. */
export class Bars {
  private rows: { row: HTMLTableRowElement; bar: HTMLElement; mark: HTMLElement; hard: HTMLElement; soft: HTMLElement }[] = [];

  constructor(private readonly table: HTMLTableElement) {}

  begin(classes: number): void {
    this.rows = Array.from({ length: classes }, (_, c) => {
      const { holder, bar, mark } = barCell(colour(0));
      const [hard, soft] = [cell("td"), cell("td")];
      return { row: tableRow([cell("th", String(c)), holder, hard, soft]), bar, mark, hard, soft };
    });
    fill(
      this.table,
      ["class", "", "hard", "soft"],
      this.rows.map(({ row }) => row),
    );
    this.show(undefined);
  }

  show(answer: Answer | undefined): void {
    this.rows.forEach(({ row, bar, mark, hard, soft }, c) => {
      const [a, b] = [answer?.hard[c] ?? 0, answer?.soft[c] ?? 0];
      bar.style.width = `${100 * a}%`;
      mark.style.left = `${100 * b}%`;
      mark.hidden = !answer;
      hard.textContent = answer ? percent(a) : "–";
      soft.textContent = answer ? percent(b) : "–";
      row.classList.toggle("best", answer?.best === c);
    });
  }
}

/** The spikes of a network's layers: a column a step, a row a neuron. */
export class LayerRaster {
  private loaded: Pick<Loaded, "layers" | "steps"> = { layers: [], steps: 1 };
  private canvases: HTMLCanvasElement[] = [];

  constructor(private readonly host: HTMLElement) {}

  begin(loaded: Pick<Loaded, "layers" | "steps">): void {
    this.loaded = loaded;
    const parts = loaded.layers.map(({ population, neurons }, l) => {
      const figure = element("figure");
      const caption = element("figcaption");
      caption.textContent = `${population}: ${neurons} neurons, ${loaded.steps} steps`;
      caption.style.color = colour(l);
      const canvas = element("canvas");
      canvas.setAttribute("role", "img");
      canvas.style.height = `${Math.round(HEIGHT / loaded.layers.length)}px`;
      figure.append(caption, canvas);
      return figure;
    });
    this.host.replaceChildren(...parts);
    this.canvases = parts.map((figure) => figure.querySelector("canvas")!);
    this.show(undefined);
  }

  show(answer: Answer | undefined): void {
    const { layers, steps } = this.loaded;
    layers.forEach(({ population, neurons }, l) => {
      const canvas = this.canvases[l]!;
      Object.assign(canvas, { width: CELL.wide * steps, height: CELL.tall * neurons });
      const context = context2d(canvas);
      context.fillStyle = colour(l);
      const { step, neuron } = answer?.spikes[l] ?? { step: [], neuron: [] };
      for (let s = 0; s < step.length; s++) context.fillRect(CELL.wide * step[s]!, CELL.tall * neuron[s]!, CELL.wide - 1, CELL.tall - 1);
      canvas.setAttribute("aria-label", answer ? `Spikes of ${population}: ${step.length}` : `Spikes of ${population}: nothing drawn yet`);
    });
  }
}

function percent(share: number): string {
  return `${(100 * share).toFixed(1)} %`;
}
