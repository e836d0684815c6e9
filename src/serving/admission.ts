import { RequestError } from './request-error.ts';

export interface Admission {
  /** Takes a place, or throws `queue-full`. */
  enter(): void;
  leave(): void;
  readonly underWay: number;
}

/** A bounded number of predictions under way: what comes on top is refused at once instead of making everybody wait. */
export function createAdmission(limit: number): Admission {
  let underWay = 0;
  return {
    enter() {
      if (underWay >= limit) {
        throw new RequestError(
          'queue-full',
          `${limit} requests are waiting already. Try again in a moment, or send several rows in one request.`,
        );
      }
      underWay += 1;
    },
    leave() {
      underWay -= 1;
    },
    get underWay() {
      return underWay;
    },
  };
}
