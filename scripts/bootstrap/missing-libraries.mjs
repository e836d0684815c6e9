/** Debian and Ubuntu packages per shared library; where releases renamed one, the newer name stands first. */
const packagesByLibrary = {
  'libX11.so.6': ['libx11-6'],
  'libX11-xcb.so.1': ['libx11-xcb1'],
  'libXcomposite.so.1': ['libxcomposite1'],
  'libXdamage.so.1': ['libxdamage1'],
  'libXext.so.6': ['libxext6'],
  'libXfixes.so.3': ['libxfixes3'],
  'libXrandr.so.2': ['libxrandr2'],
  'libXtst.so.6': ['libxtst6'],
  'libXss.so.1': ['libxss1'],
  'libasound.so.2': ['libasound2t64', 'libasound2'],
  'libatk-1.0.so.0': ['libatk1.0-0t64', 'libatk1.0-0'],
  'libatk-bridge-2.0.so.0': ['libatk-bridge2.0-0t64', 'libatk-bridge2.0-0'],
  'libatspi.so.0': ['libatspi2.0-0t64', 'libatspi2.0-0'],
  'libcairo.so.2': ['libcairo2'],
  'libcups.so.2': ['libcups2t64', 'libcups2'],
  'libdbus-1.so.3': ['libdbus-1-3'],
  'libdrm.so.2': ['libdrm2'],
  'libexpat.so.1': ['libexpat1'],
  'libgbm.so.1': ['libgbm1'],
  'libgdk-3.so.0': ['libgtk-3-0t64', 'libgtk-3-0'],
  'libgio-2.0.so.0': ['libglib2.0-0t64', 'libglib2.0-0'],
  'libglib-2.0.so.0': ['libglib2.0-0t64', 'libglib2.0-0'],
  'libgobject-2.0.so.0': ['libglib2.0-0t64', 'libglib2.0-0'],
  'libgtk-3.so.0': ['libgtk-3-0t64', 'libgtk-3-0'],
  'libnspr4.so': ['libnspr4'],
  'libnss3.so': ['libnss3'],
  'libnssutil3.so': ['libnss3'],
  'libsmime3.so': ['libnss3'],
  'libpango-1.0.so.0': ['libpango-1.0-0'],
  'libudev.so.1': ['libudev1'],
  'libxcb.so.1': ['libxcb1'],
  'libxcb-dri3.so.0': ['libxcb-dri3-0'],
  'libxkbcommon.so.0': ['libxkbcommon0'],
};

/** The libraries that `ldd` did not find, each once. */
export function parseMissingLibraries(lddOutput) {
  const names = [...lddOutput.matchAll(/^\s*(\S+) => not found/gm)].map((match) => match[1]);
  return [...new Set(names)];
}

/** Every package name that might bring one of these libraries. */
export const candidatePackages = (libraries) => [
  ...new Set(libraries.flatMap((library) => packagesByLibrary[library] ?? [])),
];

/** The names that can be installed, from `apt-cache policy NAME…`. A name that only others provide has no candidate. */
export function parseInstallable(policyOutput) {
  const sections = policyOutput.split(/^(?=\S)/m);
  return sections
    .filter((section) => /^\s+Candidate: (?!\(none\))/m.test(section))
    .map((section) => section.slice(0, section.indexOf(':\n')));
}

/**
 * One package for each library, the first that this release has.
 * @returns {{ packages: string[], unknown: string[] }} unknown: libraries for which this release has no known package
 */
export function choosePackages({ libraries, installable }) {
  const packages = new Set();
  const unknown = [];
  for (const library of libraries) {
    const found = (packagesByLibrary[library] ?? []).find((name) => installable.includes(name));
    if (found) packages.add(found);
    else unknown.push(library);
  }
  return { packages: [...packages], unknown };
}
