const parts = /^(train|training|valid|validation|val|test|holdout)$/i;

/** What a metric measures, whichever rows it was taken on: "train_loss", "validation/loss" and "loss" are one measure. */
export function measureOf(key: string): string {
  const words = key.split(/[._/]/).filter((word) => !parts.test(word));
  return words.length === 0 ? key : words.join('_');
}
