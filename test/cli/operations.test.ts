import { spawn, spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished, vi } from 'vitest';
import type { Health } from '../../src/app/operations/health.ts';
import { createLog, logRun } from '../../src/cli/log.ts';
import { serviceManager } from '../../src/cli/serviceManager.ts';
import { watchTroubles } from '../../src/cli/troubles.ts';
import type { Trouble } from '../../src/core/health.ts';
import type { JobRun } from '../../src/core/runs.ts';
import type { Money } from '../../src/core/types.ts';

/** What a server tells whoever runs it: its log, its service manager. */

interface Line {
  level: number;
  msg: string;
  [name: string]: unknown;
}
const linesOf = (text: string): Line[] =>
  text
    .split('\n')
    .filter((line) => line.startsWith('{'))
    .map((line) => JSON.parse(line) as Line);
function collecting() {
  let text = '';
  const log = createLog({ write: (line) => (text += line) });
  return { log, lines: () => linesOf(text) };
}

describe('a run in the log', () => {
  const run = (status: JobRun['status'], errors: JobRun['errors'] = []): JobRun => ({
    id: 'run-1',
    job: 'usage',
    startedAt: '2026-11-24T14:00:00.000Z',
    endedAt: '2026-11-24T14:00:02.500Z',
    status,
    rows: 7,
    requests: 3,
    awsCharge: 1n as Money,
    errors,
    progress: null,
  });
  it.each([
    ['ok', 30, 'a job is done'],
    ['partial', 40, 'a job did a part of its work only'],
    ['interrupted', 40, 'a job was interrupted; it goes on from there'],
    ['failed', 50, 'a job failed'],
    ['timedOut', 50, 'a job failed'],
  ])('%s is level %i', (status, level, msg) => {
    const { log, lines } = collecting();
    logRun(log, run(status as JobRun['status']));
    expect(lines()).toMatchObject([
      { level, msg, job: 'usage', runId: 'run-1', status, ms: 2500, rows: 7, requests: 3 },
    ]);
  });

  it('says what went wrong in words, without secrets, and of very much a part', () => {
    const { log, lines } = collecting();
    const errors = Array.from({ length: 500 }, (_, i) => ({
      slice: `place-${i}`,
      error: 'smtp://mail:hunter2@smtp.example.com refused',
    }));
    logRun(log, run('partial', errors));
    const [line] = lines();
    expect(line?.errors).toHaveLength(20);
    expect(line).toMatchObject({ more: 480 });
    expect(JSON.stringify(line)).not.toContain('hunter2');
  });
});

describe('trouble in the log', () => {
  const trouble = (kind: Trouble['kind'], about: string, words: string): Trouble => ({
    kind,
    about,
    words,
    since: null,
  });
  it('is told once when it comes, once when it goes, whatever its words say meanwhile', async () => {
    const { log, lines } = collecting();
    const told: string[] = [];
    let found: Trouble[] | Error = [];
    const read = async (): Promise<Health> => {
      if (found instanceof Error) throw found;
      return { status: found.length === 0 ? 'ready' : 'degraded', troubles: found, unread: [], fault: null };
    };
    const watch = watchTroubles(read, log, (words) => told.push(words), 60_000);
    onTestFinished(watch.stop);
    for (const next of [
      [],
      [trouble('failing', 'usage', 'run 1')],
      [trouble('failing', 'usage', 'run 2'), trouble('failing', 'charges', 'run 3')],
      new Error('not now'),
      [trouble('failing', 'charges', 'run 3')],
      [],
    ]) {
      found = next;
      await watch.look();
    }
    expect(lines().map(({ level, msg, about }) => [level, about, msg])).toEqual([
      [40, 'usage', 'run 1'],
      [40, 'charges', 'run 3'],
      [50, undefined, 'it could not be found out what is in trouble'],
      [30, 'usage', 'over: run 2'],
      [30, 'charges', 'over: run 3'],
    ]);
    expect(told).toEqual(['ready', 'degraded: run 1', 'degraded: run 2', 'degraded: run 3', 'ready']);
  });
});

