import { archiveExists } from '../errors.ts';
import { archiveArn } from '../model/arns.ts';
import { checkPattern } from '../model/check-pattern.ts';
import { busOf } from '../model/find.ts';
import { seconds, type EventsOperation } from '../operation.ts';

export const createArchive: EventsOperation<'CreateArchive'> = (input, call) => {
  const { account, region, now } = call;
  const { ArchiveName: name, EventSourceArn, Description, EventPattern, KmsKeyIdentifier } = input;
  const { name: bus } = busOf(call, EventSourceArn);
  if (call.tables.archives.get(account, region, name) !== undefined) throw archiveExists(name);
  if (EventPattern !== undefined) checkPattern(EventPattern);
  const arn = archiveArn(call, name);
  call.tables.archives.put({
    account,
    region,
    name,
    arn,
    id: call.ids.uuid(),
    bus,
    sourceArn: EventSourceArn,
    ...(Description !== undefined && { description: Description }),
    ...(EventPattern !== undefined && { eventPattern: EventPattern }),
    ...(KmsKeyIdentifier !== undefined && { kmsKeyIdentifier: KmsKeyIdentifier }),
    retentionDays: input.RetentionDays ?? 0,
    count: 0,
    bytes: 0,
    createdAt: now,
  });
  return { ArchiveArn: arn, State: 'ENABLED', CreationTime: seconds(now) };
};
