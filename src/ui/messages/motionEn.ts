/** Words of what was just done, and of what goes on. */

export const motionEn = {
  undo: 'Undo',
  close: 'Close',
};
