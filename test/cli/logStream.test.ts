import { fork } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { createServer, type Socket, connect as toServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { withoutWaiting } from '../../src/cli/logStream.ts';

/** A log whose reader has stopped reading: nothing waits for it, and what was left out is counted. */

const LINES = 3_000;
const LINE = `${'x'.repeat(99)}\n`;
const MOST = 100_000;

it('keeps a bounded number of lines for a reader who stops, and says how many it left out', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'log-'));
  const server = createServer({ pauseOnConnect: true }).listen(join(folder, 'log'));
  await once(server, 'listening');
  const sending = toServer(join(folder, 'log'));
  const [reader] = (await once(server, 'connection')) as [Socket];
  await once(sending, 'connect');
  const to = withoutWaiting(sending, (count) => `left out ${count}\n`, MOST);
  for (let line = 0; line < LINES; line += 1) to.write(LINE);
  expect(sending.writableLength).toBeLessThanOrEqual(MOST + LINE.length);

  let heard = '';
  reader.setEncoding('utf8').on('data', (part) => (heard += part));
  reader.resume();
  await once(sending, 'drain');
  to.write('the next\n');
  sending.end();
  await once(reader, 'end');
  const missing = Number(/left out (\d+)\nthe next\n$/.exec(heard)?.[1]);
  expect(missing).toBeGreaterThan(0);
  expect(heard.split(LINE).length - 1 + missing).toBe(LINES);
  server.close();
  rmSync(folder, { recursive: true });
});

it('goes on and ends when told to while nobody reads what it says', async () => {
  const talker = fork(join(import.meta.dirname, 'talker.ts'), { execArgv: [], silent: true });
  talker.stderr?.pause();
  await once(talker, 'message');
  talker.send('end');
  expect(await once(talker, 'exit')).toEqual([0, null]);
});
