import { escapeXml } from "./svg.ts";

/**
 * A table of HTML.
 * @param rows cells in the order of `head`; the first is the row's name
 * @param kind a class beside that of tables of numbers
 */
export function htmlTable(head: readonly string[], rows: readonly (readonly string[])[], kind = ""): string {
  const heads = head.map((name) => `<th scope="col">${escapeXml(name)}</th>`).join("");
  const body = rows.map(([name, ...cells]) => {
    const values = cells.map((cell) => `<td>${escapeXml(cell)}</td>`).join("");
    return `<tr><th scope="row">${escapeXml(name)}</th>${values}</tr>`;
  });
  return `<div class="wide"><table class="${["numbers", kind].filter(Boolean).join(" ")}"><thead><tr>${heads}</tr></thead>
<tbody>${body.join("\n")}</tbody></table></div>`;
}
