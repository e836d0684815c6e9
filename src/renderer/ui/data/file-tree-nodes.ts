export interface TreeNode {
  name: string;
  /** Of a file: the whole path, as it was given. Of a folder: the path with a slash at its end. */
  path: string;
  depth: number;
  isFolder: boolean;
}

/** Files by their paths as the lines of a tree: folders before files, each group in alphabetical order. */
export function treeNodes(paths: readonly string[], closed: ReadonlySet<string>): TreeNode[] {
  const lines: TreeNode[] = [];
  const walk = (prefix: string, depth: number, inside: readonly string[]) => {
    const folders = new Set<string>();
    const files: string[] = [];
    for (const path of inside) {
      const [head = '', ...rest] = path.slice(prefix.length).split('/');
      if (rest.length > 0) folders.add(head);
      else files.push(head);
    }
    for (const name of [...folders].sort()) {
      const path = `${prefix}${name}/`;
      lines.push({ name, path, depth, isFolder: true });
      if (!closed.has(path))
        walk(
          path,
          depth + 1,
          inside.filter((each) => each.startsWith(path)),
        );
    }
    for (const name of files.sort()) lines.push({ name, path: prefix + name, depth, isFolder: false });
  };
  walk('', 0, paths);
  return lines;
}
