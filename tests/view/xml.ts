/** A tiny check that text is well-formed XML: tags nest and close, attributes are quoted and unique, no stray < or &. Returns what is wrong, or "". */
export function xmlFault(xml: string): string {
  const open: string[] = [];
  let at = 0;
  const token = /<(\/?)([A-Za-z][\w:.-]*)((?:\s+[A-Za-z_][\w:.-]*="[^"<]*")*)\s*(\/?)>|([^<]+)/gy;
  while (at < xml.length) {
    token.lastIndex = at;
    const match = token.exec(xml);
    if (match === null) return `malformed at ${at}: ${xml.slice(at, at + 60)}`;
    const [all, close, name, attributes, self, content] = match;
    at += all.length;
    const stray = /&(?!(amp|lt|gt|quot|#\d+|#x[\da-f]+);)/i.exec(content ?? attributes ?? "");
    if (stray !== null) return `stray & near ${at}`;
    if (name === undefined) continue;
    const names = [...(attributes ?? "").matchAll(/([\w:.-]+)="/g)].map((m) => m[1]);
    if (new Set(names).size !== names.length) return `doubled attribute in <${name}>`;
    if (close === "/" && open.pop() !== name) return `</${name}> closes another element`;
    if (close === "" && self === "") open.push(name);
  }
  return open.length > 0 ? `<${open.join("><")}> left open` : "";
}
