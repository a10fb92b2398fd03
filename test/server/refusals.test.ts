import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ERRORS, type ErrorCode, LedgerError } from '../../src/core/errors.ts';
import { FILE_TROUBLES } from '../../src/core/fileTrouble.ts';
import { en } from '../../src/ui/messages/en.ts';
import { ja } from '../../src/ui/messages/ja.ts';
import { NOW_MS } from '../store/setup.ts';
import { type Answer, ASKED, ask, escaped, openServer } from './setup.ts';

/** How a page and the API answer whatever a route throws: status and words follow from the code alone. */

const CODES = Object.keys(ERRORS) as ErrorCode[];
/** What is wrong with the ledger itself is for everybody to know; of all else the log says why. */
const TOLD: ReadonlySet<ErrorCode> = new Set([...FILE_TROUBLES, 'leaseLost']);
const UNTOLD = 'that did not work; the log of the server says why';
/** Thrown the next time that a route asks for the time, which every one does. */
let fault: Error | null = null;
const clock = {
  now() {
    const thrown = fault;
    fault = null;
    if (thrown !== null) throw thrown;
    return NOW_MS;
  },
};
let server: Awaited<ReturnType<typeof openServer>>;
beforeAll(async () => {
  server = await openServer([], { clock });
});
afterAll(() => server?.close());

function failing(error: Error, path: string, language = 'en'): Promise<Answer> {
  fault = error;
  return ask(server.url, path, { headers: { 'accept-language': language } });
}

describe('what a route throws', () => {
  it.each(CODES)('%s is answered by the table', async (code) => {
    const { status } = ERRORS[code];
    const error = new LedgerError(code, 'told to whoever is at fault', { field: 'start' });
    for (const [language, m] of [
      ['en', en],
      ['ja', ja],
    ] as const) {
      const page = await failing(error, '/', language);
      expect([page.status, page.text.includes(escaped(m.error.words[code]))]).toEqual([status, true]);
      expect(page.text).not.toContain(error.message);
    }
    const own = status >= 500;
    const japanese = await failing(error, '/api/v1/overview', 'ja,en;q=0.5');
    expect([japanese.headers['content-language'], JSON.parse(japanese.text).error.message]).toEqual([
      'ja',
      own ? ja.api.errors[code] : `${ja.api.errors[code]}${ja.api.at('start')}`,
    ]);
    const { status: answered, text, headers } = await failing(error, '/api/v1/overview');
    expect(headers.vary).toContain('Accept-Language');
    const reason = !own ? error.message : TOLD.has(code) ? en.error.words[code] : UNTOLD;
    // Where it may go better later, it says when.
    expect(headers['retry-after'] !== undefined).toBe(status === 503);
    expect([answered, JSON.parse(text)]).toEqual([
      status,
      {
        error: { code, field: own ? null : 'start', reason, message: reason, requestId: ASKED },
      },
    ]);
    expect(server.faults.splice(0)).toEqual(own ? [error, error, error, error] : []);
  });

  it('without a code is a fault of ours, and nothing of it leaves', async () => {
    const error = new Error('secret');
    const [page, api] = [await failing(error, '/'), await failing(error, '/api/v1/overview')];
    expect([page.status, api.status]).toEqual([500, 500]);
    expect(page.text).toContain(escaped(en.error.words.internal));
    expect(page.text + api.text).not.toContain('secret');
    expect(server.faults.splice(0)).toEqual([error, error]);
  });

  it('has words of its own for each code, in both languages', () => {
    for (const m of [en, ja]) expect(new Set(Object.values(m.error.words)).size).toBe(CODES.length);
  });
});

describe('language and theme', () => {
  const cookiesOf = ({ headers }: Answer) => headers['set-cookie'] ?? '';
  const KEPT = '; Max-Age=31536000; Path=/; HttpOnly; SameSite=Lax';

  it.each(['/?', '/users?format=csv&', '/nowhere?', '/users/nobody?'])(
    'are kept once, whatever %s answers',
    async (path) =>
      expect(cookiesOf(await ask(server.url, `${path}lang=ja&theme=dark`))).toBe(
        `lang=ja${KEPT},theme=dark${KEPT}`,
      ),
  );

  it('are kept with an error as well, and not where nothing was chosen or nothing could be', async () => {
    expect(cookiesOf(await failing(new Error('ours'), '/?theme=light'))).toBe(`theme=light${KEPT}`);
    server.faults.splice(0);
    for (const path of ['/', '/?lang=xx&theme=none', '/api/v1/overview?lang=ja', '/healthz?theme=dark'])
      expect([path, cookiesOf(await ask(server.url, path))]).toEqual([path, '']);
  });
});
