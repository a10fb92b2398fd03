import { networkInterfaces } from 'node:os';
import { describe, expect, it } from 'vitest';
import { portFault } from '../../src/cli/lifetime.ts';
import { startServer } from '../../src/cli/server.ts';
import { ConfigError, readConfig } from '../../src/config.ts';
import { operator } from '../../src/core/access.ts';
import { readHost, urlOf } from '../../src/core/hosts.ts';
import { NOW_MS, open } from '../store/setup.ts';

/** The address that is listened on, however it is written, and the one that opens it. */

describe('a host', () => {
  it.each([
    ['[::1]', '::1'],
    ['::1', '::1'],
    [' [0:0:0:0:0:0:0:1]\u3000', '::1'],
    ['127.0.0.1', '127.0.0.1'],
    ['127.1', '127.0.0.1'],
    ['LOCALHOST', 'localhost'],
    ['0.0.0.0', '0.0.0.0'],
    ['::', '::'],
    ['[::]', '::'],
    ['FE80::1%eth0', 'fe80::1%eth0'],
    ['ledger.example.com', 'ledger.example.com'],
  ])('%j is read as %j, in the settings and in the environment', (typed, host) => {
    expect(readHost(typed)).toBe(host);
    expect(readConfig({ BEDROCK_LEDGER_HOST: typed }).host).toBe(host);
  });

  it.each([
    'http://127.0.0.1',
    '127.0.0.1:8080',
    '[::1]:8080',
    '[127.0.0.1]',
    '::1]',
    '*',
    'a b',
    '1.2.3.4.5',
    '[::g]',
  ])('%j is none, and it is said what is one', (typed) => {
    expect(readHost(typed)).toBeNull();
    expect(() => readConfig({ BEDROCK_LEDGER_HOST: typed })).toThrow(ConfigError);
    expect(() => readConfig({ BEDROCK_LEDGER_HOST: typed })).toThrow(/without a port/);
  });

  it.each([
    ['127.0.0.1', 'http://localhost:80'],
    ['0.0.0.0', 'http://localhost:80'],
    ['::', 'http://localhost:80'],
    ['::1', 'http://[::1]:80'],
    ['localhost', 'http://localhost:80'],
    ['10.0.0.7', 'http://10.0.0.7:80'],
  ])('%j is opened at %j', (host, url) => expect(urlOf(host, 80)).toBe(url));
});

const hasIpv6 = Object.values(networkInterfaces()).some((all) =>
  all?.some(({ address }) => address === '::1'),
);

describe.runIf(hasIpv6)('a server on [::1]', () => {
  it('starts, is opened by the address that it says, and takes a form from there', async () => {
    const store = await open();
    const server = await startServer(
      {
        store,
        clock: { now: () => NOW_MS },
        settings: readConfig({ BEDROCK_LEDGER_HOST: '[::1]' }),
        viewer: operator('local:tester'),
        aws: () => Promise.reject(new Error('nobody asks AWS')),
      },
      { port: 0, trigger: null },
    );
    try {
      expect(server.url).toMatch(/^http:\/\/\[::1\]:\d+$/);
      expect((await fetch(`${server.url}/budgets`)).status).toBe(200);
      const set = await fetch(`${server.url}/budgets`, {
        method: 'POST',
        redirect: 'manual',
        headers: { origin: server.url },
        body: new URLSearchParams({ scope: 'userDefault', amount: '60' }),
      });
      expect(set.status).toBe(303);
    } finally {
      await server.stop();
    }
  });
});

it.each(['EADDRNOTAVAIL', 'ENOTFOUND'])(
  'an address that this machine does not have (%s) is told in words',
  (code) =>
    expect(portFault(Object.assign(new Error(), { code }), 8080, '192.0.2.1').message).toMatch(
      /^host: "192\.0\.2\.1" is no/,
    ),
);
