import type { TaskEvent, WatchedContainer } from '../../agent/watch.ts';
import { inUrl } from '../../gateway/host-name.ts';
import { formatDuration } from '../duration.ts';

/** What has been seen of the task so far. */
export interface View {
  readonly lastStatus: string | undefined;
  readonly stopCode: string | undefined;
  readonly stoppedReason: string | undefined;
  readonly containers: readonly SeenContainer[];
  /** Containers whose image is being pulled. */
  readonly pulling: readonly string[];
  /** The first essential container that was seen STOPPED: the one that ends the task. */
  readonly endedBy: string | undefined;
}

export interface SeenContainer extends WatchedContainer {
  readonly startedAt: number | undefined;
  readonly stoppedAt: number | undefined;
}

export type Mood = 'good' | 'bad' | 'plain';

/** One thing to show. Pure data: where and in which colours is the printer's affair. */
export type Item =
  /** A line of a container's output. */
  | {
      readonly kind: 'output';
      readonly container: string;
      readonly stream: 'stdout' | 'stderr';
      readonly text: string;
    }
  /** Something that happened; `subject` is a container or `task`. */
  | {
      readonly kind: 'change';
      readonly at: number;
      readonly subject: string;
      readonly text: string;
      readonly mood: Mood;
      /** Closes what `progress` opened for this subject. */
      readonly endsProgress?: true;
    }
  /** How far a pull is: worth showing where it can be overwritten. */
  | { readonly kind: 'progress'; readonly subject: string; readonly text: string };

export const emptyView: View = {
  lastStatus: undefined,
  stopCode: undefined,
  stoppedReason: undefined,
  containers: [],
  pulling: [],
  endedBy: undefined,
};

/** The name that stands before changes of the task itself. */
export const TASK = 'task';

/** Takes one event in: what is known then, and what there is to show. */
export function absorb(
  view: View,
  event: TaskEvent,
): { readonly view: View; readonly items: readonly Item[] } {
  switch (event.kind) {
    case 'log': {
      const { container, stream, text } = event;
      return { view, items: [{ kind: 'output', container, stream, text }] };
    }
    case 'notice': {
      const { at, container, text } = event;
      return { view, items: [{ kind: 'change', at, subject: container ?? TASK, text, mood: 'plain' }] };
    }
    case 'pull':
      return pull(view, event);
    case 'task':
      return change(view, event);
    case 'end':
      return { view, items: [] };
    default:
      return event satisfies never;
  }
}

type TaskChange = Extract<TaskEvent, { kind: 'task' }>;
type Pull = Extract<TaskEvent, { kind: 'pull' }>;

function pull(view: View, event: Pull): ReturnType<typeof absorb> {
  const { at, container, image, status, current, total } = event;
  const amount = total > 0 ? `  ${megabytes(current)} of ${megabytes(total)} MB` : '';
  const progress: Item = {
    kind: 'progress',
    subject: container,
    text: `pulling ${image}  ${status}${amount}`,
  };
  if (view.pulling.includes(container)) return { view, items: [progress] };
  const begun: Item = { kind: 'change', at, subject: container, text: `pulling ${image}`, mood: 'plain' };
  return { view: { ...view, pulling: [...view.pulling, container] }, items: [begun, progress] };
}

const megabytes = (bytes: number): string => (bytes / 1e6).toFixed(1);

function change(view: View, event: TaskChange): ReturnType<typeof absorb> {
  const { at } = event;
  const containers = event.containers.map((container) => seen(container, view, at));
  const items: Item[] = [];
  for (const container of containers) {
    const before = view.containers.find(({ name }) => name === container.name);
    items.push(...containerItems(before, container, view.pulling.includes(container.name), at));
  }
  if (event.lastStatus !== view.lastStatus) items.push(taskItem(event));
  const pulling = view.pulling.filter((name) => !hasEndedPull(containers, name));
  return {
    view: {
      lastStatus: event.lastStatus,
      stopCode: event.stopCode,
      stoppedReason: event.stoppedReason,
      containers,
      pulling,
      endedBy: view.endedBy ?? endedBy(containers),
    },
    items,
  };
}

