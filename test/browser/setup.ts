import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { inflateSync } from 'node:zlib';
import { type ServerType, serve } from '@hono/node-server';
import chromium from '@sparticuz/chromium';
import { type Browser, chromium as driver } from 'playwright-core';
import { money } from '../../src/core/money.ts';
import { createApp } from '../../src/server/app.tsx';
import { openWorld } from '../journeys/world.ts';

/** The pages over a simulated company with budgets and alerts, and a real browser to look at them. */

const ACTOR = { id: 'local:tester' };
const asset = (name: string, type: string) => ({
  path: `/assets/${name}`,
  type,
  body: readFileSync(join(import.meta.dirname, '../../src/ui/assets', name), 'utf8'),
});

/** Starts world and server on a free loopback port; `faults` collects what pages failed with. */
export async function openPages() {
  const world = await openWorld();
  const now = new Date(world.clock.now()).toISOString();
  const user = { kind: 'userDefault' } as const;
  await world.store.budgets.set(user, money('5'), ACTOR, now);
  await world.sync();
  const faults: unknown[] = [];
  const app = createApp({
    store: world.store,
    clock: world.clock,
    settings: world.settings,
    actor: ACTOR,
    assets: {
      css: asset('style.css', 'text/css; charset=utf-8'),
      js: asset('app.js', 'text/javascript; charset=utf-8'),
    },
    actions: {
      trigger: () => undefined,
      createProfile: async () => ({ arn: 'arn:aws:bedrock:us-east-1:1:application-inference-profile/x' }),
      deleteProfile: async () => undefined,
    },
    inbox: null,
    onError: (error) => faults.push(error),
  });
  const server = await new Promise<ServerType>((resolve) => {
    const made = serve({ fetch: app.fetch, hostname: '127.0.0.1', port: 0 }, () => resolve(made));
  });
  return {
    world,
    faults,
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    async close() {
      await new Promise((resolve) => server.close(resolve));
      await world.close();
    },
  };
}

/** The font inside a WOFF 1.0 file (W3C, "WOFF File Format 1.0"): system font folders take no WOFF. */
function unpackWoff(woff: Buffer): Buffer {
  const count = woff.readUInt16BE(12);
  const head = Buffer.alloc(12 + 16 * count);
  woff.copy(head, 0, 4, 8);
  head.writeUInt16BE(count, 4);
  const power = 2 ** Math.floor(Math.log2(count));
  head.writeUInt16BE(power * 16, 6);
  head.writeUInt16BE(Math.log2(power), 8);
  head.writeUInt16BE((count - power) * 16, 10);
  const parts = [head];
  let end = head.length;
  for (let i = 0; i < count; i++) {
    const entry = 44 + 20 * i;
    const [offset, packed, length] = [4, 8, 12].map((at) => woff.readUInt32BE(entry + at)) as [
      number,
      number,
      number,
    ];
    const bytes = woff.subarray(offset, offset + packed);
    const table = Buffer.alloc(Math.ceil(length / 4) * 4);
    (packed < length ? inflateSync(bytes) : bytes).copy(table);
    const record = 12 + 16 * i;
    woff.copy(head, record, entry, entry + 4);
    woff.copy(head, record + 4, entry + 16, entry + 20);
    head.writeUInt32BE(end, record + 8);
    head.writeUInt32BE(length, record + 12);
    parts.push(table);
    end += table.length;
  }
  return Buffer.concat(parts);
}

/** A browser that knows one font only, Noto Sans JP, so that what it draws is the same on every machine. */
export async function openBrowser(): Promise<{ browser: Browser; close(): Promise<void> }> {
  const folder = mkdtempSync(join(tmpdir(), 'bedrock-ledger-fonts-'));
  const fonts = dirname(createRequire(import.meta.url).resolve('@fontsource/noto-sans-jp/package.json'));
  for (const part of ['latin', 'japanese'])
    writeFileSync(
      join(folder, `${part}.ttf`),
      unpackWoff(readFileSync(join(fonts, 'files', `noto-sans-jp-${part}-400-normal.woff`))),
    );
  const file = join(folder, 'fonts.conf');
  writeFileSync(
    file,
    `<?xml version="1.0"?><!DOCTYPE fontconfig SYSTEM "fonts.dtd"><fontconfig><dir>${folder}</dir><cachedir>${folder}/cache</cachedir></fontconfig>`,
  );
  const browser = await driver.launch({
    executablePath: await chromium.executablePath(),
    args: ['--no-sandbox', '--font-render-hinting=none'],
    env: { ...process.env, FONTCONFIG_FILE: file },
  });
  return {
    browser,
    async close() {
      await browser.close();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}
