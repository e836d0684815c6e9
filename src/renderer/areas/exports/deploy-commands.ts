import type { ExportSummary } from '../../../shared/contract/exports.ts';

/** Quoted for a POSIX shell and for PowerShell, when it has to be. */
const quoted = (text: string) => (/^[\w./:@-]+$/.test(text) ? text : `"${text.replaceAll('"', '\\"')}"`);

/** What one types to do by hand what the buttons do, and to bring the image to a cluster. */
export function deployCommands({ folder, image }: Pick<ExportSummary, 'folder' | 'image'>) {
  const separator = folder.includes('\\') ? '\\' : '/';
  const overlay = [folder, 'k8s', 'overlays', 'production'].join(separator);
  return [
    { name: 'Build the image', code: `docker build --tag ${image} ${quoted(folder)}` },
    { name: 'Push it to its registry', code: `docker push ${image}` },
    { name: 'Roll it out', code: `kubectl apply -k ${quoted(overlay)}` },
  ];
}
