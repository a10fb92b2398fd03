import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { java } from '../../src/core/vending/clientSettings/sdks.ts';

/** The program in Java as a compiler reads it that does not have the SDK: nothing is wrong with it but that this is missing. */

const missing = spawnSync('javac', ['-version']).status !== 0;
if (missing) console.log('the program in Java is not read: there is no javac');

it
  .skipIf(missing)
  .each(['anthropic.claude-sonnet-4-6', 'amazon.titan-embed-text-v2:0', 'cohere.rerank-v3-5:0'])(
  'for %s',
  (modelKey) => {
    const folder = mkdtempSync(join(tmpdir(), 'bedrock-ledger-java-'));
    const [settings] = java({
      profile: {
        arn: 'arn:aws:bedrock:us-east-1:222233334444:application-inference-profile/abc',
        ...{ accountId: '222233334444', region: 'us-east-1', modelKey, sourceId: null, route: null },
        createdAt: '2026-11-01T00:00:00.000Z',
      },
      modelName: '',
      own: [],
      catalogue: [],
    });
    const file = join(folder, 'Hello.java');
    const found = (text: string) => {
      writeFileSync(file, text);
      const { stderr } = spawnSync('javac', ['-XDrawDiagnostics', '-d', folder, file], { encoding: 'utf8' });
      return [...stderr.matchAll(/: compiler\.err\.([\w.]+)/g)].map(([, key]) => key);
    };
    const text = settings?.text ?? '';
    expect(found(text).filter((key) => !/^(doesnt\.exist|cant\.resolve)/.test(key ?? ''))).toEqual([]);
    expect(found(text)).not.toEqual([]);
    expect(found(text.replace(');', ')'))).toContain('expected');
    rmSync(folder, { recursive: true, force: true });
  },
);
