/** The package's own entry for Node is CommonJS under `"type": "module"` and does not load; this file of it does. */
declare module "wgsl_reflect/wgsl_reflect.module.js" {
  export * from "wgsl_reflect";
}
