// Philox4x32-10 (Salmon et al. 2011, "Parallel random numbers: as easy as 1, 2, 3"). Twin: src/twins/lib/philox.ts.
// The layout of key and counter is frozen in docs/random.md.

// High 32 bits of the 64-bit product.
fn mulhi(a: u32, b: u32) -> u32 {
  let al = a & 0xffffu;
  let ah = a >> 16u;
  let bl = b & 0xffffu;
  let bh = b >> 16u;
  let t = ah * bl + ((al * bl) >> 16u);
  let u = al * bh + (t & 0xffffu);
  return ah * bh + (t >> 16u) + (u >> 16u);
}

fn philox4x32(key: vec2<u32>, counter: vec4<u32>) -> vec4<u32> {
  var k = key;
  var c = counter;
  for (var round = 0u; round < 10u; round++) {
    let h0 = mulhi(0xD2511F53u, c.x);
    let l0 = 0xD2511F53u * c.x;
    let h1 = mulhi(0xCD9E8D57u, c.z);
    let l1 = 0xCD9E8D57u * c.z;
    c = vec4<u32>(h1 ^ c.y ^ k.x, l1, h0 ^ c.w ^ k.y, l0);
    k += vec2<u32>(0x9E3779B9u, 0xBB67AE85u);
  }
  return c;
}
