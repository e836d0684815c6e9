import { type FoundTool, recognisedToolTexts } from '../../shared/model/recognised-tools.ts';
import { KeyValues, Panel } from '../ui/index.ts';

/** What other tools left in a folder that is not read yet, with what can be done with it now. */
export function FoundTools({ tools }: { tools: readonly FoundTool[] }) {
  if (tools.length === 0) return null;
  return (
    <Panel title="Recognised, and not read yet">
      <KeyValues
        label="Recognised, and not read yet"
        facts={tools.map(({ tool, title }) => ({
          name: title,
          value: `${recognisedToolTexts[tool].title} · ${recognisedToolTexts[tool].now}`,
        }))}
      />
    </Panel>
  );
}