describe('the service manager', () => {
  const silent = { error: vi.fn() };

  it('is left alone where there is none', () => {
    expect(serviceManager({}, silent)).toBeNull();
    expect(serviceManager({ NOTIFY_SOCKET: '' }, silent)).toBeNull();
  });

  it('that cannot be told does no harm, and is told of once', async () => {
    const log = { error: vi.fn() };
    const manager = serviceManager({ NOTIFY_SOCKET: '/nowhere' }, log, '/nowhere/systemd-notify');
    await manager?.ready();
    await manager?.stopping();
    expect(log.error).toHaveBeenCalledTimes(1);
  });

  const listens = spawnSync('python3', ['--version']).status === 0;
  const speaks = spawnSync('systemd-notify', ['--version']).status === 0;
  // The real program over a real socket, where both are there.
  it.runIf(listens && speaks)('hears what it is told, and that it lives as long as it does', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'bedrock-ledger-notify-'));
    onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
    const socket = join(folder, 'socket');
    const script = `import socket
s = socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM)
s.bind(${JSON.stringify(socket)})
print("listening", flush=True)
while True: print(s.recv(4096).decode(), flush=True)`;
    const listener = spawn('python3', ['-c', script]);
    onTestFinished(() => void listener.kill());
    let heard = '';
    listener.stdout.on('data', (part) => {
      heard += part;
    });
    await vi.waitFor(() => expect(heard).toContain('listening'), 10_000);
    const words = () => heard.split('\n').filter((line) => /^(READY|WATCHDOG|STATUS|STOPPING)=/.test(line));
    const manager = serviceManager({ ...process.env, NOTIFY_SOCKET: socket, WATCHDOG_USEC: '60000' }, silent);
    let lives = true;
    await manager?.ready();
    manager?.status('degraded:\nREADY=0');
    manager?.watch(() => lives);
    await vi.waitFor(() => expect(words()).toContain('WATCHDOG=1'), 10_000);
    lives = false;
    await manager?.stopping();
    await vi.waitFor(() => expect(words().at(-1)).toBe('STOPPING=1'), 10_000);
    expect(words()).toEqual(expect.arrayContaining(['READY=1', 'STATUS=degraded: READY=0']));
    expect(words()[0]).toBe('READY=1');
    expect(silent.error).not.toHaveBeenCalled();
  });

  it('does not hear that it lives once it does not', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'bedrock-ledger-notify-'));
    onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
    const program = join(folder, 'says');
    writeFileSync(program, '#!/bin/sh\nprintf "%s\\n" "$*" >> "$NOTIFY_SOCKET"\n', { mode: 0o755 });
    const told = join(folder, 'told');
    let lives = true;
    const asked = vi.fn(() => lives);
    const manager = serviceManager({ NOTIFY_SOCKET: told, WATCHDOG_USEC: '3000' }, silent, program);
    manager?.watch(asked);
    const beats = () => readFileSync(told, 'utf8').split('WATCHDOG=1').length - 1;
    await vi.waitFor(() => expect(beats()).toBeGreaterThan(2), 10_000);
    lives = false;
    const ofNow = asked.mock.calls.length;
    await vi.waitFor(() => expect(asked.mock.calls.length).toBeGreaterThan(ofNow + 5), 10_000);
    const last = beats();
    await vi.waitFor(() => expect(asked.mock.calls.length).toBeGreaterThan(ofNow + 30), 10_000);
    expect(beats()).toBe(last);
    await manager?.stopping();
  });

  it('hears one word after the other, however long one takes', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'bedrock-ledger-notify-'));
    onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
    const program = join(folder, 'says');
    const slow = 'case "$1" in STATUS=*) sleep 0.2;; esac';
    writeFileSync(program, `#!/bin/sh\n${slow}\nprintf "%s\\n" "$*" >> "$NOTIFY_SOCKET"\n`, { mode: 0o755 });
    const told = join(folder, 'told');
    const manager = serviceManager({ NOTIFY_SOCKET: told, PATH: process.env.PATH }, silent, program);
    manager?.status('sealed');
    manager?.status('sealed');
    await manager?.stopping();
    expect(readFileSync(told, 'utf8')).toBe('STATUS=sealed\nSTOPPING=1\n');
  });
});
