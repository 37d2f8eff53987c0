import { createServer } from 'node:http';

/**
 * A node:http server that reads each request's body and answers the bytes it was given as argument: what
 * HTTP alone costs here. It writes its port to standard output.
 */
const body = Buffer.from(process.argv[2] ?? '', 'base64');
const server = createServer((request, response) => {
  const chunks: Buffer[] = [];
  request.on('data', (chunk: Buffer) => chunks.push(chunk));
  request.on('end', () => {
    JSON.parse(Buffer.concat(chunks).toString() || '{}');
    response.writeHead(200, { 'content-type': 'application/x-amz-json-1.1', 'content-length': body.length });
    response.end(body);
  });
});
server.listen(0, '127.0.0.1', () => {
  const address = server.address();
  process.stdout.write(`${typeof address === 'object' ? address?.port : ''}\n`);
});
