import { cline, continueDev, liteLlm } from './assistants.ts';
import { awsCli, curl, environmentFile } from './awsCli.ts';
import { claudeCode } from './claudeCode.ts';
import { boto3, java, javascript } from './sdks.ts';
import type { ClientSettings, SettingsAsked } from './types.ts';

/**
 * What a profile is used with, ready to paste: right for its ARN, its Region with its partition, and what its model is
 * for. A client that cannot use such a model is left out.
 */
export const settingsFor = (asked: SettingsAsked): ClientSettings[] =>
  [claudeCode, cline, continueDev, liteLlm, awsCli, curl, boto3, javascript, java, environmentFile].flatMap(
    (client) => client(asked),
  );
