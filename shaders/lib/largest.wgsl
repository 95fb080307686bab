// The pixel of a window whose value is the largest, the first of several, row by row.

/** Its element of `inputs`; the window begins in a plane's row and column. */
fn largest(plane: u32, row: u32, column: u32) -> u32 {
  let corner = (plane * shape.rows + row) * shape.columns + column;
  var at = corner;
  var most = inputs[corner];
  for (var y = 0u; y < shape.kernel; y++) {
    for (var x = 0u; x < shape.kernel; x++) {
      let value = inputs[corner + y * shape.columns + x];
      if (value > most) {
        most = value;
        at = corner + y * shape.columns + x;
      }
    }
  }
  return at;
}
