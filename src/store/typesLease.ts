/** Proof that this process may write a sync's results; the fencing number rises with every holder. */
export interface Lease {
  holder: string;
  fence: number;
}
