/** What `import code from "./worker.ts?bundle"` gives: a script as text; see scripts/bundle.mjs. */
declare module "*?bundle" {
  const code: string;
  export default code;
}
