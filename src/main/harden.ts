import { app, type IpcMainEvent, session } from 'electron';

/** Copying to the clipboard after a click is all a window may do beyond showing itself. */
const allowedPermissions = new Set(['clipboard-sanitized-write']);

/** No page leads away, opens a window, embeds another, or asks the system for anything. */
export const harden = (): void => {
  session.defaultSession.setPermissionRequestHandler((_contents, permission, answer) =>
    answer(allowedPermissions.has(permission)),
  );
  session.defaultSession.setPermissionCheckHandler((_contents, permission) =>
    allowedPermissions.has(permission),
  );
  app.on('web-contents-created', (_event, contents) => {
    contents.setWindowOpenHandler(() => ({ action: 'deny' }));
    contents.on('will-navigate', (event) => event.preventDefault());
    contents.on('will-attach-webview', (event) => event.preventDefault());
  });
};

/** Does a message come from the top frame of one of our pages? */
export const isFromOurPage = (event: IpcMainEvent, origin: string): boolean => {
  const { senderFrame, sender } = event;
  if (senderFrame === null || senderFrame !== sender.mainFrame) return false;
  const { protocol, host } = new URL(senderFrame.url);
  return `${protocol}//${host}` === origin;
};

const localHosts = new Set(['127.0.0.1', 'localhost', '[::1]']);

/** Addresses that may be opened in the browser: endpoints on this machine, by exact host. */
export const isLocalAddress = (address: string): boolean => {
  const { protocol, hostname } = new URL(address);
  return protocol === 'http:' && localHosts.has(hostname);
};
