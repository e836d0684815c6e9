import { ChevronDown } from 'lucide-react';
import { type ReactNode, useMemo, useState } from 'react';
import type { CommandOutput } from '../../../shared/contract/index.ts';
import type { ModelVersion } from '../../../shared/model/registry.ts';
import { navigate, QueryState, useNavigation, useOfferActions, useRoute } from '../../app/index.ts';
import { useCommand, useQuery } from '../../client/index.ts';
import {
  Button,
  countOf,
  DataTable,
  DropdownMenu,
  Markdown,
  type MenuEntry,
  Page,
  Stack,
  Tabs,
} from '../../ui/index.ts';
import { aliasEntries, NewAliasDialog } from './alias-menu.tsx';
import { EvaluateDialog } from './evaluate-dialog.tsx';
import { LineageGraph } from './lineage-graph.tsx';
import styles from './models.module.css';
import { SignatureTable } from './signature-table.tsx';
import { usePredictFile } from './use-predict-file.ts';
import { versionColumns } from './version-columns.tsx';
import { VersionInspector } from './version-inspector.tsx';

type Model = CommandOutput<'models.get'>;
type TabId = 'card' | 'signature' | 'lineage';

const referenceOf = ({ name, version }: ModelVersion) => `${name}/${version}`;
const isTab = (text: string | undefined): text is TabId =>
  text === 'card' || text === 'signature' || text === 'lineage';

/** As high as its rows, up to ten; more scroll. Below them is room for a scroll bar where the columns do not fit. */
const tableHeight = (rows: number) => `calc(var(--row) * ${Math.min(rows, 10) + 1} + var(--space-4))`;

/** The version that the page starts with: the champion, or without one the newest. */
const firstVersion = ({ versions, aliases }: Model) =>
  versions.find(({ version }) => version === aliases.champion) ?? versions[0];

function Card({ reference }: { reference: string }) {
  const card = useQuery('models.card', { model: reference });
  return (
    <QueryState query={card} what="The model card">
      {({ markdown }) => (
        <div className={styles.card}>
          <Markdown text={markdown} />
        </div>
      )}
    </QueryState>
  );
}

function LineageTab({ reference }: { reference: string }) {
  const lineage = useQuery('models.lineage', { model: reference });
  return (
    <QueryState query={lineage} what="The lineage">
      {(answer) => <LineageGraph lineage={answer} />}
    </QueryState>
  );
}

const inTab = (content: ReactNode) => <div className={styles.tab}>{content}</div>;

function VersionTabs({ version }: { version: ModelVersion }) {
  const { tab, ...route } = useRoute();
  const replace = useNavigation((state) => state.replace);
  const reference = referenceOf(version);
  return (
    <Tabs<TabId>
      label={`About version ${version.version}`}
      value={isTab(tab) ? tab : 'card'}
      onChange={(next) => replace({ ...route, tab: next })}
      tabs={[
        { id: 'card', label: 'Card', content: inTab(<Card reference={reference} />) },
        {
          id: 'signature',
          label: 'Signature',
          count: version.signature?.inputs.length,
          content: inTab(<SignatureTable signature={version.signature} />),
        },
        { id: 'lineage', label: 'Lineage', content: inTab(<LineageTab reference={reference} />) },
      ]}
    />
  );
}

/** What can be done with one version; the same entries in the menu of the page and of the table. */
function useVersionActions(model: Model) {
  const alias = useCommand('models.setAlias', { failure: 'The alias could not be changed' });
  const predict = usePredictFile();
  const [dialog, setDialog] = useState<{ kind: 'alias' | 'evaluate'; version: ModelVersion } | null>(null);
  const close = () => setDialog(null);
  const serve = (version: ModelVersion) =>
    navigate({ area: 'serving', search: { start: referenceOf(version) } });
  const work = (version: ModelVersion): MenuEntry[] => [
    { label: 'Serve', onSelect: () => serve(version) },
    { label: 'Evaluate…', onSelect: () => setDialog({ kind: 'evaluate', version }) },
    {
      label: 'Export…',
      onSelect: () => navigate({ area: 'exports', search: { new: referenceOf(version) } }),
    },
    { label: 'Predict a file…', onSelect: () => void predict.run(referenceOf(version)) },
  ];
  const aliases = (version: ModelVersion) =>
    aliasEntries({
      version,
      aliases: model.aliases,
      setAlias: alias.run,
      onNew: () => setDialog({ kind: 'alias', version }),
    });
  const open = dialog && (
    <>
      {dialog.kind === 'evaluate' && <EvaluateDialog model={referenceOf(dialog.version)} onClose={close} />}
      {dialog.kind === 'alias' && (
        <NewAliasDialog version={dialog.version} setAlias={alias.run} onClose={close} />
      )}
    </>
  );
  return { work, aliases, serve, dialog: open };
}

function Loaded({ model, version }: { model: Model; version: ModelVersion }) {
  const replace = useNavigation((state) => state.replace);
  const [inspected, setInspected] = useState(false);
  const actions = useVersionActions(model);
  const columns = useMemo(() => versionColumns(model.versions), [model.versions]);
  const { tab } = useRoute();
  const select = ({ version: next }: ModelVersion) => {
    setInspected(true);
    replace({ area: 'models', id: model.name, tab, search: { version: String(next) } });
  };
  useOfferActions([
    {
      id: 'models.serve',
      title: `Serve ${referenceOf(version)}`,
      shortcut: 's',
      run: () => actions.serve(version),
    },
  ]);
  return (
    <Page
      title={model.name}
      note={countOf(model.versions.length, 'version')}
      flush
      actions={
        <>
          <DropdownMenu
            align="end"
            trigger={<Button icon={<ChevronDown size={14} />}>Aliases</Button>}
            entries={() => actions.aliases(version)}
          />
          <DropdownMenu
            align="end"
            trigger={<Button icon={<ChevronDown size={14} />}>More</Button>}
            entries={() => actions.work(version).slice(1)}
          />
          <Button variant="primary" onClick={() => actions.serve(version)}>
            Serve version {version.version}
          </Button>
        </>
      }
    >
      <div className={styles.page}>
        <Stack>
          <div style={{ height: tableHeight(model.versions.length) }}>
            <DataTable
              label="Versions"
              name="model-versions"
              rows={model.versions}
              rowId={(each) => String(each.version)}
              columns={columns}
              activeId={String(version.version)}
              onActiveChange={select}
              menu={(each) => [...actions.work(each), 'separator', ...actions.aliases(each)]}
            />
          </div>
          <VersionTabs version={version} />
        </Stack>
      </div>
      {inspected && <VersionInspector version={version} onClose={() => setInspected(false)} />}
      {actions.dialog}
    </Page>
  );
}

/** One registered model: its versions, who they are, and what can be done with them. */
export function ModelPage({ name }: { name: string }) {
  const model = useQuery('models.get', { name });
  const { search } = useRoute();
  return (
    <QueryState query={model} what={`The model ${name}`}>
      {(answer) => {
        const version =
          answer.versions.find((each) => String(each.version) === search?.version) ?? firstVersion(answer);
        return version === undefined ? null : <Loaded model={answer} version={version} />;
      }}
    </QueryState>
  );
}
