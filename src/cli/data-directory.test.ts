import { expect, test } from 'vitest';
import { defaultDataDirectory } from './data-directory.ts';

test.each([
  ['linux', '/home/me', {}, '/home/me/.local/share/longshore'],
  ['linux', '/home/me', { XDG_DATA_HOME: '/data' }, '/data/longshore'],
  ['linux', '/home/me', { XDG_DATA_HOME: 'relative' }, '/home/me/.local/share/longshore'],
  ['linux', '/home/me', { XDG_DATA_HOME: '' }, '/home/me/.local/share/longshore'],
  ['darwin', '/Users/me', { XDG_DATA_HOME: '/data' }, '/Users/me/Library/Application Support/longshore'],
  ['win32', '/c/Users/me', { LOCALAPPDATA: '/c/local' }, '/c/local/longshore'],
  ['win32', '/c/Users/me', {}, '/c/Users/me/AppData/Local/longshore'],
] as const)('on %s at %s with %j: %4$s', (platform, home, env, expected) => {
  expect(defaultDataDirectory({ platform, home, env })).toBe(expected);
});
