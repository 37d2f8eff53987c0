import { expect, test } from 'vitest';

import type { VolumeInspect } from '../../../docker/volumes.ts';
import { directoryOptions } from './volumes-file-system.ts';

const whole = (given: Partial<VolumeInspect> = {}): VolumeInspect => ({
  Name: 'longshore-efs-fs-1',
  Driver: 'local',
  Mountpoint: '/var/lib/docker/volumes/longshore-efs-fs-1/_data',
  Scope: 'local',
  Labels: null,
  Options: null,
  ...given,
});

test.each([null, {}])('a plain local volume is bound below its mount point (options %j)', (Options) => {
  expect(directoryOptions(whole({ Options }), '/a/b')).toEqual({
    type: 'none',
    o: 'bind',
    device: '/var/lib/docker/volumes/longshore-efs-fs-1/_data/a/b',
  });
});

test.each([
  [{ type: 'none', o: 'bind', device: '/home/me/data/' }, '/home/me/data/a'],
  [{ o: 'bind', device: '/home/me/data' }, '/home/me/data/a'],
  [{ type: 'nfs', o: 'addr=10.0.0.1,nfsvers=4', device: ':/export' }, ':/export/a'],
  [{ type: 'nfs4', o: 'addr=10.0.0.1', device: ':/' }, ':/a'],
])('one that somebody made with %j is mounted deeper', (Options, device) => {
  expect(directoryOptions(whole({ Options }), '/a')).toEqual({ ...Options, device });
});

test.each<Partial<VolumeInspect>>([
  { Driver: 'rexray' },
  { Options: { type: 'tmpfs', device: 'tmpfs' } },
  { Options: { type: 'ext4', device: '/dev/sdb' } },
  { Options: { size: '1g' } },
])('one of %j cannot be mounted at a directory', (given) => {
  expect(() => directoryOptions(whole(given), '/a')).toThrow(
    expect.objectContaining({
      name: 'CannotCreateVolumeError',
      message: expect.stringContaining('the volume longshore-efs-fs-1 cannot be mounted at its directory /a'),
    }),
  );
});
