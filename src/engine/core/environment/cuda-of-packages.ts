/** Packages whose version is that of the CUDA they bring: NVIDIA's for pip, and those of conda. */
const runtimes =
  /^(nvidia-cuda-runtime(-cu\d+)?|cudatoolkit|pytorch-cuda|cuda-version|cuda-runtime|cuda-toolkit)$/;

/** The CUDA that packages were built for or bring, which is what ran, whatever the driver can do: "12.1 (torch 2.3.0+cu121)". Null where none says it. */
export function cudaOfPackages(packages: Readonly<Record<string, string>>): string | null {
  for (const [name, version] of Object.entries(packages)) {
    const found = runtimes.test(name) ? /^(\d+\.\d+)/.exec(version) : null;
    if (found !== null) return `${found[1]} (${name} ${version})`;
  }
  for (const [name, version] of Object.entries(packages)) {
    // PyTorch, torchvision and JAX name it in the build: cu121 is 12.1, cu118 is 11.8, cuda12 only the major version.
    const build = /\+(?:[\w.]*?)cu(?:da)?(\d{2})(\d)?/.exec(version);
    if (build !== null)
      return `${build[1]}${build[2] === undefined ? '' : `.${build[2]}`} (${name} ${version})`;
  }
  return null;
}
