import { type Panel, svgFile } from "../../src/view/plots.ts";
import type { Figure } from "../example.ts";

/** A panel as a figure of the report, under its own title and caption where no others are given. */
export function figureOf(panel: Panel, { title = panel.title, caption = panel.caption }: Partial<Omit<Figure, "svg">> = {}): Figure {
  return { title, svg: svgFile(panel), caption };
}
