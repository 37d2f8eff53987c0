/**
 * A stand-in for fluent-bit, which runs as process 1 of a container: it prints the configuration that it was
 * given, listens where that says, and prints each record as JSON with what the configuration adds to it.
 * Written as text because it runs where nothing but Node is.
 */
export const routerProgram = String.raw`
const { createServer } = require('node:net');
const { readFileSync, existsSync } = require('node:fs');
const say = (kind, value) => process.stdout.write(kind + ' ' + JSON.stringify(value) + '\n');
process.on('SIGTERM', () => { say('ended', ''); process.exit(0); });

const text = readFileSync('/fluent-bit/etc/fluent-bit.conf', 'utf8');
say('config', text);
const external = '/fluent-bit/etc/external.conf';
if (existsSync(external)) say('external', readFileSync(external, 'utf8'));
say('secret', process.env.apikey_1 ?? '');
const added = Object.fromEntries([...text.matchAll(/^    Record (\S+) (.*)$/gm)].map(([, key, value]) => [key, value]));

/** As much of msgpack as the engine's driver sends; throws a RangeError where there is not enough. */
function decode(bytes, at) {
  const need = (count) => { if (at + count > bytes.length) throw new RangeError('short'); };
  const uint = (size) => { need(size); const value = size === 8 ? Number(bytes.readBigUInt64BE(at)) : bytes.readUIntBE(at, size); at += size; return value; };
  const cut = (size) => { need(size); const part = bytes.subarray(at, at + size); at += size; return part; };
  const list = (size) => Array.from({ length: size }, read);
  const map = (size) => Object.fromEntries(Array.from({ length: size }, () => [read(), read()]));
  const extension = (size) => { uint(1); return cut(size).readUInt32BE(0); };
  function read() {
    const type = uint(1);
    if (type < 0x80) return type;
    if (type < 0x90) return map(type & 15);
    if (type < 0xa0) return list(type & 15);
    if (type < 0xc0) return cut(type & 31).toString();
    switch (type) {
      case 0xc0: return null;
      case 0xc2: return false;
      case 0xc3: return true;
      case 0xc7: return extension(uint(1));
      case 0xcc: return uint(1);
      case 0xcd: return uint(2);
      case 0xce: return uint(4);
      case 0xcf: case 0xd3: return uint(8);
      case 0xd2: return uint(4);
      case 0xd7: return extension(8);
      case 0xd9: case 0xc4: return cut(uint(1)).toString();
      case 0xda: case 0xc5: return cut(uint(2)).toString();
      case 0xdb: case 0xc6: return cut(uint(4)).toString();
      case 0xdc: return list(uint(2));
      case 0xde: return map(uint(2));
      default: throw new Error('msgpack type ' + type);
    }
  }
  return { value: read(), at };
}

const take = (socket) => {
  let bytes = Buffer.alloc(0);
  socket.on('error', () => {});
  socket.on('data', (chunk) => {
    bytes = Buffer.concat([bytes, chunk]);
    try {
      for (;;) {
        const { value: [tag, , record], at } = decode(bytes, 0);
        bytes = bytes.subarray(at);
        say('record', { tag, ...record, ...added });
      }
    } catch (error) {
      if (!(error instanceof RangeError)) throw error;
    }
  });
};
createServer(take).listen(/unix_path (\S+)/.exec(text)[1]);
const [, host, port] = /Listen (\S+)\n    Port (24224)/.exec(text) ?? [];
if (host !== undefined) createServer(take).listen(Number(port), host);
`;
