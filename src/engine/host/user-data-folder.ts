import { homedir } from 'node:os';
import { join } from 'node:path';

/** Where Electron keeps this application's data too, so that window and command line share the list of recents. */
export const userDataFolder = (): string => {
  const chosen = process.env.MODELYARD_USER_DATA;
  if (chosen) return chosen;
  if (process.platform === 'darwin') return join(homedir(), 'Library', 'Application Support', 'Modelyard');
  if (process.platform === 'win32') {
    return join(process.env.APPDATA ?? join(homedir(), 'AppData', 'Roaming'), 'Modelyard');
  }
  return join(process.env.XDG_CONFIG_HOME ?? join(homedir(), '.config'), 'Modelyard');
};
