import type { LogStream } from '../../../aws/contract/logs.types.gen.ts';
import { streamExists, streamNotFound } from '../errors.ts';
import type { LogsScope } from '../operation.ts';
import { sequenceToken } from './event-id.ts';
import { streamArn } from './identifiers.ts';
import type { GroupRecord, StreamRecord } from './tables.ts';

export function findStream(
  { tables }: LogsScope,
  group: GroupRecord,
  name: string,
): StreamRecord | undefined {
  return tables.streams.get(group.id, name);
}

export function streamNamed(scope: LogsScope, group: GroupRecord, name: string): StreamRecord {
  const stream = findStream(scope, group, name);
  if (stream === undefined) throw streamNotFound();
  return stream;
}

export function makeStream(scope: LogsScope, group: GroupRecord, name: string): StreamRecord {
  if (findStream(scope, group, name) !== undefined) throw streamExists();
  const { tables, now } = scope;
  const stream = { groupId: group.id, name, id: tables.events.newId(), createdAt: now };
  tables.streams.put(stream);
  return stream;
}

/** As DescribeLogStreams tells it. `storedBytes` of a stream has been zero since 2019. */
export function describeStream(scope: LogsScope, group: GroupRecord, stream: StreamRecord): LogStream {
  const { name, id, createdAt, firstEventAt, lastEventAt, lastIngestionAt } = stream;
  return {
    logStreamName: name,
    creationTime: createdAt,
    ...(firstEventAt !== undefined && { firstEventTimestamp: firstEventAt }),
    ...(lastEventAt !== undefined && { lastEventTimestamp: lastEventAt }),
    ...(lastIngestionAt !== undefined && { lastIngestionTime: lastIngestionAt }),
    uploadSequenceToken: sequenceToken(id, lastIngestionAt ?? createdAt),
    arn: streamArn(scope, group.name, name),
    storedBytes: 0,
  };
}
