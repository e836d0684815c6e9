import type { tracesContract } from '../../../shared/contract/traces.ts';
import { EngineError } from '../../../shared/errors.ts';
import type { TraceDetail } from '../../../shared/model/trace.ts';
import type { Handlers } from '../../ports/call.ts';
import type { ProjectServices } from '../../ports/project-services.ts';
import {
  assessmentsOf,
  findClientRequestId,
  traceMetadataOf,
  traceTagsOf,
} from '../../store/trace-details.ts';
import {
  countTraces,
  deleteTracesById,
  deleteTracesWhere,
  traceIds,
  tracePlaces,
  traceRows,
} from '../../store/trace-lists.ts';
import { namedTrace } from './named-trace.ts';
import { readSpan, readSpans } from './read-spans.ts';

/** Traces as people look at them. What writes them is the tracking server. */
export const createTracesArea = ({
  store,
  objects,
  eventLog,
  changed,
}: Pick<ProjectServices, 'store' | 'objects' | 'eventLog' | 'changed'>) => {
  const { reader } = store;
  const sources = { reader, objects };

  const readTrace = async (id: string): Promise<TraceDetail> => {
    const [row] = traceRows(reader, [id]);
    if (row === undefined) throw new EngineError('not-found', `There is no trace “${id}”.`);
    const spans = await readSpans(sources, id);
    return {
      ...row,
      spanCount: spans.length,
      spans,
      clientRequestId: findClientRequestId(reader, id),
      tags: traceTagsOf(reader, id),
      metadata: traceMetadataOf(reader, id),
      assessments: assessmentsOf(reader, id),
    };
  };

  const handlers = {
    'traces.list': ({ orderBy, offset, limit, locate, ...selection }) => ({
      traces: traceRows(reader, traceIds(reader, selection, { order: orderBy, offset, limit })),
      total: countTraces(reader, selection),
      places: tracePlaces(reader, selection, orderBy, locate),
    }),
    'traces.get': ({ trace }) => readTrace(namedTrace(reader, trace)),
    'traces.span': async ({ trace, span }) => {
      const id = namedTrace(reader, trace);
      const found = await readSpan(sources, id, span);
      if (found !== undefined) return found;
      throw new EngineError('not-found', `The trace ${id} has no span “${span}”.`, {
        details: { trace: id, span },
      });
    },
    'traces.delete': (which) => {
      const deleted = store.write((writer) => {
        const count =
          'traces' in which
            ? deleteTracesById(
                writer,
                which.traces.map((trace) => namedTrace(writer, trace)),
              )
            : deleteTracesWhere(writer, which.matching);
        if (count > 0)
          eventLog.append(writer, {
            kind: 'traces.deleted',
            subject: 'traces',
            details: { count, ...which },
          });
        return count;
      });
      changed('traces', []);
      return { deleted };
    },
  } satisfies Handlers<typeof tracesContract>;
  return { handlers };
};
