/** Pieces of the page that its parts have in common. */

export function element<K extends keyof HTMLElementTagNameMap>(tag: K, name = ""): HTMLElementTagNameMap[K] {
  const made = document.createElement(tag);
  made.className = name;
  return made;
}

/** @throws Error where the browser gives none */
export function context2d(canvas: HTMLCanvasElement, settings?: CanvasRenderingContext2DSettings): CanvasRenderingContext2D {
  const context = canvas.getContext("2d", settings);
  if (!context) throw new Error("this browser gives no 2D canvas");
  return context;
}

/** A row of a table. */
export function tableRow(cells: readonly HTMLElement[]): HTMLTableRowElement {
  const row = document.createElement("tr");
  row.append(...cells);
  return row;
}

export function cell(tag: "th" | "td", text = ""): HTMLTableCellElement {
  const made = document.createElement(tag);
  made.textContent = text;
  if (tag === "th") made.scope = "row";
  return made;
}

/** A cell with a bar, and a mark over it. */
export function barCell(colour: string): { readonly holder: HTMLElement; readonly bar: HTMLElement; readonly mark: HTMLElement } {
  const [holder, track, bar, mark] = [cell("td"), element("div"), element("i"), element("b")];
  bar.style.background = colour;
  track.append(bar, mark);
  holder.append(track);
  return { holder, bar, mark };
}

/** A table's head and rows in place of what it held. */
export function fill(table: HTMLTableElement, titles: readonly string[], rows: readonly HTMLTableRowElement[]): void {
  const [head, body] = [element("thead"), element("tbody")];
  head.append(tableRow(titles.map((title) => cell("th", title))));
  body.append(...rows);
  table.replaceChildren(head, body);
}
