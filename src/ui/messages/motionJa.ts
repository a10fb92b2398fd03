import type { motionEn } from './motionEn.ts';

/** 実行した操作の知らせと、進行中の表示の言葉。 */

export const motionJa: typeof motionEn = {
  undo: '元に戻す',
  close: '閉じる',
};
