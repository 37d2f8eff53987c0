import { expect, test } from 'vitest';
import { fakeConsole } from '../../../test/support/gateway/console.ts';
import { Printer, timeOfDay } from './printer.ts';
import { emptyView, type Item } from './view.ts';

const at = new Date(2026, 0, 1, 12, 0, 1, 23).getTime();
const output = (stream: 'stdout' | 'stderr', container = 'api'): Item => ({
  kind: 'output',
  container,
  stream,
  text: 'hello',
});
const change: Item = { kind: 'change', at, subject: 'task', text: 'RUNNING', mood: 'good' };
const progress: Item = { kind: 'progress', subject: 'api', text: 'pulling nginx  10 %' };

test('time is that of the wall clock', () => {
  expect(timeOfDay(at)).toBe('12:00:01.023');
});

test('output goes where the container sent it, all else to stderr, in columns', () => {
  const console = fakeConsole();
  const printer = new Printer(console, ['api', 'worker']);
  printer.show([output('stdout'), output('stderr'), change]);
  printer.say('said');
  expect(console.textOf('out')).toBe('api    | hello\n');
  expect(console.textOf('err')).toBe('api    | hello\n12:00:01.023  task    RUNNING\nsaid\n');
});

test('without a terminal nothing is coloured and no line is rewritten', () => {
  const console = fakeConsole();
  new Printer(console, ['api']).show([progress, output('stdout'), change]);
  // oxlint-disable-next-line no-control-regex -- control characters are what must not be there
  expect(console.written.map(({ text }) => text).join('')).not.toMatch(/[\u001B\r]/);
});

test('on a terminal progress is one line that gives way to others', () => {
  const console = fakeConsole({ isTerminal: true, columns: 12 });
  const printer = new Printer(console, ['api']);
  printer.show([progress]);
  printer.show([output('stdout')]);
  printer.show([{ ...change, subject: 'api', endsProgress: true }]);
  const erase = '\r\u001B[2K';
  expect(console.written.map(({ text }) => text)).toEqual([
    `${erase}api: pullin`,
    erase,
    'api  | hello\n',
    `${erase}api: pullin`,
    erase,
    '12:00:01.023  api   RUNNING\n',
  ]);
});

test('each container has a colour', () => {
  const console = fakeConsole({ colour: true });
  const printer = new Printer(console, ['api', 'worker']);
  printer.show([output('stdout'), output('stdout', 'worker')]);
  const [api, worker] = console.textOf('out').split('\n');
  expect(api).toContain('\u001B[36mapi');
  expect(worker).toContain('\u001B[33mworker');
});

test('the summary says how each container ended', () => {
  const console = fakeConsole();
  const base = { lastStatus: 'STOPPED', networkBindings: [] } as const;
  new Printer(console, ['api', 'init', 'late']).summary({
    ...emptyView,
    endedBy: 'api',
    stopCode: 'EssentialContainerExited',
    containers: [
      { ...base, name: 'api', essential: true, exitCode: 3, startedAt: 0, stoppedAt: 1200 },
      { ...base, name: 'init', essential: false, exitCode: 0, startedAt: 0, stoppedAt: 20 },
      { ...base, name: 'late', essential: true, startedAt: undefined, stoppedAt: 5 },
    ],
  });
  expect(console.textOf('err').split('\n')).toEqual([
    'api   exit code 3         1.2 s  ended the task',
    'init  exit code 0         20 ms  not essential',
    'late  not started',
    '',
  ]);
});
