import type { ToldEvent } from '../../gateway/admin-port.ts';
import { painted, plain, type Style } from '../colours.ts';
import type { Sink } from '../console.ts';

type Detail = Readonly<Record<string, unknown>>;

/** One event in one line: when, what, about what, and what there is to know of it. */
export function eventLine({ event, bus }: ToldEvent, sink: Pick<Sink, 'colour'>): string {
  const paint = sink.colour ? painted : plain;
  const detail = membersOf(event.detail);
  const about = event.resources.map(shortArn).join(' ');
  const isTask = event.source === 'aws.ecs' && event['detail-type'] === 'ECS Task State Change';
  const what = isTask ? paint(styleOf(detail), taskText(detail)) : otherText(detail);
  return [
    paint('dim', event.time),
    event.source,
    event['detail-type'],
    ...(bus === 'default' ? [] : [`on ${bus}`]),
    paint('bold', about),
    what,
  ]
    .filter((part) => part !== '')
    .join('  ');
}

/** `RUNNING (v3)  app RUNNING`, `STOPPED (v6)  app STOPPED 0  UserInitiated: Task stopped by user` */
function taskText(detail: Detail): string {
  const status = text(detail['lastStatus']);
  const desired = text(detail['desiredStatus']);
  const wanted = status === 'STOPPED' || desired !== 'STOPPED' ? status : `${status}, to be STOPPED`;
  const containers = Array.isArray(detail['containers']) ? detail['containers'].map(containerText) : [];
  const why = [text(detail['stopCode']), text(detail['stoppedReason'])].filter((part) => part !== '');
  return [`${wanted} (v${text(detail['version'])})`, containers.join(', '), why.join(': ')]
    .filter((part) => part !== '')
    .join('  ');
}

function containerText(container: unknown): string {
  const { name, lastStatus, exitCode } = membersOf(container);
  return [name, lastStatus, exitCode]
    .filter((part) => part !== undefined)
    .map(text)
    .join(' ');
}

function styleOf(detail: Detail): Style {
  if (detail['lastStatus'] === 'RUNNING' && detail['desiredStatus'] === 'RUNNING') return 'green';
  return detail['stopCode'] === 'TaskFailedToStart' ? 'red' : 'yellow';
}

const longest = 200;

function otherText(detail: Detail): string {
  const json = JSON.stringify(detail);
  return json.length > longest ? `${json.slice(0, longest)}…` : json;
}

/** `arn:aws:ecs:us-east-1:000000000000:task/default/0123…` is `task/default/0123…`. */
const shortArn = (arn: string): string => arn.split(':').slice(5).join(':') || arn;

const membersOf = (value: unknown): Detail =>
  typeof value === 'object' && value !== null ? { ...value } : {};

const text = (value: unknown): string =>
  typeof value === 'string' || typeof value === 'number' ? String(value) : '';