/** A container that runs has its image, and one that stopped needs it no more. */
function hasEndedPull(containers: readonly SeenContainer[], name: string): boolean {
  return containers.some((container) => container.name === name && container.lastStatus !== 'PENDING');
}

/** Where several stopped between two looks, one that failed says more than one that did not. */
function endedBy(containers: readonly SeenContainer[]): string | undefined {
  const stopped = containers.filter(({ essential, lastStatus }) => essential && lastStatus === 'STOPPED');
  return (stopped.find(({ exitCode }) => exitCode !== 0) ?? stopped[0])?.name;
}

function seen(container: WatchedContainer, view: View, at: number): SeenContainer {
  const before = view.containers.find(({ name }) => name === container.name);
  return {
    ...container,
    startedAt: before?.startedAt ?? (container.lastStatus === 'RUNNING' ? at : undefined),
    stoppedAt: before?.stoppedAt ?? (container.lastStatus === 'STOPPED' ? at : undefined),
  };
}

function containerItems(
  before: SeenContainer | undefined,
  now: SeenContainer,
  wasPulling: boolean,
  at: number,
): readonly Item[] {
  const items: Item[] = [];
  const subject = now.name;
  if (now.lastStatus !== (before?.lastStatus ?? 'PENDING')) {
    const isBad = now.lastStatus === 'STOPPED' && now.exitCode !== 0;
    items.push({
      kind: 'change',
      at,
      subject,
      text: statusText(now),
      mood: isBad ? 'bad' : now.lastStatus === 'RUNNING' ? 'good' : 'plain',
      ...(wasPulling && { endsProgress: true }),
    });
  }
  const health = now.healthStatus;
  if (health !== undefined && health !== 'UNKNOWN' && health !== before?.healthStatus) {
    items.push({ kind: 'change', at, subject, text: health, mood: health === 'HEALTHY' ? 'good' : 'bad' });
  }
  return items;
}

/** `RUNNING  (0.0.0.0:49153->8080/tcp)`, `STOPPED  exit code 0 after 1.2 s`, `STOPPED  CannotPull…: …` */
function statusText(container: SeenContainer): string {
  const { lastStatus, exitCode, reason, startedAt, stoppedAt, networkBindings } = container;
  if (lastStatus === 'RUNNING') {
    const ports = networkBindings.map(
      ({ bindIP, protocol, ...pair }) =>
        `${inUrl(bindIP)}:${pair.hostPort ?? pair.hostPortRange}->` +
        `${pair.containerPort ?? pair.containerPortRange}/${protocol}`,
    );
    return ports.length === 0 ? lastStatus : `${lastStatus}  (${ports.join(', ')})`;
  }
  if (lastStatus !== 'STOPPED') return lastStatus;
  const time =
    startedAt === undefined || stoppedAt === undefined
      ? ''
      : ` after ${formatDuration(stoppedAt - startedAt)}`;
  const exit = exitCode === undefined ? '' : `exit code ${exitCode}${time}`;
  return [lastStatus, exit, reason ?? ''].filter((part) => part !== '').join('  ');
}

function taskItem({ at, lastStatus, stopCode, stoppedReason }: TaskChange): Item {
  const hasFailed = lastStatus === 'STOPPED' && stopCode === 'TaskFailedToStart';
  const why = [stopCode, stoppedReason].filter((part) => part !== undefined && part !== '').join(': ');
  return {
    kind: 'change',
    at,
    subject: TASK,
    text: why === '' || lastStatus === 'RUNNING' ? lastStatus : `${lastStatus}  ${why}`,
    mood: hasFailed ? 'bad' : lastStatus === 'RUNNING' ? 'good' : 'plain',
  };
}

/**
 * The exit code of the essential container that ended the task; `undefined` where it has none, because it
 * was never started or its end was not seen.
 */
export function exitCodeOf(view: View): number | undefined {
  const ended = view.containers.find(({ name }) => name === view.endedBy);
  return ended?.exitCode;
}
