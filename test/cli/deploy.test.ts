import { spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { isBuiltin } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { ROOT } from './setup.ts';

/** What runs elsewhere: the image and the systemd unit. */

const read = (name: string) => readFileSync(join(ROOT, name), 'utf8');

describe('the image', () => {
  it('holds every package that the product imports: it is no development dependency', () => {
    const { dependencies } = JSON.parse(read('package.json')) as { dependencies: Record<string, string> };
    const imported = readdirSync(join(ROOT, 'src'), { recursive: true, encoding: 'utf8' })
      .filter((file) => /\.tsx?$/.test(file))
      .flatMap((file) => [...read(join('src', file)).matchAll(/^(?:import|\} from).*'([^.'][^']*)';$/gm)])
      .map(([, name = '']) => /^(@[^/]+\/)?[^/]+/.exec(name)?.[0] ?? name)
      .filter((name) => !isBuiltin(name));
    expect(imported.length).toBeGreaterThan(20);
    expect([...new Set(imported)].filter((name) => !(name in dependencies))).toEqual([]);
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
});
