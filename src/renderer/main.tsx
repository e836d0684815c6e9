import './ui/base.css';
import { QueryClientProvider } from '@tanstack/react-query';
import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { saveChartFile } from './app/save-chart-file.ts';
import { Window } from './app/window.tsx';
import { queryClient } from './client/index.ts';
import { startClient } from './client/start.ts';
import { ChartSaving, showHints, Toasts, TooltipProvider } from './ui/index.ts';

startClient();
showHints(document);

const root = document.getElementById('root');
if (root === null) throw new Error('index.html has no #root');
createRoot(root).render(
  <StrictMode>
    <QueryClientProvider client={queryClient}>
      <TooltipProvider>
        <ChartSaving value={saveChartFile}>
          <Window />
        </ChartSaving>
        <Toasts />
      </TooltipProvider>
    </QueryClientProvider>
  </StrictMode>,
);
