import { expect, test } from 'vitest';

import { nameservers } from './nameservers.ts';

const read = (files: Readonly<Record<string, string>>) => (file: string) => files[file] ?? '';

test('those of the machine that a container can reach, systemd’s own behind its local one', () => {
  const files = {
    '/etc/resolv.conf': '# nameserver 9.9.9.9\nnameserver 127.0.0.53\noptions edns0\n',
    '/run/systemd/resolve/resolv.conf': 'nameserver 192.168.1.1\nnameserver fe80::1\n nameserver 10.0.0.1\n',
  };
  expect(nameservers(read(files))).toEqual(['192.168.1.1', '10.0.0.1']);
});

test('the engine’s own where there is none', () => {
  expect(nameservers(read({}))).toEqual(['8.8.8.8', '8.8.4.4']);
});
