/** もしかして…: 似た名前の候補。 */
export const meant = (near: readonly string[]): string =>
  near.length === 0 ? '' : `もしかして：${near.join('、')}`;
