import type {
  Archive,
  DescribeArchiveResponse,
  DescribeReplayResponse,
  Replay,
} from '../../../aws/contract/events.types.gen.ts';
import { seconds } from '../operation.ts';
import type { ArchiveRecord, ReplayRecord } from './tables.ts';

/** Records as answers tell them; what is unknown is left out. */

export function summarizeArchive(archive: ArchiveRecord): Archive {
  return {
    ArchiveName: archive.name,
    EventSourceArn: archive.sourceArn,
    State: 'ENABLED',
    RetentionDays: archive.retentionDays,
    SizeBytes: archive.bytes,
    EventCount: archive.count,
    CreationTime: seconds(archive.createdAt),
  };
}

export function describeArchive(archive: ArchiveRecord): DescribeArchiveResponse {
  const { description, eventPattern, kmsKeyIdentifier } = archive;
  return {
    ...summarizeArchive(archive),
    ArchiveArn: archive.arn,
    ...(description !== undefined && { Description: description }),
    ...(eventPattern !== undefined && { EventPattern: eventPattern }),
    ...(kmsKeyIdentifier !== undefined && { KmsKeyIdentifier: kmsKeyIdentifier }),
  };
}

export function summarizeReplay(replay: ReplayRecord): Replay {
  const { reason, position, endedAt } = replay;
  return {
    ReplayName: replay.name,
    EventSourceArn: replay.sourceArn,
    State: replay.state,
    ...(reason !== undefined && { StateReason: reason }),
    EventStartTime: seconds(replay.start),
    EventEndTime: seconds(replay.end),
    ...(position !== undefined && { EventLastReplayedTime: seconds(position[0]) }),
    ReplayStartTime: seconds(replay.startedAt),
    ...(endedAt !== undefined && { ReplayEndTime: seconds(endedAt) }),
  };
}

export function describeReplay(replay: ReplayRecord): DescribeReplayResponse {
  const { description } = replay;
  return {
    ...summarizeReplay(replay),
    ReplayArn: replay.arn,
    Destination: replay.destination,
    ...(description !== undefined && { Description: description }),
  };
}
