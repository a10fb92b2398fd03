import { execFileSync, spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { Instant } from '../../../src/core/types.ts';
import { claudeCodeSettings } from '../../../src/core/vending/clientSettings/claudeCode.ts';
import { makingOf } from '../../../src/core/vending/making.ts';
import { type ScriptChoices, type Shell, scriptFor } from '../../../src/core/vending/script.ts';

/** The scripts that are handed out: what stands at their top, that they parse, and that they make names and tokens as we do. */

const ROOT = join(import.meta.dirname, '../../..');
const FILES: Readonly<Record<Shell, string>> = { bash: 'own-profiles.sh', powershell: 'own-profiles.ps1' };
const file = (name: string): string => join(ROOT, 'handout', name);
const sourceOf = (shell: Shell): string => readFileSync(file(FILES[shell]), 'utf8');

const NASTY = `it's "q" $(touch x) \`y\` \${z} \\ ; & | * 'a''b' # %`;
const CHOICES: ScriptChoices = {
  tagKeys: { user: NASTY, costCenter: 'Cost Center' },
  regions: ['us-east-1', 'us-west-2'],
  models: ['anthropic.*'],
  tags: [
    { key: 'project', values: ['a b', NASTY], required: true },
    { key: 'note', values: null, required: false },
  ],
};

const bash = (script: string, flags: readonly string[] = []): string =>
  execFileSync('bash', [...flags, '-c', script], { encoding: 'utf8' });

describe('the bash script', () => {
  it('holds what the company set, to the letter and as text alone', () => {
    const [constants = ''] =
      /^USER_TAG=[\s\S]*?(?=\n\nLC_ALL)/m.exec(scriptFor('bash', sourceOf('bash'), CHOICES)) ?? [];
    const said = bash(
      `${constants}\nprintf '%s\\n' "$USER_TAG" "$COST_CENTER_TAG" "\${REGIONS[@]}" "\${MODELS[@]}" "\${TAG_KEYS[@]}" "\${TAG_REQUIRED[@]}" "\${TAG_VALUE_OF[@]}" "\${TAG_VALUES[@]}"`,
    );
    expect(said.trimEnd().split('\n')).toEqual([
      ...[NASTY, 'Cost Center', 'us-east-1', 'us-west-2', 'anthropic.*', 'note', 'project'],
      ...['optional', 'required', '1', '1', 'a b', NASTY],
    ]);
  });

  it('is read by bash, also in its POSIX mode, with lists that are empty and with what is strange', () => {
    for (const choices of [CHOICES, { ...CHOICES, regions: [], models: null, tags: [] }])
      for (const flags of [['-n'], ['--posix', '-n']])
        expect(bash(scriptFor('bash', sourceOf('bash'), choices), flags)).toBe('');
  });

  it('says what it is for where another shell is given it', () => {
    const { status, stderr } = spawnSync(
      'sh',
      ['-c', 'unset BASH_VERSION; . "$0"', file('own-profiles.sh')],
      {
        encoding: 'utf8',
      },
    );
    expect({ status, stderr }).toEqual({
      status: 2,
      stderr: expect.stringMatching(/this is for bash: run it as "bash /),
    });
  });

  it('needs nothing of a newer bash than that of macOS', () => {
    const newer =
      /\$\{\w+(?:,,|\^\^|@[A-Z])|declare -[A-Z]*[An]|local -[An]|mapfile|readarray|\|&|&>>|\bcoproc\b|\beval\b|\bjq\b|\[\[ -v/;
    expect(
      sourceOf('bash')
        .split('\n')
        .filter((line) => newer.test(line)),
    ).toEqual([]);
  });

  it('makes names and tokens as all who make profiles here', () => {
    const script = scriptFor('bash', sourceOf('bash'), {
      ...CHOICES,
      tags: ['project', 'Note'].map((key) => ({ key, values: null, required: true })),
    });
    const functions = /^USER_TAG=[\s\S]*?(?=^COMMAND='')/m.exec(script)?.[0] ?? '';
    const given = `GIVEN_KEYS=(project Note) GIVEN_VALUES=('a b' 'x=1')`;
    const tags = { project: 'a b', Note: 'x=1' };
    const wishes = ['ann@example.com', `${'long.name-'.repeat(9)}@example.com`, '_=+@x.y'].map(
      (userEmail) => ({
        wanted: {
          ...{ userEmail, costCenter: 'CC 1', sourceId: 'us.anthropic.claude-sonnet-4-6', tags },
          ...{ accountId: '111122223333', region: 'us-east-1' },
        },
        source: {
          ...{ region: 'us-east-1', type: 'systemProfile' as const, id: 'us.anthropic.claude-sonnet-4-6' },
          ...{
            modelKey: 'x',
            name: 'US Anthropic (Claude) Sonnet 4.6',
            provider: 'Anthropic',
            modelArns: [],
          },
        },
      }),
    );
    const said = bash(
      `set -euo pipefail; LC_ALL=C; ${functions}\n${given}\nfurther_tags\n${wishes
        .map(
          ({ wanted: w, source }) =>
            `ME='${w.userEmail}' MODEL='${w.sourceId}' ACCOUNT='${w.accountId}' REGION='${w.region}' COST_CENTER='${w.costCenter}'; token_of 7; legal '${w.userEmail.split('@')[0]} ${source.name}' 50; echo "$LEGAL-\${HASH:0:6} $HASH"`,
        )
        .join('\n')}`,
    );
    expect(said.trimEnd().split('\n')).toEqual(
      wishes.map(({ wanted, source }) => {
        const { name, clientToken } = makingOf(wanted, source, 7);
        return `${name} ${clientToken}`;
      }),
    );
  });
});

/** Chosen first, then what somebody has beside it. */
const CLAUDES = [
  ['anthropic.claude-sonnet-4-6', 'anthropic.claude-sonnet-4-5-20250929-v1:0', 'anthropic.claude-haiku-4-5'],
  [
    'anthropic.claude-3-5-sonnet-20241022-v2:0',
    'anthropic.claude-opus-4-20250514-v1:0',
    'amazon.nova-pro-v1:0',
  ],
  ['anthropic.claude-3-5-haiku-20241022-v1:0', 'anthropic.claude-sonnet-4-6', 'anthropic.claude-sonnet-5'],
  ['anthropic.claude-opus-4-8', 'anthropic.claude-opus-4-10', 'anthropic.claude-opus-4-1-20250805-v1:0'],
  ['anthropic.claude-haiku-4-5', 'anthropic.claude-opus-4-8', 'anthropic.claude-opus-4-10'],
  ['anthropic.claude-fable-5', 'anthropic.claude-v2:1', 'anthropic.claude-instant-v1'],
  [
    'anthropic.claude-haiku-4-5',
    'anthropic.claude-3-5-sonnet-20241022-v2:0',
    'anthropic.claude-3-5-sonnet-20240620-v1:0',
  ],
  ['anthropic.claude-sonnet-4-6', 'anthropic.claude-haiku-3', 'anthropic.claude-fable-5'],
];

it('the bash script points each tier of Claude Code where the pages point it', () => {
  const functions = /^say\(\)[\s\S]*?(?=^COMMAND='')/m.exec(sourceOf('bash'))?.[0] ?? '';
  const listed = CLAUDES.map((models) => models.map((key) => `'${key}'`).join(' '));
  const said = bash(
    `set -euo pipefail; LC_ALL=C REGION=us-east-1; ${functions}\n${listed
      .map(
        (models) =>
          `OWN_MODELS=(${models}) OWN_ARNS=(${models}) ARN=\${OWN_ARNS[0]}; claude_code 0 2>/dev/null; echo`,
      )
      .join('\n')}`,
  );
  const read = said
    .trimEnd()
    .split('\n\n')
    .map((lines) =>
      Object.fromEntries([...lines.matchAll(/^export (\w+)='(.*)'$/gm)].map(([, k, v]) => [k, v])),
    );
  const place = { accountId: '111122223333', region: 'us-east-1' };
  expect(read).toEqual(
    CLAUDES.map((models) => {
      const own = models.map((key) => ({
        ...{ ...place, arn: key, modelKey: key, sourceId: null },
        ...{ route: 'inRegion' as const, createdAt: '2026-11-01T00:00:00.000Z' as Instant },
      }));
      const [profile] = own as [(typeof own)[number]];
      const { AWS_REGION: _, ...env } =
        claudeCodeSettings({ profile, own, modelName: '', catalogue: [] })?.env ?? {};
      return env;
    }),
  );
});

describe('the PowerShell script', () => {
  it('is read by a parser of the language, with lists that are empty and with what is strange', async () => {
    const faults = await powerShellReader();
    for (const choices of [CHOICES, { ...CHOICES, regions: [], models: null, tags: [] }])
      expect(faults(scriptFor('powershell', sourceOf('powershell'), choices))).toEqual([]);
    expect(faults('if ($x -eq 1 { Write-Output 2 }')).not.toEqual([]);
    expect(faults("$x = 'it's'")).not.toEqual([]);
  });

  it('holds what the company set as text alone', () => {
    const script = scriptFor('powershell', sourceOf('powershell'), CHOICES);
    expect(script).toContain(`$UserTag = '${NASTY.replaceAll("'", "''")}'\n`);
    expect(script).toContain(`$TagValues = @('a b', '${NASTY.replaceAll("'", "''")}')\n`);
    expect(script).toContain("$Regions = @('us-east-1', 'us-west-2')\n");
  });

  it('needs nothing of a newer PowerShell than that of Windows, and hands no quotes on to a program', () => {
    const newer = /\?\?|\?\.|\s\?\s.*\s:\s|&&|\|\||-AsHashtable|ForEach-Object -Parallel|\bclean\s*\{/;
    const lines = sourceOf('powershell').split('\n');
    expect(lines.filter((line) => newer.test(line) && !line.trimStart().startsWith('#'))).toEqual([]);
    expect(lines.filter((line) => /& aws /.test(line))).toEqual([
      expect.stringContaining('--cli-input-json "file://$file"'),
    ]);
    // 5.1 reads a file without a mark of its encoding as that of the machine.
    expect(sourceOf('powershell')).toMatch(/^[\n\t -~]*$/);
  });
});

it.each(['bash', 'powershell'] as const)(
  'what cannot stand in a file of any encoding is refused: %s',
  (shell) => {
    for (const value of ['a\nb', 'a\u00a0b', 'a\u2019b', 'a\tb'])
      expect(() =>
        scriptFor(shell, sourceOf(shell), {
          ...CHOICES,
          tags: [{ key: 'x', values: [value], required: true }],
        }),
      ).toThrow(/cannot stand in a script/);
  },
);

/** What a parser of PowerShell finds wrong with a script, each with its line. */
async function powerShellReader(): Promise<(script: string) => string[]> {
  const require = createRequire(import.meta.url);
  const { Parser, Language } =
    require('@vscode/tree-sitter-wasm') as typeof import('@vscode/tree-sitter-wasm');
  const folder = join(require.resolve('@vscode/tree-sitter-wasm'), '..');
  await Parser.init({ locateFile: (name: string) => join(folder, name) });
  const parser = new Parser();
  parser.setLanguage(await Language.load(readFileSync(join(folder, 'tree-sitter-powershell.wasm'))));
  return (script) => {
    const found: string[] = [];
    const walk = (node: import('@vscode/tree-sitter-wasm').Node): void => {
      if (node.isError || node.isMissing)
        found.push(`line ${node.startPosition.row + 1}: ${node.text.slice(0, 60)}`);
      else
        for (const child of node.children)
          if (child !== null && (child.hasError || child.isMissing)) walk(child);
    };
    const tree = parser.parse(script);
    if (tree === null || tree.rootNode.hasError) walk(tree?.rootNode as NonNullable<typeof tree>['rootNode']);
    return found;
  };
}
