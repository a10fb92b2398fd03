import { createHash } from 'node:crypto';
import { bedrockEnvironment, claudeCodeFile, claudeCodeSettings } from './claudeCode.ts';
import { claudeModel, claudesBeside } from './tiers.ts';
import type { ProfileToUse } from './types.ts';

/**
 * Claude Code's settings for device management, a file for each group. What it manages wins over what people set, so that
 * a file for a group names a profile only where everybody of the group shares it; profiles of single people are in files
 * of theirs, which are put in place as their own settings. Source: its documentation, "Deploy managed settings".
 */

/** Somebody of a group, with what they may call. */
export interface Member {
  email: string;
  own: readonly ProfileToUse[];
  /** What they share with everybody of their cost center. */
  shared: readonly ProfileToUse[];
}

export interface ManagedFile {
  /** Below the folder that was asked for, with `/`. */
  path: string;
  text: string;
}
export interface ManagedGroup {
  group: string;
  files: ManagedFile[];
  /** How many have a file of their own, because their profiles are theirs alone. */
  personal: number;
  /** Who has no Claude profile: their Claude Code has nothing to call. */
  without: string[];
  /** Profiles of several Regions: each person's own file says which. */
  severalRegions: boolean;
}

/**
 * Where somebody has profiles in several places, the one at hand is in the place where they have most tiers; of that
 * place, Sonnet, which is what most work is done with, else the best there is.
 */
export function mainClaude(own: readonly ProfileToUse[]): ProfileToUse | null {
  const claudes = own.filter(({ modelKey }) => claudeModel(modelKey) !== null);
  const breadth = (one: ProfileToUse) =>
    new Set([one, ...claudesBeside(one, claudes)].map(({ modelKey }) => claudeModel(modelKey)?.tier)).size;
  const [widest] = [...claudes].sort((a, b) => breadth(b) - breadth(a) || (a.arn < b.arn ? -1 : 1));
  if (widest === undefined) return null;
  const there = [widest, ...claudesBeside(widest, claudes)];
  const best = (tier: string) =>
    claudesBeside({ ...widest, arn: '' }, there).find((one) => tierOf(one) === tier);
  return best('sonnet') ?? best('opus') ?? best('haiku') ?? widest;
}

const tierOf = ({ modelKey }: ProfileToUse) => claudeModel(modelKey)?.tier;

/** The files of a group. */
export function managedGroup(group: string, members: readonly Member[]): ManagedGroup {
  const folder = fileWord(group);
  const managed = `${folder}/managed-settings.json`;
  const common = commonTo(members);
  const main = mainClaude(common);
  if (main !== null) {
    const text = claudeCodeFile(settingsOf(main, common));
    return { group, files: [{ path: managed, text }], personal: 0, without: [], severalRegions: false };
  }
  const mains = members.map((member) => ({ member, main: mainClaude([...member.own, ...member.shared]) }));
  const has = mains.flatMap(({ member, main: one }) => (one === null ? [] : [{ member, main: one }]));
  const regions = new Set(has.map(({ main: one }) => one.region));
  const [region] = regions;
  const { AWS_REGION, ...anywhere } = bedrockEnvironment(region ?? '');
  const env = regions.size === 1 && AWS_REGION !== undefined ? { ...anywhere, AWS_REGION } : anywhere;
  return {
    group,
    files: [
      { path: managed, text: claudeCodeFile({ env }) },
      ...has.map(({ member, main: one }) => ({
        path: `${folder}/people/${fileWord(member.email)}/settings.json`,
        text: claudeCodeFile(settingsOf(one, [...member.own, ...member.shared])),
      })),
    ],
    personal: has.length,
    without: mains.flatMap(({ member, main: one }) => (one === null ? [member.email] : [])),
    severalRegions: regions.size > 1,
  };
}

const settingsOf = (main: ProfileToUse, own: readonly ProfileToUse[]) =>
  claudeCodeSettings({ profile: main, modelName: '', own, catalogue: [] }) ?? { env: {} };

/** The profiles that all of them share; none where somebody has Claude profiles of their own, which would be overruled. */
function commonTo(members: readonly Member[]): ProfileToUse[] {
  const [first, ...others] = members;
  if (first === undefined || members.some(({ own }) => mainClaude(own) !== null)) return [];
  return first.shared.filter(({ arn }) =>
    others.every(({ shared }) => shared.some((one) => one.arn === arn)),
  );
}

/** What can be the name of a file or folder everywhere, and of one group only: what is replaced is told apart by a hash. */
function fileWord(name: string): string {
  const plain = name
    .replace(/[^A-Za-z0-9@_.-]+/g, '-')
    .replace(/^[.-]+|[.-]+$/g, '')
    .slice(0, 80);
  return plain === name && name !== ''
    ? name
    : `${plain || 'group'}-${createHash('sha256').update(name).digest('hex').slice(0, 6)}`;
}
