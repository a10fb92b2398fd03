import { href } from '../../../core/href.ts';
import type { LetterData } from '../../../core/letters.ts';
import { copiedOf, factsOf, linkTo, type Wording } from './wording.ts';

/** To whoever was given the successor of a model: the new profile, its settings, and how long the old one stays. */

type Data = LetterData['rolledOver'];

const page = ({ arn }: Data) => href`/profiles/${arn.slice(arn.lastIndexOf('/') + 1)}`;
const STAYS: Readonly<Record<'en' | 'ja', (data: Data) => string>> = {
  en: ({ until, unusedDays }) =>
    until !== ''
      ? `Your old profile works until ${until} (UTC) and is deleted then. Please change your settings before.`
      : unusedDays > 0
        ? `Your old profile goes on working, and is deleted once you have not used it for ${unusedDays} days.`
        : 'Your old profile stays.',
  ja: ({ until, unusedDays }) =>
    until !== ''
      ? `従来のプロファイルは${until}（UTC）に削除されます。それまでに設定を変更してください。`
      : unusedDays > 0
        ? `従来のプロファイルは引き続き使えます。${unusedDays}日間使われなかった時点で削除されます。`
        : '従来のプロファイルはそのまま残ります。',
};

export const rolledOver: Wording<'rolledOver'> = {
  en: (data, link) => ({
    subject: `${data.model} takes the place of ${data.oldModel}: your new settings`,
    said: [`You have a profile for ${data.model} now, in the place of ${data.oldModel}.`, STAYS.en(data)],
    facts: factsOf(
      ['Region and account', `${data.region}, ${data.accountId}`],
      ['New profile', `${data.arn}`],
      ['Old profile', `${data.oldArn}`],
    ),
    copied: copiedOf(
      ['Variables for .env', data.environment],
      ['Claude Code, ~/.claude/settings.json', data.claudeCode],
    ),
    links: linkTo(
      'Settings for all other clients',
      link(() => page(data)),
    ),
  }),
  ja: (data, link) => ({
    subject: `${data.oldModel} から ${data.model} への切り替え：新しい設定のお知らせ`,
    said: [`${data.oldModel} に代わり、${data.model} の推論プロファイルを用意しました。`, STAYS.ja(data)],
    facts: factsOf(
      ['リージョンとアカウント', `${data.region}、${data.accountId}`],
      ['新しいプロファイル', `${data.arn}`],
      ['従来のプロファイル', `${data.oldArn}`],
    ),
    copied: copiedOf(
      ['.env の変数', data.environment],
      ['Claude Code（~/.claude/settings.json）', data.claudeCode],
    ),
    links: linkTo(
      'ほかのクライアントの設定',
      link(() => page(data)),
    ),
  }),
};
