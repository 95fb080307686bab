/** The part of the page where digits are drawn: hands drawings to a worker, and shows what the network makes of them. */
import { adapterText } from "../adapter.ts";
import type { Choice } from "../protocol.ts";
import { Pad, showImage } from "./pad.ts";
import type { Answer, FromWorker, Loaded, ToWorker } from "./protocol.ts";
import { Bars, LayerRaster } from "./results.ts";

/** The network that the page brings along: examples/README.md says how it was trained. */
const OWN = "digits.safetensors";

const $ = <T extends HTMLElement = HTMLElement>(id: string): T => document.querySelector<T>(`#digit-${id}`)!;

/** Draws, classifies and shows, once it has been opened. */
export class DigitPart {
  private readonly pad = new Pad($<HTMLCanvasElement>("pad"), (pixels) => this.drawn(pixels));
  private readonly bars = new Bars($<HTMLTableElement>("classes"));
  private readonly raster = new LayerRaster($("raster"));
  private readonly section = $("part");
  private worker: Worker | undefined;
  private pixels: Uint8Array | undefined;
  /** Drawings that were asked about. */
  private asked = 0;

  constructor() {
    $("controls").onsubmit = (event) => event.preventDefault();
    $("clear").onclick = () => this.pad.clear();
    $<HTMLSelectElement>("adapter").onchange = () => this.load(undefined);
    const input = $<HTMLInputElement>("file");
    input.onchange = () => {
      if (input.files?.[0]) void this.take(input.files[0]);
      input.value = "";
    };
    this.section.ondragover = (event) => event.preventDefault();
    this.section.ondrop = (event) => {
      event.preventDefault();
      const file = event.dataTransfer?.files[0];
      if (file) void this.take(file);
    };
  }

  /** Starts the worker with the page's own network, the first time. */
  open(): void {
    if (this.worker) return;
    const worker = new Worker("digit-worker.js", { type: "module", name: "galvani digits" });
    this.worker = worker;
    worker.onmessage = ({ data }: MessageEvent<FromWorker>) => this.receive(data);
    worker.onerror = (event) => {
      event.preventDefault();
      this.failed(event.message || "the worker did not start");
    };
    void this.own();
  }

  private async own(): Promise<void> {
    try {
      const response = await fetch(OWN);
      if (!response.ok) throw new Error(`${response.status} ${response.statusText}`);
      this.load({ file: OWN, bytes: await response.arrayBuffer() });
    } catch (error) {
      this.failed(`${OWN} was not found (${(error as Error).message}); choose a file`);
    }
  }

  private async take(file: File): Promise<void> {
    try {
      this.load({ file: file.name, bytes: await file.arrayBuffer() });
    } catch (error) {
      this.failed(`${file.name} cannot be read (${(error as Error).message})`);
    }
  }

  /** @param network undefined: the one there is, on the adapter that is chosen now */
  private load(network: { readonly file: string; readonly bytes: ArrayBuffer } | undefined): void {
    this.section.dataset.state = "loading";
    $("status").textContent = "Loading the network …";
    this.tell({ kind: "load", network, adapter: $<HTMLSelectElement>("adapter").value as Choice });
  }

  private tell(message: ToWorker): void {
    this.worker?.postMessage(message);
  }

  private drawn(pixels: Uint8Array): void {
    showImage($<HTMLCanvasElement>("seen"), pixels);
    const empty = pixels.every((value) => value === 0);
    this.pixels = empty ? undefined : pixels;
    if (this.pixels) this.ask(this.pixels);
    else this.show(undefined);
  }

  private ask(pixels: Uint8Array): void {
    this.section.dataset.state = "classifying";
    this.tell({ kind: "classify", id: ++this.asked, pixels });
  }

  private receive(message: FromWorker): void {
    if (message.kind === "loaded") this.loaded(message);
    else if (message.kind === "failed") this.failed(message.message);
    // What comes after the pad was cleared is of a drawing that is gone.
    else if (this.pixels) this.show(message);
  }

  private loaded(message: Loaded): void {
    const { file, about, notice, neurons, synapses, classes } = message;
    this.banner(notice, false);
    $("model").textContent = `${file}: ${about}`;
    $("executor").textContent = adapterText(message);
    $("size").textContent = `${neurons.toLocaleString("en")} neurons, ${synapses.toLocaleString("en")} synapses`;
    this.bars.begin(classes);
    this.raster.begin(message);
    this.show(undefined);
    if (this.pixels) this.ask(this.pixels);
  }

  private show(answer: Answer | undefined): void {
    this.section.dataset.state = !answer ? "ready" : answer.id === this.asked ? "answered" : "classifying";
    this.bars.show(answer);
    this.raster.show(answer);
    $("answer").textContent = answer ? String(answer.best) : "–";
    $("status").textContent = answer ? `A ${answer.best}, ${(100 * answer.hard[answer.best]!).toFixed(0)} %.` : "Draw a digit from 0 to 9.";
    const spikes = answer?.spikes.reduce((sum, { step }) => sum + step.length, 0) ?? 0;
    $("spikes").textContent = answer ? `${spikes.toLocaleString("en")}, input ${answer.inputSpikes.toLocaleString("en")}` : "–";
    $("events").textContent = answer ? answer.events.toLocaleString("en") : "–";
    $("ms").textContent = answer ? `${answer.ms.toFixed(1)} ms` : "–";
  }

  private failed(message: string): void {
    this.section.dataset.state = "failed";
    $("status").textContent = "";
    this.banner(message, true);
  }

  private banner(text: string | undefined, error: boolean): void {
    const box = $("banner");
    box.hidden = text === undefined;
    box.classList.toggle("error", error);
    box.textContent = text ?? "";
  }
}
