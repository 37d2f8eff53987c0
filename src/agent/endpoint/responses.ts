import type { EndpointAnswer } from './handler.ts';

/** A document. An error of the metadata routes is one too: a JSON string, not an object. */
export const json = (status: number, document: unknown): EndpointAnswer => ({
  status,
  headers: { 'content-type': 'application/json' },
  body: JSON.stringify(document),
});

/** What a Go server says of its own accord. */
export const plain = (status: number, text: string): EndpointAnswer => ({
  status,
  headers: { 'content-type': 'text/plain; charset=utf-8', 'x-content-type-options': 'nosniff' },
  body: text,
});

export const methodNotAllowed = (): EndpointAnswer => ({ status: 405, headers: {}, body: '' });

/** As the agent's router answers `//v4//id/`: the client asks again for the canonical path. */
export const movedTo = (location: string): EndpointAnswer => ({
  status: 301,
  headers: { location },
  body: '',
});
