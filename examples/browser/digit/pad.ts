import { context2d } from "../elements.ts";
import { centred, SIDE } from "./image.ts";

/** Width of a stroke, as a share of the pad's side: two to three pixels of an image, as in MNIST, for a digit that fills the pad. */
const STROKE = 0.085;

/** A canvas to draw on, by mouse, pen or touch. */
export class Pad {
  private readonly context: CanvasRenderingContext2D;
  private drawing = false;

  /** @param changed called with the image of what is drawn, whenever that changes */
  constructor(
    private readonly canvas: HTMLCanvasElement,
    private readonly changed: (pixels: Uint8Array) => void,
  ) {
    this.context = context2d(canvas, { willReadFrequently: true });
    Object.assign(this.context, { lineCap: "round", lineJoin: "round", lineWidth: STROKE * canvas.width });
    canvas.onpointerdown = (event) => this.begin(event);
    canvas.onpointermove = (event) => this.go(event);
    for (const end of ["pointerup", "pointercancel"] as const) canvas.addEventListener(end, () => this.end());
    canvas.onkeydown = (event) => {
      if (!["Delete", "Backspace", "Escape", "c"].includes(event.key)) return;
      event.preventDefault();
      this.clear();
    };
  }

  clear(): void {
    const { context, canvas } = this;
    context.clearRect(0, 0, canvas.width, canvas.height);
    context.beginPath();
    this.tell();
  }

  private begin(event: PointerEvent): void {
    if (event.button !== 0) return;
    event.preventDefault();
    this.canvas.focus();
    this.canvas.setPointerCapture(event.pointerId);
    this.drawing = true;
    this.context.beginPath();
    const [x, y] = this.place(event);
    this.context.moveTo(x, y);
    // A dot: a line of no length.
    this.context.lineTo(x, y);
    this.context.stroke();
    this.tell();
  }

  private go(event: PointerEvent): void {
    if (!this.drawing) return;
    const events = event.getCoalescedEvents();
    for (const each of events.length > 0 ? events : [event]) this.context.lineTo(...this.place(each));
    this.context.stroke();
    this.tell();
  }

  private end(): void {
    this.drawing = false;
  }

  private place({ clientX, clientY }: PointerEvent): [number, number] {
    const { left, top, width, height } = this.canvas.getBoundingClientRect();
    return [((clientX - left) / width) * this.canvas.width, ((clientY - top) / height) * this.canvas.height];
  }

  private tell(): void {
    const { width, height } = this.canvas;
    const { data } = this.context.getImageData(0, 0, width, height);
    this.changed(
      centred(
        Uint8Array.from({ length: width * height }, (_, i) => data[4 * i + 3]!),
        width,
      ),
    );
  }
}

/** Shows an image, black on white, as the network sees it. */
export function showImage(canvas: HTMLCanvasElement, pixels: Uint8Array): void {
  Object.assign(canvas, { width: SIDE, height: SIDE });
  const image = new ImageData(SIDE, SIDE);
  pixels.forEach((value, i) => {
    image.data[4 * i + 3] = value;
  });
  context2d(canvas).putImageData(image, 0, 0);
}
