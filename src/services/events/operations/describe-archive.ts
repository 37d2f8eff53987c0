import { describeArchive as described } from '../model/describe-archive.ts';
import { archiveOf } from '../model/find-archive.ts';
import type { EventsOperation } from '../operation.ts';

export const describeArchive: EventsOperation<'DescribeArchive'> = (input, call) =>
  described(archiveOf(call, input.ArchiveName));
