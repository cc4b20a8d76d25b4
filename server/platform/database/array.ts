type Plain = bigint | number | boolean | Date | string | null;

/**
 * A PostgreSQL array literal of values that hold no character with a meaning in one: numbers, booleans, times, UUIDs and
 * words of our own. Much cheaper than the driver's own encoding, which treats every element as unknown text.
 */
export function plainArray(values: readonly Plain[]): string {
  let literal = '{';
  for (let index = 0; index < values.length; index++) {
    const value = values[index] as Plain;
    if (index > 0) literal += ',';
    literal += value === null ? 'NULL' : value instanceof Date ? value.toISOString() : value;
  }
  return `${literal}}`;
}

/** A PostgreSQL array literal of any texts. */
export function textArray(values: readonly (string | null)[]): string {
  let literal = '{';
  for (let index = 0; index < values.length; index++) {
    const value = values[index] as string | null;
    if (index > 0) literal += ',';
    literal += value === null ? 'NULL' : `"${value.replaceAll(/["\\]/g, '\\$&')}"`;
  }
  return `${literal}}`;
}
