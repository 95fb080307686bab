import { neuronEnd, type PopulationSpan } from "../../src/view/data.ts";
import { bandHeights } from "../../src/view/raster.ts";
import { colour } from "../../src/view/svg.ts";
import { context2d, element } from "./elements.ts";

/** ms of model time in view at most; longer runs scroll. */
const LONGEST_VIEW = 3000;
/** Spikes kept for a redraw after the window changed its size. */
const MOST_KEPT = 8e6;
/** CSS pixels of the plot's height. */
const HEIGHT = 460;

/** What is drawn. */
export interface RasterScene {
  readonly populations: readonly PopulationSpan[];
  /** ms */
  readonly dt: number;
  readonly warmup: number;
  readonly total: number;
}

/** Spikes as pixels on a canvas, drawn as they come: bands from the top, one a population. Labels and axis are text of the page. */
export class Raster {
  private readonly canvas = element("canvas", "dots");
  private readonly bands = element("div", "bands");
  private readonly labels = element("div", "labels");
  private readonly axis = element("div", "axis");
  private readonly context: CanvasRenderingContext2D;
  private scene: RasterScene = { populations: [], dt: 1, warmup: 0, total: 1 };
  private image = new ImageData(1, 1);
  private pixels = new Uint32Array(this.image.data.buffer);
  /** Top pixel, colour and height of the mark of each neuron. */
  private rowOf = new Uint16Array(0);
  private colourOf = new Uint32Array(0);
  private tall = new Uint16Array(0);
  private wide = 1;
  /** Pixels a step, and pixels that have left the view. */
  private perStep = 1;
  private gone = 0;
  private kept: { step: Uint32Array; neuron: Uint32Array; at: number }[] = [];
  private count = 0;

  constructor(host: HTMLElement) {
    const plot = element("div", "plot");
    plot.append(this.bands, this.canvas);
    host.replaceChildren(this.labels, plot, this.axis);
    this.context = context2d(this.canvas);
    this.canvas.setAttribute("role", "img");
    this.describe("Raster: no run yet.");
    new ResizeObserver(() => this.redraw()).observe(plot);
  }

  /** Clears, and lays out the bands of another run. */
  begin(scene: RasterScene): void {
    this.scene = scene;
    this.kept = [];
    this.count = 0;
    this.layOut();
  }

  /** Draws spikes that came up to step `at`. */
  add(step: Uint32Array, neuron: Uint32Array, at: number): void {
    this.count += step.length;
    if (this.count < MOST_KEPT) this.kept.push({ step, neuron, at });
    this.draw(step, neuron, at);
  }

  /** What the picture shows, for people who do not see it. */
  describe(text: string): void {
    this.canvas.setAttribute("aria-label", text);
  }

  private redraw(): void {
    const width = Math.max(1, Math.round(this.canvas.clientWidth * devicePixelRatio));
    if (width === this.canvas.width) return;
    this.layOut();
    for (const { step, neuron, at } of this.kept) this.draw(step, neuron, at);
  }

  private get view(): number {
    return Math.min(this.scene.total, LONGEST_VIEW);
  }

  private layOut(): void {
    const { populations, dt } = this.scene;
    const ratio = devicePixelRatio;
    const width = Math.max(1, Math.round(this.canvas.clientWidth * ratio));
    const height = Math.round(HEIGHT * ratio);
    Object.assign(this.canvas, { width, height });
    this.image = new ImageData(width, height);
    this.pixels = new Uint32Array(this.image.data.buffer);
    this.perStep = (width * dt) / this.view;
    this.gone = 0;
    this.wide = Math.max(1, Math.round(1.4 * ratio));
    const bands = bandHeights(
      populations.map(({ size }) => size),
      HEIGHT,
      17,
    );
    this.tables(bands.map((band) => band * ratio));
    this.bands.replaceChildren(...populations.map((_, p) => sized(bands[p]!)));
    this.labels.replaceChildren(...populations.map((population, p) => label(population, p, bands[p]!)));
    this.marks();
  }

