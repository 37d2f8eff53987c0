import { describe, expect, test } from 'vitest';
import { logGroup, testEvents, type TestEvents } from '../../../../test/support/events.ts';

const bus = 'arn:aws:events:us-east-1:000000000000:event-bus/default';
const archive = 'arn:aws:events:us-east-1:000000000000:archive/all';
const day = 86_400_000;

async function put(events: TestEvents, ...names: string[]): Promise<void> {
  for (const name of names) {
    events.call('PutEvents', {
      Entries: [{ Source: 'app', DetailType: 'Thing', Detail: JSON.stringify({ name }) }],
    });
  }
  await events.clock.advance(1000);
}
async function create(events: TestEvents, more: object = {}): Promise<void> {
  events.call('CreateArchive', { ArchiveName: 'all', EventSourceArn: bus, ...more });
  await events.clock.advance(0);
}
function replay(events: TestEvents, more: object = {}): void {
  const now = events.clock.now() / 1000;
  events.call('StartReplay', {
    ReplayName: 'again',
    EventSourceArn: archive,
    EventStartTime: now - 86_400,
    EventEndTime: now + 1,
    Destination: { Arn: bus },
    ...more,
  });
}
const names = ({ lines }: TestEvents, group: string): unknown[] =>
  lines
    .filter((line) => line.group === logGroup(group))
    .map(({ message }) => JSON.parse(message).detail.name);

describe('an archive', () => {
  test('gets what its bus takes and its pattern matches, and counts it', async () => {
    await using events = testEvents();
    await create(events, {
      EventPattern: '{"detail":{"name":["two","three"]}}',
      Description: 'some',
      RetentionDays: 3,
    });
    await put(events, 'one', 'two', 'three');
    const { SizeBytes = 0, ...described } = events.call('DescribeArchive', { ArchiveName: 'all' });
    expect(described).toEqual({
      ArchiveArn: archive,
      ArchiveName: 'all',
      EventSourceArn: bus,
      Description: 'some',
      EventPattern: '{"detail":{"name":["two","three"]}}',
      State: 'ENABLED',
      RetentionDays: 3,
      EventCount: 2,
      CreationTime: Date.UTC(2026, 0, 1) / 1000,
    });
    expect(SizeBytes).toBeGreaterThan(400);
    await events.crash();
    await put(events, 'two');
    expect(events.call('ListArchives', {}).Archives).toMatchObject([{ ArchiveName: 'all', EventCount: 3 }]);
  });

  test('keeps events for so many days', async () => {
    await using events = testEvents();
    await create(events, { RetentionDays: 2 });
    await put(events, 'one');
    await events.clock.advance(day);
    await put(events, 'two');
    expect(events.call('DescribeArchive', { ArchiveName: 'all' }).EventCount).toBe(2);
    await events.clock.advance(day + 3_600_000);
    expect(events.call('DescribeArchive', { ArchiveName: 'all' }).EventCount).toBe(1);
    await events.clock.advance(day);
    expect(events.call('DescribeArchive', { ArchiveName: 'all' })).toMatchObject({
      EventCount: 0,
      SizeBytes: 0,
    });
  });

  test('that is deleted leaves nothing behind, however much it had', async () => {
    await using events = testEvents();
    await create(events);
    await put(events, ...Array.from({ length: 1200 }, (_, index) => String(index)));
    expect(events.tables.archivedEvents.count()).toBe(1200);
    events.call('DeleteArchive', { ArchiveName: 'all' });
    expect(() => events.call('DescribeArchive', { ArchiveName: 'all' })).toThrow(
      'Archive all does not exist.',
    );
    await events.crash();
    await events.clock.advance(10);
    expect([events.tables.archivedEvents.count(), events.tables.archiveRemovals.count()]).toEqual([0, 0]);
  });

  test.each([
    [
      () => ({ EventSourceArn: 'arn:aws:events:us-east-1:000000000000:event-bus/none' }),
      'Event bus none does not exist.',
    ],
    [() => ({}), 'Archive all already exists.'],
    [() => ({ ArchiveName: 'x', EventPattern: '{"a":1}' }), /^Event pattern is not valid/],
  ])('is refused as by AWS (%#)', async (more, message) => {
    await using events = testEvents();
    await create(events);
    expect(() =>
      events.call('CreateArchive', { ArchiveName: 'all', EventSourceArn: bus, ...more() }),
    ).toThrow(message);
  });
});

