/**
 * `euw1-az2` for `eu-west-1b`. AWS deals the numbers out per account; here `a` is always 1.
 * https://docs.aws.amazon.com/global-infrastructure/latest/regions/az-ids.html
 */
export function zoneId(zone: string): string | undefined {
  const parts = /^([a-z]{2})-((?:[a-z]+-)+)(\d+)([a-z])$/.exec(zone);
  if (parts === null) return undefined;
  const [, area = '', names = '', number = '', letter = ''] = parts;
  const direction = names.split('-').map(initials).join('');
  return `${area}${direction}${number}-az${letter.charCodeAt(0) - 'a'.charCodeAt(0) + 1}`;
}

/** `southeast` is `se`; every other name is known by its first letter. */
const initials = (name: string): string =>
  /^(?:north|south)(?:east|west)$/.test(name) ? `${name.slice(0, 1)}${name.slice(5, 6)}` : name.slice(0, 1);
