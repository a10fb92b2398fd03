import type { ServerOptions } from 'node:http';

/**
 * How patient the HTTP server is: whoever sends a request byte by byte, to hold a connection open, is cut off. Answers
 * may take as long as they need. A head beyond 16 KiB, address and cookies included, is answered with 431.
 */
export const HTTP_OPTIONS: ServerOptions = {
  headersTimeout: 15_000,
  requestTimeout: 30_000,
  // Longer than a load balancer lets its connections to us be idle, or it now and then sends a request into one that is just
  // being closed and answers 502: an Application Load Balancer 60 s unless told otherwise ("Edit attributes for your
  // Application Load Balancer", Elastic Load Balancing). Since Node 18 the time for a head begins with its first byte, so
  // that it may be shorter.
  keepAliveTimeout: 65_000,
  connectionsCheckingInterval: 5_000,
  maxHeaderSize: 16 * 1024,
};
