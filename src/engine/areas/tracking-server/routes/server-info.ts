import { defineRpc } from '../rpc.ts';

/** Asked once by clients that start: what this server is, and which ways of theirs it does not offer. */
export const serverInfoRpcs = [
  defineRpc({
    method: 'GET',
    path: '/server-info',
    since: '3.0',
    request: {},
    answer: () => ({
      store_type: 'SqlStore',
      workspaces_enabled: false,
      trace_archival_enabled: false,
      multipart_uploads_enabled: false,
      multipart_downloads_enabled: false,
      presigned_upload_run_id_supported: false,
      presigned_upload_model_id_supported: false,
      features_enabled: { gateway: false },
    }),
  }),
];
