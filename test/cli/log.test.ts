import { Writable } from 'node:stream';
import { describe, expect, it } from 'vitest';
import { newToken } from '../../src/app/credentials/secrets.ts';
import { createLog } from '../../src/cli/log.ts';

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
