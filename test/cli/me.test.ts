import {
  chmodSync,
  closeSync,
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  openSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from 'vitest';
import { me as answerPrompt, type MeIo } from '../../src/me/me.ts';
import { clockAt, launch, PRETEND_OLD } from './launch.ts';
import { type Environment, type Ran, ROOT, run } from './setup.ts';

/**
 * The line for a prompt, with its files and a server on loopback: in this process, where the background is a promise
 * that is not waited for, and as a shell runs it where processes are the point.
 */

// Of what is shown, times are local.
beforeAll(() => void vi.stubEnv('TZ', 'UTC'));
afterAll(() => void vi.unstubAllEnvs());

const TOKEN = 'blt_0123456789abcdef';
const NOON = Date.UTC(2026, 10, 25, 12);
const MINUTE = 60_000;
const ANSWER = {
  currency: 'USD',
  email: 'ada@example.com',
  month: '2026-11',
  spent: '41.2034',
  budget: '60',
  percent: 68.7,
  daysLeft: 6,
  forecast: '55.1',
  reachesBudgetOn: null,
  state: 'within',
  estimatesUntil: '2026-11-25T11:05:00.000Z',
  billedThrough: '2026-11-21',
};
const LINE = '$41.20 of $60.00 · 68% · $18.80 left for 6 days\n';

type Handler = (request: IncomingMessage, response: ServerResponse) => void;
const send =
  (status: number, body: unknown, headers: Record<string, string> = {}): Handler =>
  (_, response) =>
    void response
      .writeHead(status, { 'content-type': 'application/json', ...headers })
      .end(typeof body === 'string' ? body : JSON.stringify(body));
const ok = send(200, ANSWER);
const silence: Handler = () => undefined;
const refused = (status: number, reason: string, headers = {}) =>
  send(status, { error: { code: 'refused', field: null, reason } }, headers);

const closing: (() => unknown)[] = [];
afterEach(async () => {
  // Servers first: what still waits for them then ends.
  for (const close of closing.splice(0)) await close();
});

/** A server that counts, and whose answer can be changed; connections that it keeps waiting end with it. */
async function serve(first: Handler) {
  const state = { handler: first, asked: [] as IncomingMessage[] };
  const server = createServer((request, response) => {
    state.asked.push(request);
    state.handler(request, response);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const close = () =>
    new Promise((resolve) => {
      server.close(resolve);
      server.closeAllConnections();
    });
  closing.push(close);
  return Object.assign(state, { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, close });
}

/** Somebody's computer: folders of its own, and what was set there. Its clock stands where a call says. */
function desk(environment: Environment = {}) {
  const folder = mkdtempSync(join(tmpdir(), 'bedrock-ledger-me-'));
  const [config, cache] = [join(folder, 'config/bedrock-ledger'), join(folder, 'cache/bedrock-ledger')];
  const all: Environment = {
    HOME: folder,
    XDG_CONFIG_HOME: join(folder, 'config'),
    XDG_CACHE_HOME: join(folder, 'cache'),
    TZ: 'UTC',
    ...environment,
  };
  const files = () => (existsSync(cache) ? readdirSync(cache) : []);
  /** Until nothing asks in the background any more. */
  const quiet = () =>
    vi.waitFor(() => expect(files().filter((name) => name.endsWith('.lock'))).toEqual([]), {
      timeout: 15_000,
      interval: 20,
    });
  closing.push(async () => {
    await quiet();
    rmSync(folder, { recursive: true, force: true });
  });
  const ran = async (now: number, args: readonly string[], env: Environment, piped: string): Promise<Ran> => {
    const said = { out: '', err: '' };
    const io: MeIo = {
      env,
      now: () => now,
      print: (text) => {
        said.out += text;
      },
      warn: (text) => {
        said.err += text;
      },
      piped: () => piped,
      isColorTerminal: () => false,
      askInBackground: async () => void (await ran(now, ['--refresh'], env, '')),
    };
    const code = await answerPrompt([...args], io);
    return { code, ...said };
  };
  return {
    config,
    cache,
    files,
    quiet,
    /** `me` at an instant of that computer's clock. */
    me: (now: number, args: readonly string[] = [], more: Environment = {}) =>
      ran(now, args, { ...all, ...more }, ''),
    /** The same as a shell runs it. */
    launched: (now: number, args: readonly string[] = []) =>
      launch(['me', ...args], all, { before: clockAt(now) }),
    /** The same with something on standard input. */
    feed: (input: string, args: readonly string[]) => ran(NOON, args, all, input),
    feedLaunched: (input: string, args: readonly string[]) =>
      launch(['me', ...args], all, { before: clockAt(NOON), input }),
    cacheFile: () => join(cache, files().find((name) => name.endsWith('.json')) ?? 'none'),
  };
}
const deskOf = (url: string) => desk({ BEDROCK_LEDGER_URL: url, BEDROCK_LEDGER_TOKEN: TOKEN });

describe('figures', () => {
  it('are asked for once a minute, with the token in its header and nowhere else', async () => {
    const server = await serve(ok);
    const { me, files, cacheFile, cache } = deskOf(server.url);
    expect(await me(NOON)).toMatchObject({ code: 0, out: LINE, err: '' });
    expect(server.asked).toHaveLength(1);
    expect(server.asked[0]).toMatchObject({
      url: '/api/v1/me',
      headers: { authorization: `Bearer ${TOKEN}` },
    });
    await server.close();
    expect(await me(NOON + MINUTE - 1)).toMatchObject({ code: 0, out: LINE, err: '' });
    expect(files()).toHaveLength(1);
    expect(readFileSync(cacheFile(), 'utf8')).not.toContain(TOKEN);
    expect(statSync(cacheFile()).mode & 0o777).toBe(0o600);
    expect(statSync(cache).mode & 0o777).toBe(0o700);
  });

  it('that are older do not wait for a server that never answers, and say so; the next prompt has the new ones', async () => {
    const server = await serve(ok);
    const { launched: me, quiet, files } = deskOf(server.url);
    await me(NOON);
    server.handler = silence;
    const old = '~$41.20 of $60.00 · 68% · $18.80 left for 6 days · as of 12:00\n';
    expect(await me(NOON + MINUTE)).toMatchObject({ code: 0, out: old, err: '' });
    await vi.waitFor(() => expect(server.asked).toHaveLength(2));
    // It is still waited for, in the background.
    expect(files().filter((name) => name.endsWith('.lock'))).toHaveLength(1);
    // Whoever asks is one; the others have what there is.
    expect(await me(NOON + MINUTE, ['--wait', '10000'])).toMatchObject({ code: 0, out: old });
    expect(server.asked).toHaveLength(2);
    server.handler = send(200, { ...ANSWER, spent: '61.2', state: 'over' });
    server.asked[1]?.socket.destroy();
    await quiet();
    // One that broke off is not repeated within a minute.
    expect(await me(NOON + 2 * MINUTE - 1)).toMatchObject({ code: 0, out: old, err: '' });
    expect(server.asked).toHaveLength(2);
    await me(NOON + 2 * MINUTE);
    await quiet();
    expect((await me(NOON + 2 * MINUTE)).out).toBe('$61.20 of $60.00 · 102% · over by $1.20\n');
  });

  it('are waited for where that is wished', async () => {
    const server = await serve(ok);
    const { me } = deskOf(server.url);
    await me(NOON);
    server.handler = send(200, { ...ANSWER, spent: '42' });
    expect((await me(NOON + MINUTE, ['--wait', '10000'])).out).toMatch(/^\$42\.00 of/);
  });

  it('are asked for once by many prompts at once', async () => {
    const server = await serve(ok);
    const { launched: me, quiet } = deskOf(server.url);
    await me(NOON);
    const held: ServerResponse[] = [];
    server.handler = (_, response) => void held.push(response);
    const lines = await Promise.all(Array.from({ length: 6 }, () => me(NOON + MINUTE)));
    expect(new Set(lines.map(({ out }) => out)).size).toBe(1);
    await vi.waitFor(() => expect(held).toHaveLength(1));
    for (const response of held) ok({} as IncomingMessage, response);
    await quiet();
    expect(server.asked).toHaveLength(2);
  });

  it('are asked for again where a lock was left behind', async () => {
    const server = await serve(ok);
    const { me, cacheFile, quiet } = deskOf(server.url);
    await me(NOON);
    const lock = `${cacheFile()}.lock`;
    const left = (at: number) => {
      closeSync(openSync(lock, 'w'));
      utimesSync(lock, at / 1000, at / 1000);
    };
    left(NOON + MINUTE - 19_000);
    expect((await me(NOON + MINUTE, ['--wait', '10000'])).out).toMatch(/^~/);
    left(NOON + MINUTE - 21_000);
    expect((await me(NOON + MINUTE, ['--wait', '10000'])).out).toBe(LINE);
    await quiet();
    expect(server.asked).toHaveLength(2);
  });

  const MIDNIGHT = Date.UTC(2026, 11, 1);
  it.each([
    ['a day ago', NOON, NOON + 1_440 * MINUTE, /no figures since 2026-11-25 12:00: .*cannot be reached/],
    ['the month before', MIDNIGHT - 5 * MINUTE, MIDNIGHT, /no figures since 2026-11-30 23:55: /],
  ])('of %s are not shown', async (_, then, now, words) => {
    const server = await serve(ok);
    const { me } = deskOf(server.url);
    await me(then);
    await server.close();
    const { code, out, err } = await me(now, ['--wait', '10000']);
    expect({ code, out, err }).toEqual({ code: 1, out: '', err: expect.stringMatching(words) });
  });

  it('of yesterday carry the day', async () => {
    const server = await serve(ok);
    const { me } = deskOf(server.url);
    await me(NOON);
    await server.close();
    expect((await me(NOON + 800 * MINUTE)).out).toMatch(/^~.* · as of 2026-11-25 12:00\n$/);
  });

  it('of another token or from the future are none', async () => {
    const server = await serve(ok);
    const { me, files } = deskOf(server.url);
    await me(NOON);
    await me(NOON, [], { BEDROCK_LEDGER_TOKEN: 'another' });
    expect(server.asked).toHaveLength(2);
    expect(files()).toHaveLength(2);
    await me(NOON - MINUTE);
    expect(server.asked).toHaveLength(3);
  });

  it.each([
    [''],
    ['{'],
    ['null'],
    ['[]'],
    ['{"url":1}'],
    [JSON.stringify({ url: 'https://other.example.com', answer: ANSWER, at: NOON })],
    ['{"url":"URL","answer":{"spent":"\\u001b[2J"},"at":1}'],
  ])('in a broken cache are ignored: %s', async (content) => {
    const server = await serve(ok);
    const { me, cacheFile } = deskOf(server.url);
    await me(NOON);
    writeFileSync(cacheFile(), content.replace('URL', server.url));
    expect(await me(NOON)).toMatchObject({ code: 0, out: LINE, err: '' });
    expect(server.asked).toHaveLength(2);
  });

  it('come as JSON, in a form of one’s own, or in colour', async () => {
    const server = await serve(send(200, { ...ANSWER, state: 'over', email: '\u001b[2J\u009b2J\u202e' }));
    const { me } = deskOf(server.url);
    await me(NOON);
    const { out } = await me(NOON + 1, ['--json']);
    expect(JSON.parse(out)).toEqual({
      ...ANSWER,
      state: 'over',
      email: '\u001b[2J\u009b2J\u202e',
      cachedAt: '2026-11-25T12:00:00.000Z',
      stale: false,
    });
    expect(out.replaceAll('\n', '')).not.toMatch(/\p{C}/u);
    expect((await me(NOON, ['--format', '{spent} {state}'])).out).toBe('$41.20 over\n');
    expect((await me(NOON, ['--color'], { NO_COLOR: '1' })).out).toMatch('\u001b[31m$41');
    expect((await me(NOON)).out).toMatch(/^\$41/);
    server.handler = silence;
    expect(JSON.parse((await me(NOON + MINUTE, ['--json'])).out)).toMatchObject({ stale: true });
    await vi.waitFor(() => expect(server.asked).toHaveLength(2));
  });
});

describe('a server that does not give them', () => {
  const HUGE = { ...ANSWER, email: 'x'.repeat(70_000) };
  it.each<[string, Handler, RegExp]>([
    [
      '401',
      refused(401, 'the token has expired'),
      /token \(the token has expired\)\. Make a new one at http:\S+\/tokens, then set BEDROCK_LEDGER_TOKEN to it\.$/m,
    ],
    ['403', refused(403, 'scope'), /may not read your figures \(scope\)\. Make a new one/],
    ['429', refused(429, 'slow down', { 'retry-after': '7' }), /asked too often \(slow down\)/],
    ['500', send(500, 'Error: x\n    at y (z.js:1:1)'), /answers 500\./],
    [
      '302',
      send(302, '', { location: '/signin' }),
      /sends elsewhere \(302\), and the token is not sent there\. Set BEDROCK_LEDGER_URL to the address/,
    ],
    ['no JSON', send(200, '<html>'), /does not answer as a Bedrock Ledger/],
    ['another shape', send(200, { spent: 1 }), /does not answer as a Bedrock Ledger/],
    ['another currency', send(200, { ...ANSWER, currency: 'EUR' }), /does not answer as a Bedrock Ledger/],
    ['too much', send(200, HUGE), /does not answer as a Bedrock Ledger/],
    ['404', send(404, ANSWER), /does not answer as a Bedrock Ledger of this version does \(404\)/],
    [
      'signs that steer',
      refused(401, '\u001b]0;owned\u0007\u009b2J\u202e\nsecond'),
      / \(\]0;owned 2J second\)/,
    ],
    ['a cut', (request) => request.socket.destroy(), /cannot be reached \(ECONNRESET\)/],
    [
      'half an answer',
      (_, response) => {
        response.writeHead(200, { 'content-length': '100' }).write('{');
        setImmediate(() => response.destroy());
      },
      /cannot be reached|does not answer as/,
    ],
  ])('%s: one line says what, why and what to do', async (_, handler, words) => {
    const server = await serve(handler);
    const { me } = deskOf(server.url);
    const first = await me(NOON, ['--wait', '10000']);
    expect(first).toMatchObject({ code: 1, out: '', err: expect.stringMatching(words) });
    expect(first.err).toMatch(/^bedrock-ledger me: [^\p{C}]+\n$/u);
    expect(first.err).not.toContain(TOKEN);
    // The next prompt says the same, without asking again.
    expect(await me(NOON + 59_999)).toEqual(first);
    expect(server.asked).toHaveLength(1);
  });

  it('that is not there is left alone for a minute', async () => {
    const server = await serve(ok);
    await server.close();
    const { me } = deskOf(server.url);
    expect(await me(NOON, ['--wait', '10000'])).toMatchObject({
      code: 1,
      err: expect.stringMatching(/cannot be reached \(ECONNREFUSED\)\. Check the address/),
    });
  });

  it('that never answers keeps a first prompt no longer than it may', async () => {
    const server = await serve(silence);
    const { me } = deskOf(server.url);
    const { code, out, err } = await me(NOON, ['--wait', '1']);
    expect({ code, out, err }).toEqual({
      code: 1,
      out: '',
      err: expect.stringMatching(/no figures yet; .*again/),
    });
    await vi.waitFor(() => expect(server.asked).toHaveLength(1));
  });

  it('says that a token is of no use even beside figures, and forgets it once it is', async () => {
    const server = await serve(ok);
    const { me } = deskOf(server.url);
    await me(NOON);
    server.handler = refused(401, 'revoked');
    const { code, out, err } = await me(NOON + MINUTE, ['--wait', '10000']);
    expect({ code, out }).toEqual({ code: 0, out: expect.stringMatching(/^~\$41\.20 .* as of 12:00\n$/) });
    expect(err).toMatch(/does not take the token \(revoked\)/);
    server.handler = ok;
    expect(await me(NOON + 2 * MINUTE, ['--wait', '10000'])).toMatchObject({ code: 0, out: LINE, err: '' });
  });

  it.each([
    ['600', 10],
    ['999999', 60],
    ['-5', 1],
    ['soon', 1],
  ])('wants to be left alone for %s seconds: it is, for %i minutes', async (after, minutes) => {
    const server = await serve(refused(429, 'slow down', { 'retry-after': after }));
    const { me } = deskOf(server.url);
    await me(NOON, ['--wait', '10000']);
    server.handler = ok;
    expect((await me(NOON + minutes * MINUTE - 1, ['--wait', '10000'])).code).toBe(1);
    expect((await me(NOON + minutes * MINUTE, ['--wait', '10000'])).out).toBe(LINE);
  });

  it('sends the token nowhere else', async () => {
    const other = await serve(ok);
    const server = await serve(send(307, '', { location: `${other.url}/api/v1/me` }));
    expect((await deskOf(server.url).me(NOON, ['--wait', '10000'])).code).toBe(1);
    expect(server.asked).toHaveLength(1);
    expect(other.asked).toHaveLength(0);
  });
});

describe('address and token', () => {
  it('are stored once the server has answered to them, for their owner only', async () => {
    const server = await serve(ok);
    const { feed, me, config } = desk();
    expect(await me(NOON)).toMatchObject({ code: 1, out: '', err: expect.stringMatching(/me --setup/) });
    const { code, out, err } = await feed(`${TOKEN}\n`, ['--setup', '--url', `${server.url}/`]);
    expect({ code, out }).toEqual({ code: 0, out: LINE });
    expect(err).toMatch(/stored in .*me\.json/);
    expect(err).not.toContain(TOKEN);
    const file = join(config, 'me.json');
    expect(JSON.parse(readFileSync(file, 'utf8'))).toEqual({ url: server.url, token: TOKEN });
    expect(statSync(file).mode & 0o777).toBe(0o600);
    expect(statSync(config).mode & 0o777).toBe(0o700);
    expect(await me(NOON)).toMatchObject({ code: 0, out: LINE, err: '' });
    expect(server.asked).toHaveLength(1);
    expect(await feed(`${server.url}\n${TOKEN}`, ['--setup'])).toMatchObject({ code: 0, out: LINE });
    server.handler = refused(401, 'revoked');
    expect((await me(NOON + MINUTE, ['--wait', '10000'])).err).toMatch(
      /does not take the token \(revoked\)\. Make a new one at \S+, then run "bedrock-ledger me --setup"\.$/m,
    );

    chmodSync(file, 0o640);
    const open = await me(NOON);
    expect(open).toMatchObject({
      code: 1,
      out: '',
      err: expect.stringMatching(/others can read it\. Run: chmod 600/),
    });
    for (const content of ['', '[]', 'null', '{"url":1,"token":"x"}']) {
      writeFileSync(file, content);
      chmodSync(file, 0o600);
      expect(await me(NOON)).toMatchObject({
        code: 1,
        err: expect.stringMatching(/holds no address and token/),
      });
    }
  });

  it.each<[string, Handler, RegExp]>([
    [
      'refuses them',
      refused(401, 'unknown'),
      /does not take the token \(unknown\).* then run "bedrock-ledger me --setup".*Nothing was stored/,
    ],
    ['is another', send(200, {}), /does not answer as a Bedrock Ledger.*Nothing was stored/],
  ])('are not stored where the server %s', async (_, handler, words) => {
    const server = await serve(handler);
    const { feed, config } = desk();
    const { code, out, err } = await feed(TOKEN, ['--setup', '--url', server.url]);
    expect({ code, out, err }).toEqual({ code: 1, out: '', err: expect.stringMatching(words) });
    expect(existsSync(config)).toBe(false);
  });

  it.each([
    ['', ['--setup'], /two lines/],
    ['https://example.com\n', ['--setup'], /two lines/],
    ['', ['--setup', '--url', 'https://example.com'], /one line/],
    ['a\nb', ['--setup', '--url', 'https://example.com'], /one line/],
    ['two words', ['--setup', '--url', 'https://example.com'], /token must be one word/],
    [TOKEN, ['--setup', '--url', 'http://example.com'], /not sent to example\.com over http/],
    [TOKEN, ['--setup', '--url', 'example.com'], /address must be/],
  ])('are not taken from %j with %j', async (input, args, words) => {
    const { feed, config } = desk();
    const { code, out, err } = await feed(input, args);
    expect({ code, out, err }).toEqual({ code: 2, out: '', err: expect.stringMatching(words) });
    expect(existsSync(config)).toBe(false);
  });

  it.each([
    [{ BEDROCK_LEDGER_URL: 'https://example.com' }, /BEDROCK_LEDGER_URL is set without BEDROCK_LEDGER_TOKEN/],
    [{ BEDROCK_LEDGER_TOKEN: TOKEN }, /BEDROCK_LEDGER_TOKEN is set without BEDROCK_LEDGER_URL/],
    [
      { BEDROCK_LEDGER_URL: 'http://example.com', BEDROCK_LEDGER_TOKEN: TOKEN },
      /not sent to example\.com over http/,
    ],
  ])('of the environment belong together: %j', async (environment, words) => {
    const { me, config, files } = desk(environment as unknown as Environment);
    mkdirSync(config, { recursive: true });
    writeFileSync(join(config, 'me.json'), JSON.stringify({ url: 'https://other', token: 'x' }), {
      mode: 0o600,
    });
    expect(await me(NOON)).toMatchObject({ code: 2, out: '', err: expect.stringMatching(words) });
    expect(files()).toEqual([]);
  });

  it('are of no use where figures cannot be kept, and it says so', async () => {
    const { me, cache } = deskOf('http://127.0.0.1:9');
    mkdirSync(join(cache, '..'), { recursive: true });
    writeFileSync(cache, 'a file where the folder should be');
    const { code, out, err } = await me(NOON);
    expect({ code, out, err }).toEqual({
      code: 1,
      out: '',
      err: expect.stringMatching(/cannot be written.*XDG_CACHE_HOME/),
    });
    rmSync(cache);
  });
});

describe('the program', () => {
  it('takes what is piped into it, and ends with the code of its answer', async () => {
    const server = await serve(ok);
    const { launched, feedLaunched, me } = desk();
    expect(await launched(NOON)).toMatchObject({ code: 1, out: '' });
    expect(await feedLaunched(`${TOKEN}\n`, ['--setup', '--url', server.url])).toMatchObject({
      code: 0,
      out: LINE,
    });
    expect(await me(NOON)).toMatchObject({ code: 0, out: LINE });
  });

  it.each([
    [['--jsn'], /Unknown option '--jsn'\. Add --help/],
    [['x'], /Unexpected argument 'x'/],
    [['--wait'], /--wait/],
    [['--wait', '-1'], /--wait/],
    [['--wait', '10001'], /from 0 to 10000/],
    [['--url', 'https://example.com'], /--url goes with --setup/],
    [['--json', '--format', 'x'], /exclude each other/],
    [['--format', '{token}'], /there is no \{token\}/],
  ])('%j ends with 2 and a hint', async (args, words) => {
    const { code, out, err } = await desk().me(NOON, args);
    expect({ code, out, err }).toEqual({ code: 2, out: '', err: expect.stringMatching(words) });
    expect(err.trim().split('\n')).toHaveLength(1);
  });

  it('has the same help wherever it is asked for', async () => {
    const { code, out } = await launch(['me', '--help']);
    expect({ code, out }).toEqual({ code: 0, out: expect.stringMatching(/^Usage: bedrock-ledger me /) });
    expect((await run(['help', 'me'])).out.trim()).toBe(out.trim());
  });

  it('is one file that loads nothing but Node’s own modules, and runs alone on a Node that is too old for the rest', async () => {
    const bundle = readFileSync(join(ROOT, 'dist/me.cjs'), 'utf8');
    const loaded = [...bundle.matchAll(/(?:require|import)\("([^"]+)"\)/g)].map(([, name = '']) => name);
    expect(loaded.length).toBeGreaterThan(3);
    expect(loaded.filter((name) => !name.startsWith('node:'))).toEqual([]);
    expect(bundle.length).toBeLessThan(40_000);

    const folder = mkdtempSync(join(tmpdir(), 'bedrock-ledger-alone-'));
    closing.push(() => rmSync(folder, { recursive: true, force: true }));
    cpSync(join(ROOT, 'bin'), join(folder, 'bin'), { recursive: true });
    const file = join(folder, 'bin/bedrock-ledger');
    expect(await launch(['me', '--help'], {}, { file })).toMatchObject({
      code: 1,
      err: expect.stringContaining('it is not built yet'),
    });
    mkdirSync(join(folder, 'dist'));
    cpSync(join(ROOT, 'dist/me.cjs'), join(folder, 'dist/me.cjs'));
    writeFileSync(join(folder, 'package.json'), '{"type":"module"}');
    const server = await serve(ok);
    const environment = {
      BEDROCK_LEDGER_URL: server.url,
      BEDROCK_LEDGER_TOKEN: TOKEN,
      XDG_CACHE_HOME: join(folder, 'cache'),
    };
    const before = [...PRETEND_OLD, ...clockAt(NOON)];
    expect(await launch(['me'], environment, { file, before })).toMatchObject({
      code: 0,
      out: LINE,
      err: '',
    });
    expect(await launch([], environment, { file: join(folder, 'dist/me.cjs'), before })).toMatchObject({
      code: 0,
      out: LINE,
      err: '',
    });
    expect(server.asked).toHaveLength(1);
  });
});
