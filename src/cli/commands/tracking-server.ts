import type { Command } from 'commander';
import { onProject, wholeNumber } from '../command-line.ts';
import { untilStopped } from '../until-stopped.ts';

export const addTrackingServerCommands = (program: Command): void => {
  program
    .command('track')
    .description(
      'take runs from MLflow’s clients until interrupted: mlflow.set_tracking_uri("http://127.0.0.1:5000")',
    )
    .option(
      '--port <number>',
      'port on 127.0.0.1 (default: the last one, else the first free one from 5000)',
      wholeNumber,
    )
    .action(
      onProject(async ({ session, terminal }, options: { port?: number }) => {
        const earlier = await session.call('trackingServer.status', {});
        const server = await session.call('trackingServer.start', {
          ...(options.port === undefined ? {} : { port: options.port }),
        });
        terminal.result(server, () => `Tracking at ${server.address}`);
        terminal.note(`In Python: mlflow.set_tracking_uri("${server.address}")   Stop: Ctrl-C`);
        const stopped = untilStopped(session, {
          topic: 'tracking-server',
          title: 'The tracking server',
          read: () => session.call('trackingServer.status', {}),
        });
        await Promise.race([session.interrupted, stopped.promise]).finally(stopped.forget);
        // One that a window had started already stays as it was.
        if (earlier.state === 'ready') return;
        terminal.note('Stopping: requests under way are answered first.');
        await session.call('trackingServer.stop', {});
      }),
    );
};
