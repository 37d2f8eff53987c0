/** RFC 3339 in UTC as Go writes it: no zeros at the end of the fraction, and no fraction that is zero. */
export function goTime(ms: number): string {
  const [seconds = '', fraction = ''] = new Date(ms).toISOString().slice(0, -1).split('.');
  const digits = fraction.replace(/0+$/, '');
  return digits === '' ? `${seconds}Z` : `${seconds}.${digits}Z`;
}