  /** Where each neuron's mark goes. */
  private tables(bands: readonly number[]): void {
    const { populations } = this.scene;
    const end = neuronEnd(populations);
    this.rowOf = new Uint16Array(end);
    this.colourOf = new Uint32Array(end);
    this.tall = new Uint16Array(end);
    let top = 0;
    populations.forEach(({ first, size }, p) => {
      const band = bands[p]!;
      const each = (band - 3) / size;
      const tall = Math.max(this.wide, Math.min(Math.round(0.7 * each), Math.round(26 * devicePixelRatio)));
      const rgba = pixelOf(colour(p));
      for (let i = 0; i < size; i++) {
        const middle = top + 1.5 + (i + 0.5) * each;
        this.rowOf[first + i] = Math.max(0, Math.min(this.image.height - tall, Math.round(middle - tall / 2)));
        this.colourOf[first + i] = rgba;
        this.tall[first + i] = tall;
      }
      top += band;
    });
  }

  private draw(step: Uint32Array, neuron: Uint32Array, at: number): void {
    const { width, height } = this.image;
    const overflow = this.view < this.scene.total ? Math.max(0, Math.ceil((at + 1) * this.perStep) - width - this.gone) : 0;
    if (overflow > 0) this.scroll(overflow);
    let [low, high] = [width, 0];
    for (let k = 0; k < step.length; k++) {
      const n = neuron[k]!;
      const left = Math.min(width - 1, Math.floor((step[k]! + 1) * this.perStep) - this.gone);
      const right = Math.min(width, left + this.wide);
      if (left < 0) continue;
      const bottom = this.rowOf[n]! + this.tall[n]!;
      for (let y = this.rowOf[n]!; y < bottom; y++) this.pixels.fill(this.colourOf[n]!, y * width + left, y * width + right);
      low = Math.min(low, left);
      high = Math.max(high, right);
    }
    if (overflow > 0) [low, high] = [0, width];
    if (high > low) this.context.putImageData(this.image, 0, 0, low, 0, high - low, height);
  }

  private scroll(by: number): void {
    const { width, height } = this.image;
    this.gone += by;
    for (let row = 0; row < height; row++) {
      const start = row * width;
      if (by < width) this.pixels.copyWithin(start, start + by, start + width);
      this.pixels.fill(0, start + Math.max(0, width - by), start + width);
    }
    this.marks();
  }

  /** The time axis, and the end of the warm-up. */
  private marks(): void {
    const { view } = this;
    const first = (this.gone / this.image.width) * view;
    const every = [0.1, 0.2, 0.5, 1, 2, 5, 10, 20, 50, 100, 200, 250, 500].find((gap) => view / gap <= 8) ?? 500;
    const ticks: HTMLElement[] = [];
    for (let ms = Math.ceil(first / every) * every; ms <= first + view + 1e-6; ms += every) {
      const tick = element("span");
      tick.textContent = String(Number(ms.toFixed(3)));
      tick.style.left = `${(100 * (ms - first)) / view}%`;
      ticks.push(tick);
    }
    const name = element("b");
    name.textContent = "time (ms)";
    this.axis.replaceChildren(...ticks, name);
    this.bands.querySelector(".warm")?.remove();
    if (this.scene.warmup <= first) return;
    const warm = element("div", "warm");
    warm.textContent = "warm-up";
    warm.style.width = `${Math.min(100, (100 * (this.scene.warmup - first)) / view)}%`;
    this.bands.append(warm);
  }
}

function sized(height: number): HTMLElement {
  const made = element("div");
  made.style.height = `${height}px`;
  return made;
}

function label({ name, size }: PopulationSpan, index: number, height: number): HTMLElement {
  const made = sized(height);
  made.textContent = name;
  made.title = `${name}: ${size.toLocaleString("en")} neurons`;
  made.style.color = colour(index);
  return made;
}

/** `#rrggbb` as a pixel of ImageData on a little-endian machine: every machine with a browser is one. */
function pixelOf(hex: string): number {
  const rgb = Number.parseInt(hex.slice(1), 16);
  return (0xff000000 | ((rgb & 0xff) << 16) | (rgb & 0xff00) | (rgb >> 16)) >>> 0;
}
