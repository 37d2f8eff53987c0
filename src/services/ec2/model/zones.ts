import { badValue } from '../errors.ts';

const letters = ['a', 'b', 'c'] as const;

/** Three in every region; which of AWS's they are differs between accounts, here the first is the first. */
export const zonesOf = (region: string): readonly { readonly name: string; readonly id: string }[] =>
  letters.map((letter, index) => ({ name: `${region}${letter}`, id: `${shortName(region)}-az${index + 1}` }));

export const zoneIdOf = (zone: string): string =>
  zonesOf(zone.slice(0, -1)).find(({ name }) => name === zone)?.id ?? '';

/** The zone that a call names, by name or id, or the first one that is free to take. */
export function zoneNamed(
  region: string,
  name: string | undefined,
  id: string | undefined,
): string | undefined {
  if (name === undefined && id === undefined) return undefined;
  const zones = zonesOf(region);
  const found = zones.find((zone) => (name === undefined ? zone.id === id : zone.name === name));
  if (found !== undefined) return found.name;
  throw badValue(
    name ?? id ?? '',
    name === undefined ? 'availabilityZoneId' : 'availabilityZone',
    `Subnets can currently only be created in the following availability zones: ${zones.map((zone) => (name === undefined ? zone.id : zone.name)).join(', ')}.`,
  );
}

/** `use1` for us-east-1, `apne2` for ap-northeast-2, `usgw1` for us-gov-west-1. */
function shortName(region: string): string {
  const [area = '', ...rest] = region.split('-');
  const number = rest.pop() ?? '';
  const direction = rest.map(
    (word) => word.replace(/^(north|south)?(east|west|central)?.*$/, initials) || word.charAt(0),
  );
  return `${area}${direction.join('')}${number}`;
}

const initials = (_: string, first = '', second = ''): string => `${first.charAt(0)}${second.charAt(0)}`;

/** Whether a region's name has the form that they have: any may be used here. */
export const isRegionName = (name: string): boolean => /^[a-z]{2,4}(-[a-z]+)+-\d$/.test(name);
