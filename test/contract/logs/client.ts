import { CloudWatchLogsClient } from '@aws-sdk/client-cloudwatch-logs';

/** The real SDK's client; it would put `streaming-` before an address for StartLiveTail. */
export const logsClient = (endpoint: string, region = 'us-east-1'): CloudWatchLogsClient =>
  new CloudWatchLogsClient({
    endpoint,
    region,
    credentials: { accessKeyId: 'test', secretAccessKey: 'test' },
    maxAttempts: 1,
    disableHostPrefix: true,
  });
