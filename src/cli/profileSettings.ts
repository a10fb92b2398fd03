import { mkdir, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { managedSettings, settingsOfPerson, settingsToPaste } from '../app/profiles/clientSettings.ts';
import { Invalid } from '../core/errors.ts';
import { didYouMean, nearest } from '../core/nearest.ts';
import type { ManagedGroup } from '../core/vending/clientSettings/managed.ts';
import type { Client, ClientSettings } from '../core/vending/clientSettings/types.ts';
import { en } from '../ui/messages/en.ts';
import { type LookingOptions, looking } from './allowed.ts';
import { askingOf } from './asking.ts';
import { printJson, remark, say, UserError } from './output.ts';
import { recordDeed } from './withContext.ts';

/** `bedrock-ledger profiles settings`: the texts alone on standard output, what is to be known of them beside it. */

interface SettingsOptions extends LookingOptions {
  client?: Client;
  for?: string;
  managed?: boolean;
  group?: readonly string[];
  to?: string;
  json?: boolean;
}

export async function settings(named: string | undefined, options: SettingsOptions): Promise<void> {
  if (options.managed) return writeManaged(named, options);
  if (options.group !== undefined || options.to !== undefined)
    throw new UserError('--group and --to belong to --managed: add it', 'badRequest');
  if ((named === undefined) === (options.for === undefined))
    throw new UserError('name one: a profile by its ARN, or a person with --for', 'badRequest');
  await looking(options, async (context) => {
    const asking = askingOf(context);
    const { profile, settings: all } =
      options.for === undefined
        ? await settingsToPaste(asking, named ?? '')
        : await settingsOfPerson(asking, options.for);
    if (profile.goneAt !== null)
      throw new UserError(`${profile.arn}: ${en.clients.gone} It went at ${profile.goneAt}.`, 'notFound');
    const found = all.filter(({ client }) => options.client === undefined || client === options.client);
    if (found.length === 0)
      throw new UserError(
        `${options.client} cannot be used with ${profile.modelKey}: ${profile.name} works with ${all.map(({ client }) => client).join(', ')}`,
      );
    if (options.json) return printJson({ profile: profile.arn, settings: found });
    for (const one of found) print(one, found.length > 1);
    if (found.length > 1 && found.some(({ notes }) => notes.some(({ key }) => key === 'stopped')))
      remark(en.clients.notes.stopped);
  });
}

function print({ client, name, file, text, notes }: ClientSettings, isOneOfMany: boolean): void {
  if (isOneOfMany) say(`# --client ${client}: ${name}${file === null ? '' : `, ${file}`}`);
  say(text);
  if (isOneOfMany) say();
  if (isOneOfMany) return;
  for (const note of notes)
    remark(
      note.key !== 'tierMissing'
        ? en.clients.notes[note.key]
        : note.get === null
          ? en.clients.tierNotOffered(note.tier, note.standsIn)
          : en.clients.tierMissing(note.tier, note.standsIn, note.get),
    );
}

async function writeManaged(named: string | undefined, options: SettingsOptions): Promise<void> {
  const { to, group = [] } = options;
  if (named !== undefined || options.for !== undefined || options.client !== undefined)
    throw new UserError('--managed is for groups: leave the profile, --for and --client away', 'badRequest');
  if (to === undefined) throw new UserError('--managed: add --to FOLDER, for the files', 'badRequest');
  await looking(options, async (context) => {
    const groups = await managedSettings(askingOf(context), group).catch((error: unknown) => {
      throw error instanceof Invalid ? unknownGroup(error) : error;
    });
    if (groups.length === 0)
      throw new UserError(
        'the directory knows no groups: they come from IAM Identity Center or with sign-ins',
      );
    for (const { path, text } of groups.flatMap(({ files }) => files)) {
      await mkdir(dirname(join(to, path)), { recursive: true });
      await writeFile(join(to, path), `${text}\n`);
    }
    const rows = groups.reduce((count, { files }) => count + files.length, 0);
    await recordDeed(context, 'export', 'profiles settings', { format: 'json', rows });
    if (options.json)
      return printJson({
        to,
        groups: groups.map(({ files, ...rest }) => ({ ...rest, files: files.map(({ path }) => path) })),
      });
    for (const one of groups) tell(one);
  });
}

function unknownGroup({ faults: [fault] }: Invalid): Error {
  const value = fault?.value ?? '';
  const known = Array.isArray(fault?.detail) ? fault.detail.map(String) : [];
  return new UserError(
    `--group: nobody is in a group called "${value}".${didYouMean(nearest(value, known))}`,
    'badRequest',
  );
}

function tell({ group, files, personal, without, severalRegions }: ManagedGroup): void {
  say(`${group}: ${files[0]?.path ?? ''}`);
  if (personal > 0)
    remark(
      `  It switches Claude Code to Bedrock${severalRegions ? '' : ' in their Region'} and names no profile, because each person has their own: what is managed for a group would overrule them. Put each of the ${personal} files of people in place as that person's ~/.claude/settings.json.`,
    );
  if (without.length > 0) remark(`  Without a Claude profile: ${without.join(', ')}`);
}
