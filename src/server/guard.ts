import type { Context, MiddlewareHandler } from 'hono';
import { errorJson, isApi } from './refusals.tsx';

const LOCAL = /^(localhost|127\.0\.0\.1|\[::1\])(:\d+)?$/i;

/**
 * Without sign-in only this machine is served: a Host that is not loopback means that a name somewhere points here
 * (DNS rebinding) or that the port is exposed; a foreign Origin means that another site asks.
 */
export const loopbackOnly: MiddlewareHandler = async (c, next) => {
  const host = c.req.header('host') ?? '';
  if (!LOCAL.test(host))
    return refuse(
      c,
      'Host',
      `Without sign-in Bedrock Ledger answers on the loopback interface only, and not as "${host}". Open http://localhost with its port.`,
    );
  const origin = c.req.header('origin');
  const foreign = origin !== undefined && origin !== `http://${host}` && origin !== `https://${host}`;
  const write = c.req.method !== 'GET' && c.req.method !== 'HEAD';
  if (foreign || (write && origin === undefined && c.req.header('sec-fetch-site') !== 'same-origin'))
    return refuse(
      c,
      'Origin',
      'This came from another site and was not carried out. Use the pages of Bedrock Ledger themselves.',
    );
  await next();
};

/** Words alone, and no page: whoever is refused is told nothing of what there is. */
const refuse = (c: Context, field: string, reason: string): Response =>
  isApi(c) ? c.json(errorJson('forbidden', field, reason), 403) : c.text(reason, 403);
