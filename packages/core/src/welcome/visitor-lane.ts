/** A visitor who has no conversation yet has a lane of his own: under minus his contact's id, which no conversation has. */
export const visitorLaneOf = (contactId: number): number => -contactId;

/** Whether a lane's conversation id names a visitor. */
export const isVisitorLane = (conversationId: number): boolean => conversationId < 0;
