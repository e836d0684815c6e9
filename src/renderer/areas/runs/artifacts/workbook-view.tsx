import { useState } from 'react';
import type { Sheet } from '../../../../shared/model/artifact-content.ts';
import { QueryState } from '../../../app/index.ts';
import { useQuery } from '../../../client/index.ts';
import { EmptyState, Select, ViewFrame } from '../../../ui/index.ts';
import type { ArtifactFile } from './artifact-file.ts';
import { Table } from './table-view.tsx';

function Sheets({ file, sheets }: { file: ArtifactFile; sheets: readonly Sheet[] }) {
  const [name, setName] = useState(sheets.find(({ refusal }) => refusal === null)?.name);
  const shown = sheets.find((sheet) => sheet.name === name) ?? sheets[0];
  if (shown === undefined) return <EmptyState text="The workbook has no sheets." />;
  return (
    <ViewFrame
      bar={
        <Select
          label="Sheet"
          hideLabel
          inline
          value={shown.name}
          onChange={setName}
          options={sheets.map((sheet) => ({
            value: sheet.name,
            label: sheet.isHidden ? `${sheet.name} (hidden)` : sheet.name,
          }))}
        />
      }
    >
      {shown.refusal === null ? (
        <Table key={shown.name} file={file} sheet={shown.name} />
      ) : (
        <EmptyState text={shown.refusal} />
      )}
    </ViewFrame>
  );
}

/** An Excel workbook: each of its sheets as a table. Formulas show what they came to when it was saved; nothing is computed. */
export function WorkbookView({ file }: { file: ArtifactFile }) {
  const sheets = useQuery('runs.sheets', { run: file.run, path: file.path });
  return (
    <QueryState query={sheets} what="The workbook">
      {(found) => <Sheets file={file} sheets={found} />}
    </QueryState>
  );
}