describe('a replay', () => {
  test('sends archived events again, marked, and archives them no second time', async () => {
    await using events = testEvents();
    await create(events);
    await put(events, 'one', 'two', 'three');
    events.logTo('/seen', { source: ['app'] });
    replay(events);
    expect(events.call('DescribeReplay', { ReplayName: 'again' }).State).toBe('STARTING');
    await events.clock.advance(0);
    expect(names(events, '/seen')).toEqual(['one', 'two', 'three']);
    expect(JSON.parse(events.lines[0]?.message ?? '')).toMatchObject({ 'replay-name': 'again' });
    const now = events.clock.now() / 1000;
    expect(events.call('DescribeReplay', { ReplayName: 'again' })).toEqual({
      ReplayName: 'again',
      ReplayArn: 'arn:aws:events:us-east-1:000000000000:replay/again',
      State: 'COMPLETED',
      EventSourceArn: archive,
      Destination: { Arn: bus },
      EventStartTime: now - 86_400,
      EventEndTime: now + 1,
      EventLastReplayedTime: now - 1,
      ReplayStartTime: now,
      ReplayEndTime: now,
    });
    expect(events.call('DescribeArchive', { ArchiveName: 'all' }).EventCount).toBe(3);
    expect(events.call('ListReplays', { State: 'COMPLETED' }).Replays).toHaveLength(1);
  });

  test('sends what is within its times, to the rules that it names', async () => {
    await using events = testEvents();
    await create(events);
    await put(events, 'one');
    await put(events, 'two');
    await put(events, 'three');
    events.logTo('/a', { source: ['app'] });
    events.logTo('/b', { source: ['app'] });
    events.logTo('/c', { source: ['other'] });
    const start = Date.UTC(2026, 0, 1) / 1000;
    replay(events, {
      EventStartTime: start + 1,
      EventEndTime: start + 2,
      Destination: {
        Arn: bus,
        FilterArns: ['/a', '/c'].map(
          (group) => `arn:aws:events:us-east-1:000000000000:rule/${group.replace('/', '-')}`,
        ),
      },
    });
    await events.clock.advance(0);
    expect([names(events, '/a'), names(events, '/b'), names(events, '/c')]).toEqual([['two'], [], []]);
  });

  test('that a crash interrupts goes on behind what it has sent', async () => {
    await using events = testEvents();
    await create(events);
    const all = Array.from({ length: 250 }, (_, index) => String(index));
    await put(events, ...all);
    events.logTo('/seen', { source: ['app'] });
    replay(events);
    await events.crash({ start: false });
    // As the piece of before has left it.
    const [kept] = events.tables.replays.select();
    const sent = events.tables.archivedEvents.select()[99];
    if (kept === undefined || sent === undefined) throw new Error('there is no replay');
    events.tables.replays.put({ ...kept, state: 'RUNNING', position: [sent.at, sent.seq] });
    events.start();
    await events.clock.advance(0);
    await events.settle();
    expect(names(events, '/seen')).toEqual(all.slice(100));
    expect(events.tables.replays.select()).toMatchObject([{ state: 'COMPLETED' }]);
  });

  test('is cancelled on the way, and only then', async () => {
    await using events = testEvents();
    await create(events);
    await put(events, 'one');
    events.logTo('/seen', { source: ['app'] });
    replay(events);
    expect(events.call('CancelReplay', { ReplayName: 'again' }).State).toBe('CANCELLING');
    await events.clock.advance(0);
    expect(events.call('DescribeReplay', { ReplayName: 'again' }).State).toBe('CANCELLED');
    expect(events.lines).toEqual([]);
    expect(() => events.call('CancelReplay', { ReplayName: 'again' })).toThrow(
      'Replay again is not in a valid state for this operation.',
    );
    expect(() => events.call('CancelReplay', { ReplayName: 'none' })).toThrow('Replay none does not exist.');
  });

  test.each([
    [
      { Destination: { Arn: archive } },
      'Parameter Destination.Arn is not valid. Reason: Must contain an event bus ARN.',
    ],
    [
      { EventSourceArn: `${archive}x` },
      'Parameter EventSourceArn is not valid. Reason: Archive allx does not exist.',
    ],
    [
      { Destination: { Arn: bus.replace('default', 'other') } },
      'Parameter Destination.Arn is not valid. Reason: Cross event bus replay is not permitted.',
    ],
    [
      { EventEndTime: 0 },
      'Parameter EventEndTime is not valid. Reason: EventStartTime must be before EventEndTime.',
    ],
    [{}, 'Replay again already exists.'],
  ])('is refused as by AWS: %j', async (more, message) => {
    await using events = testEvents();
    await create(events);
    events.call('CreateEventBus', { Name: 'other' });
    if (Object.keys(more).length === 0) replay(events);
    expect(() => replay(events, more)).toThrow(message);
  });

  test('takes one filter at a time', async () => {
    await using events = testEvents();
    expect(() => events.call('ListReplays', { NamePrefix: 'a', State: 'FAILED' })).toThrow(
      'At most one filter is allowed for ListReplays. Use either : State, EventSourceArn, or NamePrefix.',
    );
  });
});
