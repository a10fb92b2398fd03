import type { LetterLocale } from './letters.ts';
import type { JobName } from './runs.ts';

/** What jobs are called by people, on pages and in messages alike. */
export const JOB_WORDS: Readonly<Record<LetterLocale, Readonly<Record<JobName, string>>>> = {
  en: {
    people: 'People of IAM Identity Center',
    profiles: 'Profiles',
    usage: 'Token usage',
    charges: 'Bill',
    rates: 'Rates',
    spend: 'Spend',
    alerts: 'Alerts',
    enforce: 'Stops by hard budgets',
    notices: 'Notices',
    budgets: 'AWS Budgets',
    provision: 'Plans of profiles',
    rollups: 'Sums of older months',
    housekeeping: 'Housekeeping',
    requests: 'Requests',
    deliver: 'Deliver messages',
  },
  ja: {
    people: 'IAM Identity Center のユーザー',
    profiles: 'プロファイル',
    usage: 'トークン使用量',
    charges: '請求',
    rates: '単価',
    spend: '利用額の計算',
    alerts: 'アラート',
    enforce: '予算による停止',
    notices: 'お知らせ',
    budgets: 'AWS Budgets 連携',
    requests: '申請',
    deliver: '通知の送信',
    provision: 'プロファイル計画の適用',
    rollups: '過去の月の集計',
    housekeeping: '保存期間の整理',
  },
};
