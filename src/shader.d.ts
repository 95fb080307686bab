/** What `import text from ".../shaders/x.wgsl"` gives: see scripts/wgsl.mjs. */
declare module "*.wgsl" {
  const source: import("./gpu/source.ts").ShaderSource;
  export default source;
}
