import type { ServerResponse } from 'node:http';
import { afterEach, describe, expect, it } from 'vitest';
import { KeysUnreachable, keysFrom } from '../../src/identity/albKeys.ts';
import { createOidcGateway } from '../../src/identity/oidc.ts';
import { CLIENT, REDIRECT } from './hostile.ts';
import { CLAIMS, refusal, serve } from './setup.ts';

/** Providers and places of keys whose answer does not end, or is larger than any memory. */

let stop = async (): Promise<void> => undefined;
afterEach(() => stop());

type Answer = (response: ServerResponse, again: (send: () => void) => void) => void;
async function answering(answer: Answer): Promise<string> {
  const timers: NodeJS.Timeout[] = [];
  const server = await serve((_, response) => {
    response.on('error', () => undefined);
    answer(response, (send) => void timers.push(setInterval(send, 5)));
  });
  stop = async () => {
    for (const timer of timers) clearInterval(timer);
    await server.close();
  };
  return server.url;
}
const drips: Answer = (response, again) => {
  response.writeHead(200, { 'content-type': 'application/json' });
  again(() => void response.write(' '));
};
const floods: Answer = (response, again) => {
  response.writeHead(200, { 'content-type': 'application/json' });
  again(() => void (response.writableNeedDrain || response.write(' '.repeat(2 ** 18))));
};

describe('keys of a load balancer', () => {
  it.each([
    ['drip', drips],
    ['flood', floods],
    ['never come', () => undefined],
  ])('that %s are told as out of reach', async (_, answer) => {
    const url = await answering(answer);
    // A flood is cut off at its size: long before its time.
    const keys = keysFrom(undefined, { timeoutMs: answer === floods ? 60_000 : 80 });
    await expect(keys.fetch(`${url}/key`)).rejects.toBeInstanceOf(KeysUnreachable);
  });
});

describe('a provider that floods', () => {
  it('is told as one that cannot be asked', async () => {
    const issuer = await answering(floods);
    const gateway = createOidcGateway({
      issuer,
      clientId: CLIENT,
      clientSecret: null,
      scopes: [],
      prompt: null,
      claims: CLAIMS,
    });
    expect((await refusal(gateway.begin(REDIRECT))).refusal).toBe('unreachable');
  });
});
