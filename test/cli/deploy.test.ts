import { spawnSync } from 'node:child_process';
import {
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { isBuiltin } from 'node:module';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { mostMiB } from '../../src/cli/worker.ts';
import { ROOT } from './setup.ts';

/** What runs elsewhere: the image and the systemd unit. */

/** What only the demo needs: it runs from a checkout, with the development packages. */
const OF_THE_DEMO = /^(demo\/|simulator\/|cli\/demo(People)?\.ts$)/;

const read = (name: string) => readFileSync(join(ROOT, name), 'utf8');

describe('the image', () => {
  it('holds every package that the product imports, and none that only the demo does', () => {
    const { dependencies } = JSON.parse(read('package.json')) as { dependencies: Record<string, string> };
    const imported = readdirSync(join(ROOT, 'src'), { recursive: true, encoding: 'utf8' })
      .filter((file) => /\.tsx?$/.test(file) && !OF_THE_DEMO.test(file))
      .flatMap((file) => [...read(join('src', file)).matchAll(/^(?:import|\} from).*'([^.'$][^']*)';$/gm)])
      .map(([, name = '']) => /^(@[^/]+\/)?[^/]+/.exec(name)?.[0] ?? name)
      .filter((name) => !isBuiltin(name));
    expect([...new Set(imported)].sort()).toEqual(Object.keys(dependencies).sort());
  });

  it('is made of files that there are', () => {
    const copied = [...read('Dockerfile').matchAll(/^COPY (?!--from)(.+) \S+$/gm)].flatMap(([, names = '']) =>
      names.split(' '),
    );
    expect(copied).toEqual(
      expect.arrayContaining(['package-lock.json', 'src', 'bin', 'migrations', 'src/ui/assets']),
    );
    expect(copied.filter((name) => !existsSync(join(ROOT, name)))).toEqual([]);
  });

  it('stands on one base, pinned by its digest', () => {
    const bases = [...read('Dockerfile').matchAll(/^FROM (\S+)/gm)].map(([, base]) => base);
    expect(bases).toEqual(['$BASE', '$BASE']);
    expect(read('Dockerfile')).toMatch(/^ARG BASE=node:24\.\d+\.\d+-bookworm-slim@sha256:[0-9a-f]{64}$/m);
  });

  it('is asked whether it lives, and not whether all is well: a ledger in trouble is no reason to end it', () => {
    const [, asked = ''] =
      /^HEALTHCHECK .*?fetch\(`http:\/\/127\.0\.0\.1:[^/]*\/(\w+)`/m.exec(read('Dockerfile')) ?? [];
    expect(asked).toBe('healthz');
  });
});

describe('an installation of the production packages alone', () => {
  const folder = mkdtempSync(join(tmpdir(), 'bedrock-ledger-production-'));
  const command = (...args: string[]) => {
    const { status, stdout, stderr } = spawnSync(
      process.execPath,
      [join(folder, 'bin/bedrock-ledger'), ...args],
      {
        encoding: 'utf8',
        env: { PATH: process.env.PATH },
      },
    );
    return { status, out: stdout, err: stderr };
  };
  beforeAll(() => {
    for (const name of ['package.json', 'bin', 'dist', 'migrations'])
      cpSync(join(ROOT, name), join(folder, name), { recursive: true });
    rmSync(join(folder, 'dist/simulator.js'));
    const { dependencies } = JSON.parse(read('package.json')) as { dependencies: Record<string, string> };
    for (const name of Object.keys(dependencies)) {
      const link = join(folder, 'node_modules', name);
      mkdirSync(dirname(link), { recursive: true });
      symlinkSync(join(ROOT, 'node_modules', name), link);
    }
  });
  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  it('runs', () => {
    const ended = command('migrate', '--db', join(folder, 'ledger.db'));
    expect({ status: ended.status, err: ended.err }).toEqual({ status: 0, err: '' });
  });

  it.each([
    ['demo', 'demo', 'npm run demo'],
    ['simulate', 'simulator', 'npx bedrock-ledger simulate'],
  ])('says of %s where it runs', (name, part, line) => {
    expect(command(name)).toEqual({
      status: 1,
      out: expect.not.stringContaining('ready'),
      err: `bedrock-ledger: the ${part} is no part of this installation. It runs from a checkout of Bedrock Ledger: npm ci && ${line}\n`,
    });
  });
});

describe('the systemd unit', () => {
  const there = spawnSync('systemd-analyze', ['--version']).status === 0;
  it.runIf(there)('is one that systemd takes without a word', () => {
    const folder = mkdtempSync(join(tmpdir(), 'bedrock-ledger-unit-'));
    const unit = join(folder, 'bedrock-ledger.service');
    writeFileSync(unit, read('deploy/bedrock-ledger.service').replace('/opt/bedrock-ledger/', `${ROOT}/`));
    const { status, stderr } = spawnSync('systemd-analyze', ['verify', unit], { encoding: 'utf8' });
    rmSync(folder, { recursive: true, force: true });
    expect({ status, about: stderr.split('\n').filter((line) => line.includes('bedrock-ledger')) }).toEqual({
      status: 0,
      about: [],
    });
  });

  it('is told when the program is ready and lives, restarts it when not, and bounds its memory', () => {
    const unit = new Map(
      [...read('deploy/bedrock-ledger.service').matchAll(/^(\w+)=(.*)$/gm)].map(
        ([, name = '', value = '']) => [name, value],
      ),
    );
    const bytes = (name: string) => {
      const [, size = '', unitOf = ''] = /^(\d+)([MG])$/.exec(unit.get(name) ?? '') ?? [];
      return Number(size) * (unitOf === 'G' ? 2 ** 30 : 2 ** 20);
    };
    expect(Object.fromEntries(unit)).toMatchObject({
      Type: 'notify',
      NotifyAccess: 'all',
      Restart: 'on-failure',
    });
    // What stopped must be found sooner than by whoever looks at pages, and no beat be missed for a slow minute.
    expect(Number(unit.get('WatchdogSec'))).toBeGreaterThanOrEqual(60);
    expect(Number(unit.get('WatchdogSec'))).toBeLessThanOrEqual(180);
    // Whoever ends it in order has eight seconds.
    expect(Number(unit.get('TimeoutStopSec'))).toBeGreaterThan(8);
    expect(bytes('MemoryMax')).toBeGreaterThan(bytes('MemoryHigh'));
    // The worker takes half of what there is: as much as it may ever take.
    expect(mostMiB(bytes('MemoryHigh'))).toBe(1024);
  });
});
