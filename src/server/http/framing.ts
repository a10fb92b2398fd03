import type { MiddlewareHandler } from 'hono';

/** A mail is shown in a frame, as it would be sent: on a page that may hold one, and by an answer that nothing runs in. */

const POLICY = 'content-security-policy';

/** Of a mail: its own styles and pictures, no script, no form, nothing from elsewhere. */
const OF_MAIL = [
  "default-src 'none'",
  "style-src 'unsafe-inline'",
  'img-src data:',
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'self'",
  'sandbox',
].join('; ');

/** After the headers of every answer: those of what is framed, and of what frames it. */
export const framing: MiddlewareHandler = async (c, next) => {
  await next();
  const how = c.get('framing');
  if (how === 'holds') c.header(POLICY, `${c.res.headers.get(POLICY)}; frame-src 'self'`);
  if (how === 'held') {
    c.header(POLICY, OF_MAIL);
    c.header('x-frame-options', 'SAMEORIGIN');
  }
};
