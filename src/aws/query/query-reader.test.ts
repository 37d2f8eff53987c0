import { describe, expect, test } from 'vitest';
import { iamContract } from '../contract/iam.gen.ts';
import { stsContract } from '../contract/sts.gen.ts';
import type { ServiceContract } from '../contract/contract.ts';
import { TextTable } from '../contract/table.ts';
import { readQuery } from './query-reader.ts';

const read = (contract: ServiceContract, input: string, form: string): unknown =>
  readQuery(contract, input, new URLSearchParams(form));

/** What no service that is here has: flattened lists and maps, other names, every scalar. */
const other: ServiceContract = {
  ...stsContract,
  shapes: new TextTable(`
In {"kind":"structure","members":{"Flat":"Names","Named":"Things","Tags":"Map","FlatTags":"Map","On":"Boolean","Count":"Long","Ratio":"Double","At":"Timestamp","Deep":"In"},"wire":{"Flat":{"flat":true},"FlatTags":{"flat":true},"Count":{"name":"N"}}}
Names {"kind":"list","member":"String"}
Things {"kind":"list","member":"String","element":"Thing"}
Map {"kind":"map","key":"String","value":"String"}
`),
};

describe('parameters', () => {
  test('structures in lists', () => {
    const form = 'Action=TagRole&RoleName=a&Tags.member.1.Key=k&Tags.member.1.Value=v&Tags.member.2.Key=x';
    expect(read(iamContract, 'TagRoleRequest', form)).toEqual({
      RoleName: 'a',
      Tags: [{ Key: 'k', Value: 'v' }, { Key: 'x' }],
    });
  });

  test('elements are ordered by number, and gaps do not count', () => {
    const form = 'Named.Thing.10=c&Named.Thing.2=b&Named.Thing.1=a&Named.Thing.x=no&Named.Thing.0=no';
    expect(read(other, 'In', form)).toEqual({ Named: ['a', 'b', 'c'] });
  });

  test.each([
    ['Flat.1=a&Flat.2=b', { Flat: ['a', 'b'] }],
    ['Named=', { Named: [] }],
    ['Tags.entry.1.key=a&Tags.entry.1.value=1', { Tags: { a: '1' } }],
    ['FlatTags.1.key=a&FlatTags.1.value=1', { FlatTags: { a: '1' } }],
    ['On=true', { On: true }],
    ['N=12', { Count: 12 }],
    ['Count=12', {}],
    ['Ratio=1.5', { Ratio: 1.5 }],
    ['At=2026-01-02T03:04:05.5Z', { At: 1_767_323_045.5 }],
    ['Deep.Deep.On=false', { Deep: { Deep: { On: false } } }],
    ['Unknown=1&Unknown.member.1=2', {}],
    ['__proto__.x=1', {}],
  ])('%s', (form, value) => expect(read(other, 'In', form)).toEqual(value));

  test.each([
    ['On=yes', "'yes' is not a Boolean"],
    ['N=1.5', "'1.5' is not a whole number"],
    ['Ratio=one', "'one' is not a number"],
    ['At=yesterday', 'timestamp must follow ISO8601'],
  ])('%s is malformed', (form, message) => {
    expect(() => read(other, 'In', form)).toThrow(
      expect.objectContaining({ code: 'MalformedInput', message }),
    );
  });

  test('nesting without end is refused', () => {
    expect(() => read(other, 'In', `${'Deep.'.repeat(5000)}On=true`)).toThrow('Nesting is deeper');
  });
});
