import { escapeXml } from "./svg.ts";

const STYLE = `
:root{color-scheme:light}
*{box-sizing:border-box}
body{margin:0;background:#f3f4f6;color:#1f2430;font:15px/1.5 system-ui,-apple-system,"Segoe UI",Roboto,Helvetica,Arial,sans-serif}
main{max-width:1214px;margin:0 auto;padding:28px 16px 48px}
h1{font-size:28px;line-height:1.2;margin:0 0 6px}
h2{font-size:16px;margin:0 0 10px}
.headline{font-size:17px;margin:0 0 20px;max-width:62em}
section{background:#fff;border:1px solid #e1e4e8;border-radius:8px;padding:16px 20px;margin:0 0 16px}
.top{display:grid;grid-template-columns:minmax(0,3fr) minmax(0,2fr);gap:28px;align-items:start}
table{border-collapse:collapse;font-variant-numeric:tabular-nums}
.summary{width:100%}
.summary th{text-align:left;font-weight:400;color:#5b6472;padding:2px 18px 2px 0;white-space:nowrap;vertical-align:top}
.summary td{padding:2px 0;overflow-wrap:anywhere;width:100%}
.wide{overflow-x:auto}
.numbers{width:100%;font-size:14px}
.numbers th,.numbers td{padding:4px 10px;text-align:right;border-bottom:1px solid #eceef1}
.numbers td{white-space:nowrap}
.numbers th:first-child{text-align:left;padding-left:0}
.findings td{white-space:normal}
.findings th:nth-child(3),.findings td:nth-child(3){text-align:left}
.numbers thead th{color:#5b6472;font-weight:500;vertical-align:bottom}
figure{margin:0}
figure svg{display:block;max-width:100%;height:auto}
figcaption,.soft{color:#5b6472;font-size:13px;margin:8px 0 0}
pre{background:#f6f7f9;border-radius:6px;padding:10px 12px;margin:0;font:13px/1.45 ui-monospace,SFMono-Regular,Menlo,Consolas,monospace;white-space:pre-wrap;overflow-wrap:anywhere}
summary{cursor:pointer;margin-bottom:8px}
ul{margin:0;padding-left:20px}
@media(max-width:760px){.top{grid-template-columns:minmax(0,1fr)}}
@media print{body{background:#fff}section{break-inside:avoid}}
`;

/** A whole HTML document with its style inside; `body` is trusted HTML. */
export function pageOf(title: string, body: string): string {
  return `<!doctype html>
<html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width,initial-scale=1">
<title>${escapeXml(title)}</title><link rel="icon" href="data:,"><style>${STYLE}</style></head>
<body><main>
${body}
</main></body></html>
`;
}
