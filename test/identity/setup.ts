import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { SignInRefused } from '../../src/core/signIn.ts';

/** HTTP on loopback and a browser small enough to see through. */

export const CLAIMS = {
  email: 'email',
  name: 'name',
  groups: 'groups',
  costCenter: 'cost_center',
  manager: 'manager',
} as const;

/** A server on a free port of loopback, or on the port it had before. */
export async function serve(
  answer: (request: IncomingMessage, response: ServerResponse) => void,
  port = 0,
): Promise<{ url: string; port: number; close(): Promise<void> }> {
  const server = createServer(answer);
  await new Promise<void>((resolve) => server.listen(port, '127.0.0.1', resolve));
  const bound = (server.address() as AddressInfo).port;
  return {
    url: `http://127.0.0.1:${bound}`,
    port: bound,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

/** A browser without a page: keeps cookies by path and follows redirects until they leave the provider. */
export function browser(headers: Record<string, string> = {}) {
  const jar = new Map<string, { value: string; path: string }>();
  const cookieFor = (path: string) =>
    [...jar]
      .filter(([, cookie]) => path.startsWith(cookie.path))
      .map(([name, { value }]) => `${name}=${value}`)
      .join('; ');
  return {
    async go(
      url: string,
      method = 'GET',
    ): Promise<{ url: URL; status: number; headers: Headers; body: string }> {
      let [at, how] = [new URL(url), method];
      const { origin } = at;
      for (;;) {
        const response = await fetch(at, {
          method: how,
          redirect: 'manual',
          headers: { accept: 'text/html', ...headers, cookie: cookieFor(at.pathname) },
        });
        for (const line of response.headers.getSetCookie()) keep(jar, line);
        const to = response.headers.get('location');
        const body = await response.text();
        if (to === null) return { url: at, status: response.status, headers: response.headers, body };
        [at, how] = [new URL(to, at), 'GET'];
        if (at.origin !== origin)
          return { url: at, status: response.status, headers: response.headers, body };
      }
    },
  };
}

function keep(jar: Map<string, { value: string; path: string }>, line: string): void {
  const [pair = '', ...attributes] = line.split('; ');
  const at = pair.indexOf('=');
  const path = attributes.find((attribute) => attribute.toLowerCase().startsWith('path='))?.slice(5) ?? '/';
  if (pair.slice(at + 1) === '') jar.delete(pair.slice(0, at));
  else jar.set(pair.slice(0, at), { value: pair.slice(at + 1), path });
}

/** What a refusal was; anything else that is thrown, or nothing, fails the test. */
export async function refusal(promise: Promise<unknown>): Promise<SignInRefused> {
  const outcome = await promise.then(
    (value) => new Error(`not refused: ${JSON.stringify(value)}`),
    (error: unknown) => error,
  );
  if (outcome instanceof SignInRefused) return outcome;
  throw outcome;
}

/** Everything that a log could write of an error, and of its causes. */
export function everythingOf(error: unknown): string {
  const parts: string[] = [];
  for (let at: unknown = error; at !== undefined && at !== null; at = (at as { cause?: unknown }).cause)
    parts.push(
      String(at),
      at instanceof Error ? String(at.stack) : '',
      JSON.stringify(at, at instanceof Error ? Object.getOwnPropertyNames(at) : undefined),
    );
  return parts.join('\n');
}
