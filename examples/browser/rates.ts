import { colour } from "../../src/view/svg.ts";
import { barCell, cell, fill, tableRow } from "./elements.ts";
import type { Ready } from "./protocol.ts";

/** Mean rates as bars beside the reference values, in a table. */
export class Rates {
  private bars: { bar: HTMLElement; value: HTMLElement; mark: HTMLElement; reference: number | undefined }[] = [];
  /** Largest reference rate. */
  private least = 0;

  constructor(private readonly table: HTMLTableElement) {}

  /** One row a population. */
  begin({ populations, reference }: Pick<Ready, "populations" | "reference">): void {
    const known = populations.map(({ name }) => reference?.rates?.[name]);
    const rows = populations.map(({ name }, p) => this.row(name, p, known[p]));
    this.bars = rows.map(({ parts }) => parts);
    const columns = ["population", "", "Hz", ...(known.some((rate) => rate !== undefined) ? ["reference"] : [])];
    fill(
      this.table,
      columns,
      rows.map(({ row }) => row),
    );
    this.least = Math.max(0, ...known.map((rate) => rate ?? 0));
    this.show(new Float64Array(populations.length));
  }

  /** Hz, in the order of the populations. */
  show(rates: Float64Array): void {
    const end = roundEnd(1.05 * Math.max(this.least, ...rates));
    this.bars.forEach(({ bar, value, mark, reference }, p) => {
      bar.style.width = `${(100 * rates[p]!) / end}%`;
      value.textContent = hertz(rates[p]!);
      mark.style.left = `${(100 * (reference ?? 0)) / end}%`;
    });
  }

  private row(name: string, index: number, reference: number | undefined) {
    const { holder, bar, mark } = barCell(colour(index));
    mark.hidden = reference === undefined;
    const value = cell("td");
    const row = tableRow([cell("th", name), holder, value, ...(reference === undefined ? [] : [cell("td", hertz(reference))])]);
    return { row, parts: { bar, value, mark, reference } };
  }
}

function hertz(rate: number): string {
  return rate >= 100 ? rate.toFixed(0) : rate >= 10 ? rate.toFixed(1) : rate.toFixed(2);
}

/** The next larger 1, 2, 3, 5 or 8 times a power of ten: an axis that does not shiver while rates settle. */
function roundEnd(value: number): number {
  if (!(value > 0)) return 1;
  const power = 10 ** Math.floor(Math.log10(value));
  return power * ([1, 2, 3, 5, 8].find((step) => step * power >= value) ?? 10);
}
