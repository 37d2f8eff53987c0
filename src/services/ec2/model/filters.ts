import type { Filter } from '../../../aws/contract/ec2.types.gen.ts';
import { invalidFilter, missingParameter, tooManyFilterValues } from '../errors.ts';

/**
 * The filters of one kind of resource: where in what is shown of it the values stand that a filter goes by,
 * `Associations.SubnetId`; of a list on the way every element counts.
 */
export type FilterTable = Readonly<Record<string, string>>;

/** Filters that are named like the member they go by: `vpc-id` by `VpcId`. */
export function byMember(names: string): Record<string, string> {
  return Object.fromEntries(
    names
      .trim()
      .split(/\s+/)
      .map((name) => [name, name.split('.').map(pascal).join('.')]),
  );
}

const pascal = (name: string): string =>
  name.replaceAll(/(?:^|-)([a-z0-9])/g, (_, letter: string) => letter.toUpperCase());

/** Where the tags are, for the filters `tag:KEY`, `tag-key` and `tag-value`. */
export const tagFilters: FilterTable = { 'tag-key': 'Tags.Key', 'tag-value': 'Tags.Value', 'tag:': 'Tags' };
export const tagSetFilters: FilterTable = {
  'tag-key': 'TagSet.Key',
  'tag-value': 'TagSet.Value',
  'tag:': 'TagSet',
};

/**
 * Says whether a resource passes: every filter must hold, by any of its values. Values may have `*` and `?`,
 * and are told apart by case.
 */
export function filterBy(
  table: FilterTable,
  filters: readonly Filter[] | undefined,
): (shown: unknown) => boolean {
  const tests = (filters ?? []).map((filter) => testOf(table, filter));
  return (shown) => tests.every((test) => test(shown));
}

function testOf(table: FilterTable, { Name, Values }: Filter): (shown: unknown) => boolean {
  if (Name === undefined || Name === '') throw missingParameter('Filter.Name');
  if (Values === undefined || Values.length === 0) throw missingParameter('Filter.Value');
  if (Values.length > 200) throw tooManyFilterValues();
  const matches = matcher(Values);
  const tags = table['tag:'];
  if (tags !== undefined && Name.startsWith('tag:')) {
    const key = Name.slice('tag:'.length);
    return (shown) =>
      valuesAt(shown, tags).some(
        (tag) => memberOf(tag, 'Key') === key && matches(textOf(memberOf(tag, 'Value'))),
      );
  }
  const path = Object.hasOwn(table, Name) && Name !== 'tag:' ? table[Name] : undefined;
  if (path === undefined) throw invalidFilter(Name);
  return (shown) => valuesAt(shown, path).some((value) => matches(textOf(value)));
}

function matcher(values: readonly string[]): (text: string) => boolean {
  const exact = new Set(values.filter((value) => !/[*?\\]/.test(value)));
  const patterns = values.filter((value) => !exact.has(value)).map(wildcard);
  return (text) => exact.has(text) || patterns.some((pattern) => pattern.test(text));
}

/** A backslash takes the meaning from `*`, `?` and itself. */
function wildcard(value: string): RegExp {
  const source = value.replaceAll(/\\([*?\\])|[*]+|[?]|[^*?\\]+|\\/g, (part, escaped: string | undefined) => {
    if (escaped !== undefined) return RegExp.escape(escaped);
    if (part.startsWith('*')) return '.*';
    return part === '?' ? '.' : RegExp.escape(part);
  });
  return new RegExp(`^${source}$`, 's');
}

function valuesAt(shown: unknown, path: string): unknown[] {
  let found: unknown[] = [shown];
  for (const member of path.split('.')) {
    found = found
      .flatMap((each) => memberOf(each, member))
      .filter((value) => value !== undefined && value !== null);
  }
  return found;
}

function memberOf(value: unknown, member: string): unknown {
  // What is shown is data of our own, and a path names members that its shape has.
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion
  return typeof value === 'object' && value !== null ? (value as Record<string, unknown>)[member] : undefined;
}

const textOf = (value: unknown): string =>
  typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean' ? String(value) : '';
