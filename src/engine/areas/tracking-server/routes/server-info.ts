import { defineRpc } from '../rpc.ts';

export const serverInfoRpcs = [
  defineRpc({
    method: 'GET',
    path: '/server-info',
    since: '3.0',
    request: {},
    answer: () => ({ store_type: 'SqlStore', workspaces_enabled: false }),
  }),
];
