import { describe, expect, test } from 'vitest';
import type { TaskEvent, WatchedContainer } from '../../agent/watch.ts';
import { absorb, emptyView, exitCodeOf, type Item, type View } from './view.ts';

type TaskChange = Extract<TaskEvent, { kind: 'task' }>;

const container = (change: Partial<WatchedContainer> = {}): WatchedContainer => ({
  name: 'api',
  essential: true,
  lastStatus: 'PENDING',
  networkBindings: [],
  ...change,
});

const task = (at: number, containers: WatchedContainer[], change: Partial<TaskChange> = {}): TaskChange => ({
  kind: 'task',
  at,
  lastStatus: 'PENDING',
  desiredStatus: 'RUNNING',
  version: 1,
  containers,
  ...change,
});

function after(...events: TaskEvent[]): { view: View; items: Item[] } {
  let view = emptyView;
  const items: Item[] = [];
  for (const event of events) {
    const next = absorb(view, event);
    view = next.view;
    items.push(...next.items);
  }
  return { view, items };
}

const texts = (...events: TaskEvent[]): string[] =>
  after(...events).items.map((item) => {
    if (item.kind === 'output') return `${item.container} ${item.stream} ${item.text}`;
    return item.kind === 'change'
      ? `${item.at} ${item.subject} ${item.text}`
      : `~ ${item.subject} ${item.text}`;
  });

describe('what is shown', () => {
  test('every change of status, once', () => {
    const running = container({
      lastStatus: 'RUNNING',
      networkBindings: [
        { bindIP: '0.0.0.0', hostPort: 49_153, containerPort: 8080, protocol: 'tcp' },
        { bindIP: '::', hostPort: 49_153, containerPort: 8080, protocol: 'tcp' },
      ],
    });
    const stopped = container({ lastStatus: 'STOPPED', exitCode: 0 });
    expect(
      texts(
        task(0, [container()]),
        task(1, [container()], { lastStatus: 'RUNNING' }),
        task(2, [running], { lastStatus: 'RUNNING' }),
        task(3, [running], { lastStatus: 'RUNNING' }),
        task(1502, [stopped], {
          lastStatus: 'STOPPED',
          stopCode: 'EssentialContainerExited',
          stoppedReason: 'Essential container in task exited',
        }),
        { kind: 'end', at: 1503 },
      ),
    ).toEqual([
      '0 task PENDING',
      '1 task RUNNING',
      '2 api RUNNING  (0.0.0.0:49153->8080/tcp, [::]:49153->8080/tcp)',
      '1502 api STOPPED  exit code 0 after 1.5 s',
      '1502 task STOPPED  EssentialContainerExited: Essential container in task exited',
    ]);
  });

  test('health, but not that it is unknown', () => {
    const of = (healthStatus: 'UNKNOWN' | 'HEALTHY' | 'UNHEALTHY'): WatchedContainer =>
      container({ lastStatus: 'RUNNING', healthStatus });
    const events = (['UNKNOWN', 'HEALTHY', 'HEALTHY', 'UNHEALTHY'] as const).map((health, at) =>
      task(at, [of(health)]),
    );
    expect(texts(...events)).toEqual(['0 api RUNNING', '0 task PENDING', '1 api HEALTHY', '3 api UNHEALTHY']);
  });

  test('why a container was not started', () => {
    const failed = container({ lastStatus: 'STOPPED', reason: 'CannotPullContainerError: no such image' });
    expect(texts(task(5, [failed], { lastStatus: 'STOPPED', stopCode: 'TaskFailedToStart' }))).toEqual([
      '5 api STOPPED  CannotPullContainerError: no such image',
      '5 task STOPPED  TaskFailedToStart',
    ]);
  });

  test('a pull: one line at its beginning, its progress, and its end with the next status', () => {
    const pull = (current: number): TaskEvent => ({
      kind: 'pull',
      at: 1,
      container: 'api',
      image: 'nginx',
      status: 'Downloading',
      current,
      total: 2e6,
    });
    const { items, view } = after(pull(0), pull(1e6), task(2, [container({ lastStatus: 'RUNNING' })]));
    expect(items).toMatchObject([
      { kind: 'change', subject: 'api', text: 'pulling nginx' },
      { kind: 'progress', text: 'pulling nginx  Downloading  0.0 of 2.0 MB' },
      { kind: 'progress', text: 'pulling nginx  Downloading  1.0 of 2.0 MB' },
      { kind: 'change', text: 'RUNNING', endsProgress: true },
      { kind: 'change', subject: 'task' },
    ]);
    expect(view.pulling).toEqual([]);
  });

  test('output and notices', () => {
    expect(
      texts(
        { kind: 'log', container: 'api', stream: 'stderr', time: '2026-01-01T00:00:00Z', text: 'hello' },
        { kind: 'notice', at: 7, text: 'look' },
        { kind: 'notice', at: 8, container: 'api', text: 'here' },
      ),
    ).toEqual(['api stderr hello', '7 task look', '8 api here']);
  });
});

describe('the exit code', () => {
  const stopped = (name: string, exitCode?: number, essential = true): WatchedContainer =>
    container({ name, essential, lastStatus: 'STOPPED', ...(exitCode !== undefined && { exitCode }) });
  const running = (name: string): WatchedContainer => container({ name, lastStatus: 'RUNNING' });
  const code = (...events: TaskEvent[]): number | undefined => exitCodeOf(after(...events).view);

  test('is that of the essential container that ended first', () => {
    expect(
      code(
        task(1, [stopped('client', 3), running('api')]),
        task(2, [stopped('client', 3), stopped('api', 143)]),
      ),
    ).toBe(3);
  });

  test('is not that of one that is not essential', () => {
    expect(
      code(
        task(1, [stopped('migrate', 9, false), running('api')]),
        task(2, [stopped('migrate', 9, false), stopped('api', 0)]),
      ),
    ).toBe(0);
  });

  test('is that of one that failed where several ended at once', () => {
    expect(code(task(1, [stopped('a', 0), stopped('b', 4)]))).toBe(4);
  });

  test('is not known where none was started, or nothing was seen', () => {
    expect(code(task(1, [stopped('a')]))).toBeUndefined();
    expect(code(task(1, [running('a')]))).toBeUndefined();
    expect(code()).toBeUndefined();
  });
});
