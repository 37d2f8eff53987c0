import { CreateRepositoryCommand, ECRClient, GetAuthorizationTokenCommand } from '@aws-sdk/client-ecr';
import { temporaryDirectory } from '../../test/support/e2e/server.ts';
import type { Figure, Row } from '../figure.ts';
import { startDockerRegistry } from '../support/docker-registry.ts';
import { inPairs, milliseconds } from '../support/pairs.ts';
import { benchImage, type BenchImage, RegistryClient } from '../support/registry-client.ts';
import { startBenchServer } from '../support/server.ts';

const layers = 4;
const layerBytes = 50_000_000;
const megabytes = (layers * layerBytes) / 1_000_000;
const repository = 'bench/image';

export const figure: Figure = {
  name: 'registry',
  issue: 4,
  about:
    `Push and pull of an image of ${layers} layers and ${megabytes} MB, its layers side by side and uncompressed, ` +
    "by the registry's own protocol; against Debian's docker-registry. Both keep blobs on the same disk.",
  runs: 5,
  async measure(context) {
    await using data = await temporaryDirectory();
    await using server = await startBenchServer({ args: ['--data-dir', data.path] });
    await using other = await startDockerRegistry();
    using ours = new RegistryClient(server.process.endpoint, await authorize(server.process.endpoint));
    using theirs = new RegistryClient(other.endpoint);
    let image: BenchImage = benchImage(layers, layerBytes);

    const measured = async (client: RegistryClient, work: 'push' | 'pull'): Promise<number> => {
      const ms = await milliseconds(() => client[work](repository, 'latest', image));
      return megabytes / (ms / 1000);
    };
    const pushNew = (client: RegistryClient): Promise<number> => {
      // Bytes that were there before would be a shorter way for some.
      image = benchImage(layers, layerBytes);
      return measured(client, 'push');
    };
    const pushes = await inPairs(
      context,
      () => pushNew(ours),
      () => pushNew(theirs),
    );
    await ours.push(repository, 'latest', image);
    await theirs.push(repository, 'latest', image);
    const pulls = await inPairs(
      context,
      () => measured(ours, 'pull'),
      () => measured(theirs, 'pull'),
    );
    const row = (name: string, { values, baseline }: typeof pushes): Row => ({
      name,
      unit: 'MB/s',
      values,
      baseline: { name: 'docker-registry', values: baseline },
      target: { of: 'ratio', limit: 'at least', value: 0.6 },
    });
    return [row(`push of ${megabytes} MB`, pushes), row(`pull of ${megabytes} MB`, pulls)];
  },
};

async function authorize(endpoint: string): Promise<string> {
  const client = new ECRClient({
    endpoint,
    region: 'us-east-1',
    credentials: { accessKeyId: 'bench', secretAccessKey: 'bench' },
  });
  await client.send(new CreateRepositoryCommand({ repositoryName: repository }));
  const { authorizationData } = await client.send(new GetAuthorizationTokenCommand({}));
  client.destroy();
  return `Basic ${authorizationData?.[0]?.authorizationToken}`;
}
