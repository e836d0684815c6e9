import { Inline, MeaningIcon, Text } from '../../ui/index.ts';

/** What the reader had to get over. */
export function Warnings({ warnings }: { warnings: readonly string[] }) {
  return warnings.map((warning) => (
    <Inline key={warning}>
      <MeaningIcon meaning="warning" size={14} />
      <Text size="small" selectable>
        {warning}
      </Text>
    </Inline>
  ));
}
