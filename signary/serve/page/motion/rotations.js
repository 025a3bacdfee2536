// Rotations as unit quaternions (x, y, z, w) in flat arrays.

/**
 * The quaternion of an axis times angle.
 *
 * @param {ArrayLike<number>} from holds the three numbers, radians, from index `at`
 * @param {Float32Array|Float64Array} to gets four numbers from index `slot`; no rotation where a number is missing (NaN)
 */
export function quaternionOf(from, at, to, slot) {
  const [x, y, z] = [from[at], from[at + 1], from[at + 2]];
  const angle = Math.hypot(x, y, z);
  const known = Number.isFinite(angle);
  // Near zero sin(a / 2) / a is 1 / 2 - a^2 / 48.
  const share = known ? (angle > 1e-4 ? Math.sin(angle / 2) / angle : 0.5 - (angle * angle) / 48) : 0;
  to[slot] = known ? x * share : 0;
  to[slot + 1] = known ? y * share : 0;
  to[slot + 2] = known ? z * share : 0;
  to[slot + 3] = known ? Math.cos(angle / 2) : 1;
}

/**
 * Spherical interpolation on the shorter way, in place: `first[at…]` goes by `share` (0 to 1) towards `second[at…]`.
 */
export function slerp(first, second, at, share) {
  let dot = 0;
  for (let i = 0; i < 4; i++) dot += first[at + i] * second[at + i];
  const sign = dot < 0 ? -1 : 1;
  const cosine = Math.min(1, Math.abs(dot));
  let [a, b] = [1 - share, share];
  if (cosine < 0.9995) {
    const angle = Math.acos(cosine);
    const sine = Math.sin(angle);
    [a, b] = [Math.sin(a * angle) / sine, Math.sin(b * angle) / sine];
  }
  let norm = 0;
  for (let i = 0; i < 4; i++) {
    first[at + i] = a * first[at + i] + sign * b * second[at + i];
    norm += first[at + i] ** 2;
  }
  norm = Math.sqrt(norm);
  for (let i = 0; i < 4; i++) first[at + i] /= norm;
}

/** Angle in radians that a quaternion turns about a unit axis (its twist), from -pi to pi. */
export function rollAbout(quaternion, axis) {
  const along = quaternion.x * axis[0] + quaternion.y * axis[1] + quaternion.z * axis[2];
  const angle = 2 * Math.atan2(along, quaternion.w);
  return angle > Math.PI ? angle - 2 * Math.PI : angle < -Math.PI ? angle + 2 * Math.PI : angle;
}
