import { checkPattern } from '../model/check-pattern.ts';
import { archiveOf } from '../model/find-archive.ts';
import { seconds, type EventsOperation } from '../operation.ts';

/** What is not given stays as it is. */
export const updateArchive: EventsOperation<'UpdateArchive'> = (input, call) => {
  const before = archiveOf(call, input.ArchiveName);
  const { Description, EventPattern, KmsKeyIdentifier } = input;
  if (EventPattern !== undefined) checkPattern(EventPattern);
  call.tables.archives.put({
    ...before,
    ...(Description !== undefined && { description: Description }),
    ...(EventPattern !== undefined && { eventPattern: EventPattern }),
    ...(KmsKeyIdentifier !== undefined && { kmsKeyIdentifier: KmsKeyIdentifier }),
    retentionDays: input.RetentionDays ?? before.retentionDays,
  });
  return { ArchiveArn: before.arn, State: 'ENABLED', CreationTime: seconds(before.createdAt) };
};
