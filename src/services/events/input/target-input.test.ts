import { describe, expect, test } from 'vitest';
import type { Target } from '../../../aws/contract/events.types.gen.ts';
import { eventDocument } from '../model/event.ts';
import { inputProblem, targetInput } from './target-input.ts';

const event = eventDocument('id-1', {
  account: '000000000000',
  region: 'us-east-1',
  source: 'app',
  detailType: 'Thing',
  resources: ['arn:a', 'arn:b'],
  detail: { name: 'a "quoted" name', count: 3, deep: { 'odd key': [1, { x: 'y' }] }, list: ['p', 'q'] },
  time: Date.UTC(2026, 0, 1),
});
const occasion = { ruleArn: 'arn:rule', ruleName: 'rule', ingestedAt: Date.UTC(2026, 0, 1, 0, 0, 1) };
const input = (target: Partial<Target>): string => targetInput(target, event, occasion);
const template = (InputTemplate: string, InputPathsMap: Record<string, string> = {}): string =>
  input({ InputTransformer: { InputTemplate, InputPathsMap } });

describe('what a target gets', () => {
  test('is the event, a constant or a part of it', () => {
    expect(JSON.parse(input({}))).toEqual({ ...event });
    expect(input({ Input: '{"a": 1}' })).toBe('{"a": 1}');
    expect(input({ InputPath: '$.detail' })).toBe(JSON.stringify(event.detail));
    expect(input({ InputPath: '$.resources[1]' })).toBe('"arn:b"');
    expect(input({ InputPath: "$.detail.deep['odd key'][1].x" })).toBe('"y"');
    expect(input({ InputPath: '$.detail.none' })).toBe('null');
  });

  test.each([
    ['"<name> is <count>"', { name: '$.detail.name', count: '$.detail.count' }, '"a \\"quoted\\" name is 3"'],
    [
      '{"n": <name>, "c": <count>}',
      { name: '$.detail.name', count: '$.detail.count' },
      '{"n": "a \\"quoted\\" name", "c": 3}',
    ],
    [
      '{"all": <list>, "one": "<first>"}',
      { list: '$.detail.list', first: '$.detail.list[0]' },
      '{"all": ["p","q"], "one": "p"}',
    ],
    ['{"gone": <gone>, "in": "a<gone>b"}', { gone: '$.detail.gone' }, '{"gone": "", "in": "ab"}'],
    [
      '{"rule": <aws.events.rule-name>, "arn": "<aws.events.rule-arn>"}',
      {},
      '{"rule": "rule", "arn": "arn:rule"}',
    ],
    ['{"at": "<aws.events.event.ingestion-time>"}', {}, '{"at": "2026-01-01T00:00:01.000Z"}'],
  ])('is made by the template %s', (text, paths, expected) => {
    expect(template(text, paths)).toBe(expected);
  });

  test('has the event whole, or without its detail', () => {
    expect(JSON.parse(template('{"e": <aws.events.event.json>}'))).toEqual({ e: event });
    const { detail: _, ...rest } = event;
    expect(JSON.parse(template('{"e": <aws.events.event>}'))).toEqual({ e: rest });
  });
});

describe('what is wrong with it', () => {
  test.each<[Partial<Target>, string | undefined]>([
    [{ Input: '{}' }, undefined],
    [{ Input: '{' }, 'Input must be valid JSON'],
    [{ Input: '{}', InputPath: '$' }, 'Only one of Input, InputPath, or InputTransformer must be provided'],
    [{ InputPath: 'detail' }, 'Invalid path detail'],
    [
      { InputTransformer: { InputTemplate: '{"a": <b>}' } },
      'InputTemplate for target contains placeholder b that is not in InputPathsMap',
    ],
    [
      { InputTransformer: { InputTemplate: '<b> is', InputPathsMap: { b: '$.id' } } },
      'Invalid InputTemplate: it is not JSON',
    ],
    [{ InputTransformer: { InputTemplate: '{"a": <b>}', InputPathsMap: { b: '$.id' } } }, undefined],
    [{ InputTransformer: { InputTemplate: '"<b> is"\n"here"', InputPathsMap: { b: '$.id' } } }, undefined],
  ])('%j', (target, reason) => {
    expect(inputProblem(target)?.reason).toBe(reason);
  });
});
