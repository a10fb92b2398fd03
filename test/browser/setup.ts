import { existsSync, mkdirSync, mkdtempSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { inflateSync } from 'node:zlib';
import chromium from '@sparticuz/chromium';
import { type Browser, chromium as driver } from 'playwright-core';
import { makeApproved } from '../../src/app/approvals/make.ts';
import { PolicyReadings } from '../../src/app/policies/readings.ts';
import { retireProfile } from '../../src/app/profiles/retire.ts';
import { vendProfile } from '../../src/app/profiles/vend.ts';
import { channelToolsOf } from '../../src/channelTools.ts';
import { readConfig } from '../../src/config.ts';
import { money, ZERO } from '../../src/core/money.ts';
import { emailNotifier } from '../../src/notify/email.ts';
import { openStore } from '../../src/store/open.ts';
import { openCollected } from '../journeys/collected.ts';
import { NOW } from '../journeys/world.ts';
import { mailSink } from '../notify/sink.ts';
import { ACTOR, serveLedger } from '../server/setup.ts';

/** The pages over a simulated company with budgets, alerts, mail and vending, and a real browser to look at them. */

/** The pages of a simulated company that was collected once. */
export async function openPages() {
  const sink = await mailSink();
  const world = await openCollected({
    notify: { ...readConfig({}).notify, smtpUrl: sink.url },
    directory: { identityStoreId: 'd-92670f5a31', region: 'us-west-2', groups: null },
  });
  const now = new Date(world.clock.now()).toISOString();
  await world.store.budgets.set({ kind: 'userDefault' }, money('5'), ACTOR, now);
  world.deps.notifiers = [emailNotifier(sink.url, 'ledger@example.com')];
  await world.sync(['people', 'alerts', 'deliver']);
  const pages = await serveLedger({
    store: world.store,
    clock: world.clock,
    settings: world.settings,
    actions: {
      trigger: () => undefined,
      createProfile: (asking, typed) => vendProfile(asking, world.deps.awsFactory(ZERO), typed),
      makeApproved: (asking, id) => makeApproved(asking, world.deps.awsFactory(ZERO), id),
      deleteProfile: (asking, arn, typed) => retireProfile(asking, world.deps.awsFactory(ZERO), arn, typed),
    },
    policies: new PolicyReadings(
      async () => world.deps.awsFactory(ZERO),
      () => new Promise(() => undefined),
      () => undefined,
    ),
    channels: () => channelToolsOf({ ...world, aws: async () => world.deps.awsFactory(ZERO) }),
    inbox: () => sink.mails.map(({ to, subject, text }) => ({ at: now, to: to.join(), subject, text })),
  });
  return {
    ...pages,
    world,
    mails: sink.mails,
    async close() {
      await pages.close();
      await sink.close();
      await world.close();
    },
  };
}

/** The pages of a ledger into which nothing was collected yet, with everything that writes switched off. */
export async function openEmptyPages() {
  const settings = readConfig({});
  const store = await openStore(':memory:', { now: NOW, attribution: settings.attribution });
  const pages = await serveLedger({
    store,
    clock: { now: () => NOW },
    settings,
    actions: { trigger: null, createProfile: null, deleteProfile: null },
    inbox: () => [],
  });
  return {
    ...pages,
    store,
    async close() {
      await pages.close();
      store.close();
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

const BROWSERS = join(import.meta.dirname, '../../node_modules/.cache/browsers');

/**
 * The program of the browser, unpacked once. It is unpacked beside its place and moved there as a whole: the package
 * itself takes any file that is there for a complete one, also one that another test is still writing.
 */
async function browserProgram(): Promise<string> {
  const entry = createRequire(import.meta.url).resolve('@sparticuz/chromium');
  const { version } = JSON.parse(readFileSync(join(dirname(entry), '../package.json'), 'utf8'));
  const place = join(BROWSERS, version);
  const program = join(place, 'chromium');
  if (existsSync(program)) return program;
  mkdirSync(BROWSERS, { recursive: true });
  const own = mkdtempSync(join(BROWSERS, 'unpacking-'));
  const usual = process.env.TMPDIR;
  process.env.TMPDIR = own;
  const unpacked = chromium.executablePath();
  if (usual === undefined) delete process.env.TMPDIR;
  else process.env.TMPDIR = usual;
  await unpacked;
  try {
    renameSync(own, place);
  } catch (error) {
    if (!existsSync(program)) throw error;
    rmSync(own, { recursive: true });
  }
  return program;
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
    executablePath: await browserProgram(),
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
