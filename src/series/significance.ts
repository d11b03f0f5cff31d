/**
 * The value that Student's t with `freedom` degrees of freedom exceeds as rarely as a normal variable exceeds
 * `deviations` (Wallace 1959, inverted; within 1 % from three degrees on).
 */
export function studentQuantile(deviations: number, freedom: number): number {
  const narrowing = (freedom - 5 / 6) / (freedom - 2 / 3 + 1 / (10 * freedom));
  return Math.sqrt(freedom * Math.expm1((deviations * narrowing) ** 2 / freedom));
}
