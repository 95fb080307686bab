import { portableExamples } from "../portable.ts";
import type { Choice, Settings } from "./protocol.ts";
import { exampleOf, scalesOf } from "./settings.ts";

/** The controls that choose a run. */
export class Form {
  constructor(private readonly form: HTMLFormElement) {
    this.select("network").replaceChildren(...portableExamples.map(({ name }) => new Option(name, name)));
    this.select("network").onchange = () => this.offer(this.select("network").value);
  }

  /** Called with the settings when a person asks to run. */
  onrun(listener: (settings: Settings) => void): void {
    this.form.onsubmit = (event) => {
      event.preventDefault();
      listener(this.settings);
    };
  }

  /** Shows these settings. */
  show(settings: Settings): void {
    this.offer(settings.network, settings.scale);
    for (const [name, value] of Object.entries(settings)) this.field(name).value = String(value);
  }

  /** What the controls say. */
  get settings(): Settings {
    const example = exampleOf(this.field("network").value);
    return {
      network: example.name,
      ...(example.variants && { variant: this.field("variant").value }),
      ...(example.scales && { scale: Number(this.field("scale").value) }),
      seed: Number(this.field("seed").value),
      adapter: this.field("adapter").value as Choice,
      duration: Number(this.field("duration").value),
    };
  }

  /** Offers what an example has, with its own defaults. */
  private offer(name: string, scale?: number): void {
    const example = exampleOf(name);
    const variants = example.variants ?? [];
    const scales = scalesOf(example, scale);
    this.fill("variant", variants);
    this.fill("scale", scales.map(String));
    if (scales.length > 0) this.select("scale").value = String(scale ?? scales.find((s) => s >= 0.1) ?? scales[0]);
    this.field("duration").value = String(example.duration);
  }

  private fill(name: string, values: readonly string[]): void {
    const select = this.select(name);
    select.replaceChildren(...values.map((value) => new Option(value, value)));
    select.closest("label")!.hidden = values.length === 0;
  }

  private select(name: string): HTMLSelectElement {
    return this.field(name) as HTMLSelectElement;
  }

  private field(name: string): HTMLInputElement | HTMLSelectElement {
    return this.form.elements.namedItem(name) as HTMLInputElement | HTMLSelectElement;
  }
}
