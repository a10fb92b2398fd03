import type { ServerOptions } from 'node:http';

/**
 * How patient the HTTP server is: whoever sends a request byte by byte, to hold a connection open, is cut off. Answers
 * may take as long as they need. A head beyond 16 KiB, address and cookies included, is answered with 431.
 */
export const HTTP_OPTIONS: ServerOptions = {
  headersTimeout: 15_000,
  requestTimeout: 30_000,
  keepAliveTimeout: 5_000,
  connectionsCheckingInterval: 5_000,
  maxHeaderSize: 16 * 1024,
};
