/**
 * What a result may depend on of the machine it was made on, by name: `os`, `platform`, `cpu`, `cores`, `memory`, and where NVIDIA's driver is
 * installed `gpu`, `gpu memory`, `gpu driver`, `cuda (driver)`. Texts for people.
 */
export type MachineFacts = Readonly<Record<string, string>>;

export interface Machine {
  /** Never fails. What is known already comes at once, and is looked up again beside it when it is older than a minute. */
  facts(): Promise<MachineFacts>;
}
