import type { Socket } from 'node:net';
import { limits } from './limits.ts';
import { badRequest, JSON_TYPE, refusalBody, type Refusal } from './refusal.ts';

/** Answers what never became a request: broken HTTP, headers that are too large or that never end. */
export function answerBrokenRequest(
  error: Error & { code?: string },
  socket: Socket,
  requestId: string,
): void {
  if (error.code === 'ECONNRESET' || !socket.writable) {
    socket.destroy();
    return;
  }
  const refusal = refusalFor(error.code);
  const body = refusalBody(refusal);
  socket.end(
    [
      `HTTP/1.1 ${refusal.status} ${REASON[refusal.status] ?? 'Bad Request'}`,
      `Content-Type: ${JSON_TYPE}`,
      `Content-Length: ${Buffer.byteLength(body)}`,
      `x-amzn-RequestId: ${requestId}`,
      'Connection: close',
      '',
      body,
    ].join('\r\n'),
  );
}

const REASON: Readonly<Record<number, string>> = {
  400: 'Bad Request',
  408: 'Request Timeout',
  431: 'Request Header Fields Too Large',
};

function refusalFor(code: string | undefined): Refusal {
  switch (code) {
    case 'HPE_HEADER_OVERFLOW':
      return {
        ...badRequest(`The request headers are larger than ${limits.headerBytes} bytes.`),
        status: 431,
      };
    case 'ERR_HTTP_REQUEST_TIMEOUT':
      return { ...badRequest('The request did not arrive in time.'), status: 408 };
    default:
      return badRequest('The request is not valid HTTP/1.1.');
  }
}
