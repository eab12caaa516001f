/** A lane held: `token` is its fence, higher than that of every earlier holder. */
export interface LaneLease {
  token: number;
}
