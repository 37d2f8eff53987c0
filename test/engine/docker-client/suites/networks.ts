import { describe, expect, test } from 'vitest';
import { collect } from '../../../support/docker/collect.ts';
import type { Suite } from '../suite.ts';

export function networkSuite({ opened }: Suite): void {
  describe('networks and volumes', () => {
    test('a container has the address that it asks for, on two networks', async () => {
      const { client, network, container, label } = opened();
      await using vpc = await network({ IPAM: { Config: [{ Subnet: '10.213.7.0/24' }] } });
      await using link = await network({ IPAM: { Config: [{ Subnet: '10.213.8.0/24' }] } });
      await using made = await container({
        Cmd: ['ip', '-o', '-4', 'addr'],
        HostConfig: { NetworkMode: vpc.name },
        NetworkingConfig: {
          EndpointsConfig: {
            [vpc.name]: { IPAMConfig: { IPv4Address: '10.213.7.77' } },
            [link.name]: { IPAMConfig: { IPv4Address: '10.213.8.88' } },
          },
        },
      });
      await client.containers.start(made.id);
      await client.containers.wait(made.id);
      const log = Buffer.concat(
        (await collect(client.containers.logs(made.id, { tty: false }))).map(({ bytes }) => bytes),
      ).toString();
      expect(log).toContain('10.213.7.77/24');
      expect(log).toContain('10.213.8.88/24');
      const listed = await client.networks.list({ filters: { label: [label] } });
      expect(listed.map(({ Name }) => Name).toSorted()).toEqual([vpc.name, link.name].toSorted());
      const inspected = await client.networks.inspect(vpc.name);
      expect(inspected.IPAM.Config?.[0]?.Subnet).toBe('10.213.7.0/24');
    });

    test('connect and disconnect a running container', async () => {
      const { client, network, container } = opened();
      await using first = await network();
      await using second = await network();
      await using made = await container({ Cmd: ['sleep', '60'], HostConfig: { NetworkMode: first.name } });
      await client.containers.start(made.id);
      const names = async (): Promise<readonly string[]> =>
        Object.keys((await client.containers.inspect(made.id)).NetworkSettings.Networks ?? {}).toSorted();
      await client.networks.connect(second.name, made.id, { endpoint: { Aliases: ['also'] } });
      expect(await names()).toEqual([first.name, second.name].toSorted());
      await client.networks.disconnect(second.name, made.id, { force: true });
      expect(await names()).toEqual([first.name]);
    });

    test('a network’s name is unique, and it is gone when removed', async () => {
      const { client, network, labels } = opened();
      await using made = await network();
      await expect(client.networks.create({ Name: made.name, Labels: labels })).rejects.toMatchObject({
        kind: 'conflict',
        message: expect.stringContaining(made.name),
      });
      await client.networks.remove(made.name);
      await expect(client.networks.inspect(made.name)).rejects.toMatchObject({ kind: 'not-found' });
    });

    test('a volume keeps what a container wrote, and cannot go while it is used', async () => {
      const { client, volume, container, label } = opened();
      await using data = await volume();
      const Mounts = [{ Type: 'volume' as const, Source: data.name, Target: '/data' }];
      {
        await using writer = await container({
          Cmd: ['sh', '-c', 'echo kept > /data/file'],
          HostConfig: { Mounts },
        });
        await client.containers.start(writer.id);
        await client.containers.wait(writer.id);
        await expect(client.volumes.remove(data.name)).rejects.toMatchObject({ kind: 'conflict' });
      }
      await using reader = await container({ Cmd: ['cat', '/data/file'], HostConfig: { Mounts } });
      await client.containers.start(reader.id);
      await client.containers.wait(reader.id);
      const [chunk] = await collect(client.containers.logs(reader.id, { tty: false }));
      expect(chunk?.bytes.toString()).toBe('kept\n');
      expect((await client.volumes.list({ filters: { label: [label] } })).map(({ Name }) => Name)).toEqual([
        data.name,
      ]);
      expect(await client.volumes.inspect(data.name)).toMatchObject({ Name: data.name, Driver: 'local' });
    });
  });
}
