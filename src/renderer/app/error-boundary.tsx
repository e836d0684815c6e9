import { Component, type ReactNode } from 'react';
import { ErrorState } from '../ui/index.ts';

interface Props {
  /** Of what failed, for the message: "Runs". */
  name: string;
  /** A new value (another place) tries again. */
  resetKey: string;
  children: ReactNode;
}

/** Keeps the defect of one screen from taking the window with it. React wants a class for this. */
export class ErrorBoundary extends Component<Props, { error: unknown }> {
  override state = { error: undefined };

  static getDerivedStateFromError(error: unknown) {
    return { error };
  }

  override componentDidUpdate(previous: Props) {
    if (previous.resetKey !== this.props.resetKey && this.state.error !== undefined)
      this.setState({ error: undefined });
  }

  override render() {
    const error: unknown = this.state.error;
    if (error === undefined) return this.props.children;
    return (
      <ErrorState
        title={`${this.props.name} could not be drawn.`}
        detail={error instanceof Error ? error.message : String(error)}
        action={{ label: 'Try again', onClick: () => this.setState({ error: undefined }) }}
      />
    );
  }
}
