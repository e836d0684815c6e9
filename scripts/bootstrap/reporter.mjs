import { BootstrapFailure } from './failure.mjs';

/**
 * Says what the bootstrap is doing, on stderr: one line a step with its time; on a terminal the running step is shown live.
 * @typedef {ReturnType<typeof createReporter>} Reporter
 */
export function createReporter({ verbose = false, stream = process.stderr } = {}) {
  const isLive = stream.isTTY === true && !verbose;
  return {
    verbose,
    say: (line) => stream.write(`${line}\n`),
    explain: (error) => stream.write(explanationOf(error)),
    step: (title, work, options) => runStep({ title, work, stream, isLive, verbose, ...options }),
  };
}

/**
 * @template T
 * @param {{ title: string, work: (tools: { progress: (text: string) => void }) => Promise<T> }} options
 * @returns {Promise<T>}
 */
async function runStep({ title, work, stream, isLive, verbose, failure = () => 'failed' }) {
  const startedMs = Date.now();
  const live = isLive ? showLive({ title, stream, startedMs }) : undefined;
  if (verbose) stream.write(`› ${title}\n`);
  try {
    const result = await work({ progress: (text) => live?.update(text) });
    live?.end();
    stream.write(`✓ ${title}  ${formatSeconds(Date.now() - startedMs)}\n`);
    return result;
  } catch (error) {
    live?.end();
    stream.write(`✗ ${title}  ${failure(error)} after ${formatSeconds(Date.now() - startedMs)}\n`);
    throw error;
  }
}

/** A failure that was foreseen says what to do; any other is a defect here, and its stack belongs in the report. */
function explanationOf(error) {
  if (!(error instanceof BootstrapFailure)) return `${error.stack ?? error}\n`;
  const parts = [error.message, error.output, error.wayOut && `What to do: ${error.wayOut}`];
  return `${parts.filter(Boolean).join('\n')}\n`;
}

export const formatSeconds = (durationMs) => `${(durationMs / 1000).toFixed(1)} s`;

const frames = ['⠋', '⠙', '⠸', '⠴', '⠦', '⠇'];
const refreshMs = 100;

function showLive({ title, stream, startedMs }) {
  let text = '';
  let frame = 0;
  const draw = () => {
    frame += 1;
    const line = `${frames[frame % frames.length]} ${title}  ${formatSeconds(Date.now() - startedMs)}  ${text}`;
    stream.write(`\r\u001B[2K${line.slice(0, (stream.columns ?? 80) - 1)}`);
  };
  const timer = setInterval(draw, refreshMs);
  draw();
  return {
    update(next) {
      text = next;
    },
    end() {
      clearInterval(timer);
      stream.write('\r\u001B[2K');
    },
  };
}
