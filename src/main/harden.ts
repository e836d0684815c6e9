import { app, type IpcMainEvent, session } from 'electron';
import { artifactScheme } from './artifact-protocol.ts';

/** Copying to the clipboard after a click is all a window may do beyond showing itself. */
const allowedPermissions = new Set(['clipboard-sanitized-write']);

/** Frames show artifacts, and Chromium's own viewer inside the frame of a PDF. */
const framedAddresses = [
  `${artifactScheme}://`,
  'chrome-extension://mhjfbmdgcfjbbpaeojofohoefgiehjai/',
  'about:blank',
];

const isFramed = (url: string): boolean => framedAddresses.some((start) => url.startsWith(start));

/**
 * A window needs no network: its page and the artifacts of runs come from schemes of our own. Without one, no page that a run left can
 * reach anything, by whichever way a browser has that no content policy covers: names that are looked up ahead, connections that are
 * opened ahead, WebRTC.
 */
export const goOffline = (): void => {
  app.commandLine.appendSwitch('host-resolver-rules', 'MAP * ~NOTFOUND');
  app.on('web-contents-created', (_event, contents) =>
    contents.setWebRTCIPHandlingPolicy('disable_non_proxied_udp'),
  );
  void app
    .whenReady()
    .then(() =>
      session.defaultSession.webRequest.onBeforeRequest(
        { urls: ['http://*/*', 'https://*/*', 'ws://*/*', 'wss://*/*', 'ftp://*/*'] },
        (_details, answer) => answer({ cancel: true }),
      ),
    );
};

/** No page leads away, opens a window, embeds what is no artifact, or asks the system for anything. */
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
    contents.on('will-frame-navigate', (event) => {
      if (event.isMainFrame || !isFramed(event.url)) event.preventDefault();
    });
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
