import { useState } from 'react';
import { aliasName, type ModelVersion } from '../../../shared/model/registry.ts';
import type { useCommand } from '../../client/index.ts';
import { Button, Dialog, type MenuEntry, Stack, TextField } from '../../ui/index.ts';
import styles from './models.module.css';

export type SetAlias = ReturnType<typeof useCommand<'models.setAlias'>>['run'];

const usual = ['champion', 'challenger'];

/** Setting an alias moves it away from the version that had it, so one menu sets, moves and removes. */
export function aliasEntries({
  version,
  aliases,
  setAlias,
  onNew,
}: {
  version: ModelVersion;
  /** Of the whole model: alias → version. */
  aliases: Readonly<Record<string, number>>;
  setAlias: SetAlias;
  onNew: () => void;
}): MenuEntry[] {
  const names = [...new Set([...usual, ...Object.keys(aliases)])];
  const entryOf = (alias: string): MenuEntry => {
    const holder = aliases[alias];
    const isHere = holder === version.version;
    const label = isHere
      ? `Remove ${alias}`
      : holder === undefined
        ? `Make ${alias}`
        : `Move ${alias} here from version ${holder}`;
    return {
      label,
      onSelect: () => void setAlias({ name: version.name, alias, version: isHere ? null : version.version }),
    };
  };
  return [{ heading: 'Aliases' }, ...names.map(entryOf), { label: 'Another alias…', onSelect: onNew }];
}

/** Asks for the name of an alias that the model does not have yet. */
export function NewAliasDialog({
  version,
  setAlias,
  onClose,
}: {
  version: ModelVersion;
  setAlias: SetAlias;
  onClose: () => void;
}) {
  const [alias, setAliasText] = useState('');
  const checked = aliasName.safeParse(alias);
  const submit = async () => {
    if ((await setAlias({ name: version.name, alias, version: version.version })) !== undefined) onClose();
  };
  return (
    <Dialog
      open
      onOpenChange={(open) => !open && onClose()}
      title={`New alias for ${version.name}/${version.version}`}
    >
      <form
        onSubmit={(event) => {
          event.preventDefault();
          if (checked.success) void submit();
        }}
      >
        <Stack>
          <TextField
            autoFocus
            label="Alias"
            value={alias}
            onChange={setAliasText}
            hint={`The version can then be named as ${version.name}@${alias || 'alias'}`}
            problem={alias === '' || checked.success ? undefined : checked.error.issues[0]?.message}
          />
          <div className={styles.actions}>
            <Button onClick={onClose}>Cancel</Button>
            <Button type="submit" variant="primary" disabled={!checked.success}>
              Set alias
            </Button>
          </div>
        </Stack>
      </form>
    </Dialog>
  );
}
