/** What one client may take of the server. Bytes and milliseconds. */
export const limits = {
  /** Amazon ECS takes task definitions of at most 64 KiB; nothing else comes near. */
  body: 1024 * 1024,
  /** All request headers together; presigned and session-token requests need a few KiB. */
  headerBytes: 16 * 1024,
  connections: 1024,
  /** From the first byte of a request to the end of its headers. */
  headersTimeout: 10_000,
  /** From the first byte of a request to the end of its body; an image or an object may take longer. */
  requestTimeout: 60_000,
  /** An upload or a download during which nothing comes or goes for so long is cut off. */
  idleTimeout: 60_000,
  /** Longer than the 60 s for which SDKs keep idle connections, so that they, not we, close them. */
  keepAliveTimeout: 65_000,
  /** How long closing waits for answers under way. */
  closeTimeout: 2000,
} as const;
