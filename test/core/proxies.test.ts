import { describe, expect, it } from 'vitest';
import { ConfigError, readConfig } from '../../src/config.ts';
import { type Environment, proxyFor, proxyName, readProxies, type Scheme } from '../../src/core/proxies.ts';

/** Which proxy is asked for what, from the variables that all programs share. */

const HTTPS_PROXY = 'http://proxy.example.com:3128';

function asked(environment: Environment, scheme: Scheme, host: string, port = 443): string | null {
  const { proxies, faults } = readProxies(environment);
  expect(faults).toEqual([]);
  const proxy = proxyFor(proxies, scheme, host, port);
  return proxy === null ? null : `${proxy.variable} ${proxyName(proxy)}`;
}

describe('a proxy', () => {
  it.each<[Environment, Scheme, string | null]>([
    [{}, 'https', null],
    [{ HTTPS_PROXY: '' }, 'https', null],
    [{ HTTPS_PROXY }, 'https', `HTTPS_PROXY ${HTTPS_PROXY}`],
    [{ HTTPS_PROXY }, 'tcp', `HTTPS_PROXY ${HTTPS_PROXY}`],
    [{ HTTPS_PROXY }, 'http', null],
    [{ HTTP_PROXY: HTTPS_PROXY }, 'http', `HTTP_PROXY ${HTTPS_PROXY}`],
    [{ HTTP_PROXY: HTTPS_PROXY }, 'https', null],
    [{ ALL_PROXY: HTTPS_PROXY }, 'http', `ALL_PROXY ${HTTPS_PROXY}`],
    [{ ALL_PROXY: HTTPS_PROXY }, 'https', `ALL_PROXY ${HTTPS_PROXY}`],
    [{ HTTPS_PROXY: 'http://other:1', https_proxy: HTTPS_PROXY }, 'https', `https_proxy ${HTTPS_PROXY}`],
    [{ HTTPS_PROXY: 'proxy:8080' }, 'https', 'HTTPS_PROXY http://proxy:8080'],
    [{ HTTPS_PROXY: ' https://proxy/ ' }, 'https', 'HTTPS_PROXY https://proxy:443'],
    [{ HTTPS_PROXY: 'http://[fd00::7]:3128' }, 'https', 'HTTPS_PROXY http://[fd00::7]:3128'],
    [{ HTTPS_PROXY: 'http://me:top%20secret@proxy:1' }, 'https', 'HTTPS_PROXY http://proxy:1'],
  ])('of %j for %s is %s', (environment, scheme, found) =>
    expect(asked(environment, scheme, 'sts.amazonaws.com')).toBe(found),
  );

  it('is told what it wants to know of whoever asks', () => {
    const { proxies } = readProxies({ HTTPS_PROXY: 'http://me:top%20secret%40@proxy:1' });
    expect(proxies.https?.credentials).toBe('me:top secret@');
  });

  it.each([
    'localhost',
    'LOCALHOST.',
    'app.localhost',
    '127.0.0.1',
    '127.1',
    '127.9.9.9',
    '::1',
    '[::1]',
    '::ffff:127.0.0.1',
  ])('is never between this machine and itself: %s', (host) =>
    expect(asked({ HTTPS_PROXY }, 'https', host)).toBeNull(),
  );

  it.each([
    ['http://', /cannot be read/],
    ['http://proxy:99999', /cannot be read/],
    ['socks5://proxy:1080', /must begin with http:\/\/ or https:\/\/.*is socks5:\/\/proxy:1080/],
    ['http://proxy:3128/path', /alone/],
    ['http://me:a/b@proxy:3128', /cannot be read|alone/],
    ['http://me:100%@proxy:3128', /%25.*is http:\/\/proxy:3128/],
  ])('%s is none, and it is said why', (value, words) => {
    const { faults, proxies } = readProxies({ https_proxy: value });
    expect(faults).toEqual([expect.stringMatching(/^https_proxy: /)]);
    expect(faults[0]).toMatch(words);
    expect(proxies.https).toBeNull();
  });

  it('is told with the settings where it is none', () => {
    const read = () => readConfig({ HTTPS_PROXY: 'socks5://proxy:1080', AWS_CA_BUNDLE: '/no/such/file.pem' });
    expect(read).toThrow(ConfigError);
    expect(read).toThrow(/HTTPS_PROXY: must begin/);
    expect(read).toThrow(/AWS_CA_BUNDLE: there is no such file \(is "\/no\/such\/file\.pem"\)/);
  });

  it('keeps its password to itself where it is wrong', () => {
    for (const value of [
      'http://me:topsecret@proxy:x',
      'ftp://me:topsecret@proxy',
      'http://me:topsecret%@proxy:1',
    ])
      expect(readProxies({ HTTPS_PROXY: value }).faults.join()).not.toContain('topsecret');
  });
});

describe('NO_PROXY', () => {
  it.each([
    ['*', 'a.example.com', 443, true],
    ['example.com', 'example.com', 443, true],
    ['example.com', 'a.b.example.com', 443, true],
    ['example.com', 'notexample.com', 443, false],
    ['.example.com', 'a.example.com', 443, true],
    ['.example.com', 'example.com', 443, true],
    ['*.example.com', 'a.example.com', 443, true],
    ['EXAMPLE.com', 'A.Example.Com', 443, true],
    ['example.com.', 'a.example.com.', 443, true],
    ['a.com, example.com b.com', 'example.com', 443, true],
    ['a.com,,', 'example.com', 443, false],
    ['example.com:8443', 'example.com', 8443, true],
    ['example.com:8443', 'example.com', 443, false],
    ['10.0.0.7', '10.0.0.7', 443, true],
    ['10.0.0.7', '10.0.0.70', 443, false],
    ['0.0.7', '10.0.0.7', 443, false],
    ['10.0.0.0/8', '10.200.3.4', 443, true],
    ['10.0.0.0/8', '11.0.0.1', 443, false],
    ['10.0.0.0/33', '10.0.0.1', 443, false],
    ['192.168.4.0/22', '192.168.7.255', 443, true],
    ['192.168.4.0/22', '192.168.8.0', 443, false],
    ['10.0.0.0/8', 'ten.example.com', 443, false],
    ['fd00::/8', 'fd12::1', 443, true],
    ['fd00::/8', '[fe00::1]', 443, false],
    ['fd00::7', '[fd00:0:0::7]', 443, true],
    ['[fd00::7]:8443', 'fd00::7', 8443, true],
    ['[fd00::7]:8443', 'fd00::7', 443, false],
    ['0.0.0.0/0', '8.8.8.8', 443, true],
    ['', 'example.com', 443, false],
    ['bad entry/x', 'example.com', 443, false],
  ])('%j lets %s:%i be asked directly: %s', (no_proxy, host, port, direct) =>
    expect(asked({ HTTPS_PROXY, no_proxy }, 'https', host, port) === null).toBe(direct),
  );
});
