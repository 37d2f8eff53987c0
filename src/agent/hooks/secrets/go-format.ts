/**
 * A JSON value as Go prints it with `%v`, which is how the agent brings the value of a JSON key into the
 * environment: numbers as 64-bit floats (`1e+06`), objects as `map[a:1 b:2]` by sorted keys, null as `<nil>`.
 */
export function goFormat(value: unknown): string {
  if (value === null) return '<nil>';
  if (typeof value === 'string') return value;
  if (typeof value === 'number') return goFloat(value);
  if (Array.isArray(value)) return `[${value.map(goFormat).join(' ')}]`;
  if (typeof value === 'object') {
    const entries = Object.entries(value).sort(([a], [b]) => Buffer.compare(Buffer.from(a), Buffer.from(b)));
    return `map[${entries.map(([key, inner]) => `${key}:${goFormat(inner)}`).join(' ')}]`;
  }
  return value === true ? 'true' : 'false';
}

/**
 * The fewest digits that read back as the same number, as JavaScript finds them too; with an exponent, of
 * two digits at least, where that is below -4 or above 5.
 */
function goFloat(value: number): string {
  if (Object.is(value, -0)) return '-0';
  const [digits = '', exponentText = '0'] = value.toExponential().split('e');
  const exponent = Number(exponentText);
  if (exponent >= -4 && exponent <= 5) return String(value);
  const sign = exponent < 0 ? '-' : '+';
  return `${digits}e${sign}${String(Math.abs(exponent)).padStart(2, '0')}`;
}
