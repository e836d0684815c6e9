export interface TreeNode {
  name: string;
  /** Of a file: the whole path, as it was given. Of a folder: the path with a slash at its end. */
  path: string;
  depth: number;
  isFolder: boolean;
  /** Among what lies in the same folder, from 1 on. */
  place: number;
  siblings: number;
}

/** Files by their paths as the lines of a tree: folders before files, each group in alphabetical order. */
export function treeNodes(paths: readonly string[], closed: ReadonlySet<string>): TreeNode[] {
  const lines: TreeNode[] = [];
  const walk = (prefix: string, depth: number, inside: readonly string[]) => {
    const folders = new Map<string, string[]>();
    const files: string[] = [];
    for (const path of inside) {
      const end = path.indexOf('/', prefix.length);
      const name = end === -1 ? path.slice(prefix.length) : path.slice(prefix.length, end);
      const folder = folders.get(name);
      if (end === -1) files.push(name);
      else if (folder === undefined) folders.set(name, [path]);
      else folder.push(path);
    }
    const siblings = folders.size + files.length;
    let place = 0;
    for (const name of [...folders.keys()].sort()) {
      const path = `${prefix}${name}/`;
      place += 1;
      lines.push({ name, path, depth, isFolder: true, place, siblings });
      if (!closed.has(path)) walk(path, depth + 1, folders.get(name) ?? []);
    }
    for (const name of files.sort()) {
      place += 1;
      lines.push({ name, path: prefix + name, depth, isFolder: false, place, siblings });
    }
  };
  walk('', 0, paths);
  return lines;
}
