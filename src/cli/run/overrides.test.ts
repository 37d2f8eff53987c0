import { describe, expect, test } from 'vitest';
import { containerOverrides, type OverrideOptions } from './overrides.ts';

const of = (options: Partial<OverrideOptions>, containers = ['api', 'db'], env = {}): unknown =>
  containerOverrides({ env: [], command: [], containerOverride: [], ...options }, containers, env);

describe('--env', () => {
  test('without a container is for all', () => {
    expect(of({ env: ['A=1'] })).toEqual([
      { name: 'api', environment: [{ name: 'A', value: '1' }] },
      { name: 'db', environment: [{ name: 'A', value: '1' }] },
    ]);
  });

  test('with a container is for that one; the last word counts', () => {
    expect(of({ env: ['api:A=1', 'api:B=', 'api:A=2'] })).toEqual([
      {
        name: 'api',
        environment: [
          { name: 'A', value: '2' },
          { name: 'B', value: '' },
        ],
      },
    ]);
  });

  test('keeps colons and equal signs of the value', () => {
    expect(of({ env: ['URL=http://x/?a=b'] }, ['api'])).toEqual([
      { name: 'api', environment: [{ name: 'URL', value: 'http://x/?a=b' }] },
    ]);
  });

  test('without a value takes it from the environment', () => {
    expect(of({ env: ['db:TOKEN'] }, ['db'], { TOKEN: 't' })).toEqual([
      { name: 'db', environment: [{ name: 'TOKEN', value: 't' }] },
    ]);
  });

  test.each(['db:TOKEN', '=1', 'api:=1', 'nope:A=1'])('%s is refused', (text) => {
    expect(() => of({ env: [text] })).toThrow(text);
  });
});

describe('--command', () => {
  test('needs no container where there is one', () => {
    expect(of({ command: ['sh -c "echo a:b"'] }, ['api'])).toEqual([
      { name: 'api', command: ['sh', '-c', 'echo a:b'] },
    ]);
  });

  test('takes a JSON array', () => {
    expect(of({ command: ['db:["a b","c"]'] })).toEqual([{ name: 'db', command: ['a b', 'c'] }]);
  });

  test.each(['echo hello', 'api:"open', 'api:[1]', 'api:[', 'nope:echo'])('%s is refused', (text) => {
    expect(() => of({ command: [text] })).toThrow(text);
  });
});

describe('--container-override', () => {
  test('takes every key', () => {
    const containerOverride = [
      'api:cpu=256',
      'api:memory=512',
      'api:memoryReservation=128',
      'api:command=echo a=b',
      'api:environment.A=x=y',
      'api:env.B=2',
    ];
    expect(of({ containerOverride })).toEqual([
      {
        name: 'api',
        cpu: 256,
        memory: 512,
        memoryReservation: 128,
        command: ['echo', 'a=b'],
        environment: [
          { name: 'A', value: 'x=y' },
          { name: 'B', value: '2' },
        ],
      },
    ]);
  });

  test.each(['api', 'api:cpu', 'cpu=1', 'api:cpu=', 'api:cpu=1.5', 'api:cpu=-1', 'api:image=x', 'ap:cpu=1'])(
    '%s is refused',
    (text) => {
      expect(() => of({ containerOverride: [text] })).toThrow(text);
    },
  );

  test('a near name is suggested', () => {
    expect(() => of({ containerOverride: ['apl:cpu=1'] })).toThrow(
      expect.objectContaining({ code: 'BAD_OPTION', hint: 'Did you mean api?' }),
    );
  });
});
