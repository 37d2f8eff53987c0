import { createHash } from 'node:crypto';
import { createReadStream, createWriteStream } from 'node:fs';
import { readFile, stat } from 'node:fs/promises';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { pipeline } from 'node:stream/promises';

/**
 * A node:http server that writes each body that is put to the file it was given as argument, with its MD5, and
 * reads it from there, by the streams that Node has for that. It writes its port to standard output.
 */
const path = process.argv[2] ?? '';
const server = createServer((request, response) => {
  void (request.method === 'PUT' ? write(request, response) : read(response));
});

async function write(request: IncomingMessage, response: ServerResponse): Promise<void> {
  const digest = createHash('md5');
  request.on('data', (bytes: Buffer) => digest.update(bytes));
  await pipeline(request, createWriteStream(path, { flush: true }));
  response.writeHead(200, { etag: digest.digest('hex'), 'content-length': 0 });
  response.end();
}

async function read(response: ServerResponse): Promise<void> {
  const { size } = await stat(path);
  response.writeHead(200, { 'content-length': size });
  if (size <= 64 * 1024) response.end(await readFile(path));
  else await pipeline(createReadStream(path), response);
}

server.listen(0, '127.0.0.1', () => {
  const address = server.address();
  process.stdout.write(`${typeof address === 'object' ? address?.port : ''}\n`);
});
