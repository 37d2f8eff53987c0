import { expect, test } from 'vitest';

import { shell } from '../../support/e2e/definitions.ts';
import { run } from '../../support/e2e/run.ts';

const call = [
  'wget -q -O -',
  "--header 'X-Amz-Target: AmazonEC2ContainerServiceV20141113.ListClusters'",
  "--header 'Content-Type: application/x-amz-json-1.1'",
  "--post-data '{}' $AWS_ENDPOINT_URL",
].join(' ');

const refused = (path: string): string => `wget -q -O - $AWS_ENDPOINT_URL${path} 2>&1 | grep -o '40[34]'`;

test('a task calls AWS’s API where it is told to, and cannot reach Longshore’s own there', async () => {
  const script = [
    'echo $AWS_ENDPOINT_URL',
    `${call}; echo`,
    refused('/_longshore/health'),
    refused('/%5Flongshore/health'),
    refused('/v2/'),
    'echo done',
  ].join('; ');
  const { code, stdout, stderr } = await run({ definition: shell(script) });
  expect(stdout.split('\n'), stderr).toEqual([
    'main | http://169.254.170.2/aws',
    expect.stringMatching(/^main \| \{"clusterArns":\["arn:aws:ecs:.*"\]\}$/),
    'main | 404',
    'main | 404',
    'main | 404',
    'main | done',
    '',
  ]);
  expect(code).toBe(0);
});
