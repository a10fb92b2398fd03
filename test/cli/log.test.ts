import { Writable } from 'node:stream';
import { describe, expect, it } from 'vitest';
import { newToken } from '../../src/app/credentials/secrets.ts';
import { createLog, serverLog } from '../../src/cli/log.ts';

describe('the log', () => {
  const written = (error: unknown): string => {
    let text = '';
    const to = new Writable({
      write(chunk, _, done) {
        text += chunk;
        done();
      },
    });
    createLog(to).error({ err: error }, 'that did not work');
    return text;
  };
  const TOKEN = newToken();
  const JWT = `eyJhbGciOiJFUzI1NiJ9.eyJlbWFpbCI6ImFubkBleGFtcGxlLmNvbSJ9.c2lnbmF0dXJl`;
  it.each<[string, string, Error]>([
    ['a token', TOKEN, new Error(`GET /x with ${TOKEN} failed`)],
    ['a header', 'opensesame', new Error('authorization: Bearer opensesame; more')],
    ['a basic header', 'dXNlcjpwYXNz', new Error('Basic dXNlcjpwYXNz')],
    ['a JWT', JWT, new Error(`bad ${JWT}.`)],
    ['a session', 'topsecret', new Error('cookie: __Host-ledger-session=topsecret; lang=en')],
    ['a signed address', 'abcdef012345', new Error('https://x/?X-Amz-Security-Token=abcdef012345&y=1')],
    ['a password in an address', 'hunter2', new Error('connect smtp://mail:hunter2@smtp.example.com:25')],
    ['a cause', TOKEN, new Error('outer', { cause: new Error(`inner ${TOKEN}`) })],
    [
      'what hangs on an error',
      'opensesame',
      Object.assign(new Error('x'), {
        response: { headers: { authorization: 'opensesame' } },
        body: 'opensesame',
      }),
    ],
    [
      'what hangs on its cause',
      'opensesame',
      new Error('x', { cause: Object.assign(new Error('y'), { request: 'opensesame' }) }),
    ],
  ])('does not hold %s', (_, secret, error) => {
    const text = written(error);
    expect(text).not.toContain(secret);
    expect(JSON.parse(text)).toMatchObject({ level: 50, msg: 'that did not work', err: { type: 'Error' } });
  });
  it('says what went wrong, where, and why', () => {
    const error = Object.assign(new Error('no space left', { cause: new Error('the disk is full') }), {
      code: 'ENOSPC',
    });
    const { err } = JSON.parse(written(error));
    expect(err).toMatchObject({
      type: 'Error',
      code: 'ENOSPC',
      message: 'no space left',
      cause: { message: 'the disk is full' },
    });
    expect(err.stack).toContain('log.test.ts');
    expect(JSON.parse(written('words alone')).err).toBe('words alone');
  });
});

describe('what anybody can cause by asking', () => {
  const MINUTE = 60_000;
  function server() {
    const clock = { ms: 0 };
    const lines: Record<string, unknown>[] = [];
    const log = createLog({ write: (line) => void lines.push(JSON.parse(line)) });
    return { clock, lines, ...serverLog(log, () => clock.ms) };
  }
  const refused = (n = 0) => new Error('refused', { cause: new Error(`code ${n}`) });
  const answer = { method: 'GET', route: '/sign-in/callback', ms: 1, bytes: 1, cut: false };

  it('has some lines a minute, and one says how many more there were', () => {
    const { clock, lines, onError, onAnswer } = server();
    for (let i = 0; i < 500; i++) {
      onError(refused());
      onAnswer({ ...answer, status: 403 });
    }
    expect(lines.filter(({ msg }) => msg === 'that did not work')).toHaveLength(20);
    expect(lines.filter(({ msg }) => msg === 'answered')).toHaveLength(60);
    expect(lines.at(-1)).toMatchObject({ status: 403, moreAreLeftOut: true });
    // What is of another kind has its own.
    onError(new Error('the disk is full'));
    onAnswer({ ...answer, status: 500 });
    expect(lines.slice(-2)).toMatchObject([{ err: { message: 'the disk is full' } }, { status: 500 }]);
    clock.ms += MINUTE;
    onError(refused());
    onAnswer({ ...answer, status: 403 });
    expect(lines.slice(-2)).toMatchObject([{ leftOut: 480 }, { status: 403, leftOut: 440 }]);
  });

  it('has bounds also where each is of another kind', () => {
    const { clock, lines, onError } = server();
    for (let i = 0; i < 1_000; i++) onError(refused(i));
    expect(lines.length).toBe(220);
    clock.ms += MINUTE;
    for (let i = 2_000; i < 3_000; i++) onError(refused(i));
    expect(lines.length).toBeLessThan(450);
    expect(lines.some(({ leftOut }) => leftOut === 780)).toBe(true);
  });
});
